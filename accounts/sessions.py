"""The http sessions of one account, for its Security page: where it's signed in, since when, and which of them is this browser."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.sessions.models import Session as HttpSession
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from contactcenter.realtime.network_address import of_request
from contactcenter.web.keyed_hash import keyed_hash
from sessions_app.auth import request_info, valid_sessions
from sessions_app.models import User

FACTS = "signed_in"
"""Where the session keeps what the page shows of it."""


class SignedIn(NamedTuple):
    """One browser. ``id`` names it in the page without granting anything."""

    id: str
    browser: str
    system: str
    address: str
    since: datetime | None
    used: Any
    current: bool


def begin(request: HttpRequest, **_kwargs: Any) -> None:
    """Note where somebody signs in (a receiver of ``user_logged_in``)."""
    browser, system = request_info.browser(request.headers.get("User-Agent", ""))
    request.session[FACTS] = {
        "at": timezone.now().isoformat(timespec="seconds"),
        "browser": browser,
        "system": system,
        "address": of_request(request)[:64],
    }


def id_of(key: str) -> str:
    return keyed_hash("accounts.session", key)[:32]


def list_of(user: User, current: str | None) -> list[SignedIn]:
    """Return the account's sessions, this browser's first, then the ones used last."""
    rows = HttpSession.objects.in_bulk(valid_sessions.keys_of(user.pk))
    found = [_shown(key, row.get_decoded(), key == current) for key, row in rows.items()]
    found.sort(key=lambda row: str(row.used or ""), reverse=True)
    return sorted(found, key=lambda row: not row.current)


def _shown(key: str, data: dict[str, Any], current: bool) -> SignedIn:
    facts = data.get(FACTS) or {}
    since = parse_datetime(facts.get("at", ""))
    used = parse_date(data.get("used", "")) or (since.date() if since else None)
    return SignedIn(id_of(key), facts.get("browser", ""), facts.get("system", ""), facts.get("address", ""), since, used, current)


def keys_with(user: User, wanted: str, *, current: str | None) -> list[str]:
    """Return the keys of the account's session with this id, or of all of them with ``others``; never the current one."""
    keys = valid_sessions.keys_of(user.pk, but=current)
    return keys if wanted == "others" else [key for key in keys if id_of(key) == wanted]
