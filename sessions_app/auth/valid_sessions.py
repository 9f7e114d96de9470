"""Valid http sessions: not expired, and opened with the account's current password. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session as HttpSession
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from contactcenter.web.http_sessions import idle_end
from sessions_app.models import Operator, User

RENEWED: Final = timedelta(days=1)
"""The expiry of a session in use is extended once in this time."""


class Browser(NamedTuple):
    """A browser's http session, and the operator whose console is open in it."""

    operator: int
    key: str


class SignedIn(NamedTuple):
    """The account and the http session behind an open socket."""

    user: int
    key: str


_checked: dict[SignedIn, tuple[str, bool]] = {}
"""Password and status of each account when its session was last decoded: as long as they are the same, the row's presence is enough."""


def ended_of(signed_in: Iterable[SignedIn]) -> set[SignedIn]:
    """Return those whose session has ended: deleted, expired, or opened with another password. Two statements for all of them."""
    asked = set(signed_in)
    now = timezone.now()
    open_keys = HttpSession.objects.filter(expire_date__gt=now, session_key__in={each.key for each in asked})
    there = set(open_keys.values_list("session_key", flat=True))
    facts = {
        pk: (password, active)
        for pk, password, active in User.objects.filter(pk__in={each.user for each in asked}).values_list(
            "pk", "password", "is_active"
        )
    }
    ended = {each for each in asked if each.key not in there or not facts.get(each.user, ("", False))[1]}
    doubted = {each for each in asked - ended if _checked.get(each) != facts[each.user]}
    if doubted:
        users, rows = (
            User.objects.in_bulk({each.user for each in doubted}),
            HttpSession.objects.in_bulk({each.key for each in doubted}),
        )
        ended |= {
            each
            for each in doubted
            if each.key not in rows or each.user not in users or not _is_of(rows[each.key], users[each.user])
        }
    _checked.clear()
    _checked.update({each: facts[each.user] for each in asked - ended})
    return ended


def good_of(browsers: Iterable[Browser]) -> tuple[set[Browser], list[str]]:
    """Return those signed in as their operator, and the keys whose expiry must be extended."""
    asked = set(browsers)
    now = timezone.now()
    operators = Operator.objects.select_related("user").in_bulk({browser.operator for browser in asked})
    rows = HttpSession.objects.filter(expire_date__gt=now).in_bulk({browser.key for browser in asked})
    good = {
        browser
        for browser in asked
        if browser.key in rows and browser.operator in operators and _is_of(rows[browser.key], operators[browser.operator].user)
    }
    return good, _late((rows[key] for key in sorted({browser.key for browser in good})), now)


def expiry_of(user: User, key: str) -> tuple[bool, list[str]]:
    """Return whether this http session is signed in as this account, and its key if its expiry must be extended."""
    now = timezone.now()
    row = HttpSession.objects.filter(expire_date__gt=now, session_key=key).first()
    if row is None or not _is_of(row, user):
        return False, []
    return True, _late([row], now)


def _late(rows: Iterable[HttpSession], now: datetime) -> list[str]:
    """Return the keys of sessions in use whose expiry must be extended."""
    late = idle_end(now) - RENEWED
    return [row.session_key for row in rows if row.expire_date < min(late, last_end(row))]


def _is_of(row: HttpSession, user: User) -> bool:
    data = row.get_decoded()
    known = data.get(HASH_SESSION_KEY, "")
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return data.get(SESSION_KEY) == str(user.pk) and any(constant_time_compare(known, right) for right in hashes)


def keys_of(user: int, *, but: str | None = None) -> list[str]:
    """Return an account's http sessions. Only their content names the account, so each is decoded."""
    rows = HttpSession.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but).iterator()
    return [row.session_key for row in rows if row.get_decoded().get(SESSION_KEY) == str(user)]


def last_end(row: HttpSession) -> datetime:
    """Return this session's absolute expiry, which use doesn't extend."""
    told = row.get_decoded().get("_session_expiry")
    return datetime.fromisoformat(told) if isinstance(told, str) else row.expire_date
