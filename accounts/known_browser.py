"""Browsers an account has signed in from before: a signed cookie, so that strangers who try its password don't lock its owner out.

The cookie grants no access; it gives its browser a limit of its own (docs/decisions/sign-in-limits.md).
"""

from __future__ import annotations

import secrets
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from contactcenter.web.keyed_hash import keyed_hash, keyed_hashes

COOKIE: Final = "known-browser"
SALT: Final = "sessions_app.known_browser"
DAYS: Final = 180
MARK: Final = 16
ACCOUNTS: Final = 8
"""Maximum number of accounts remembered for one browser."""


def _parts(request: HttpRequest) -> list[str]:
    """Return the browser's own number and the accounts it's known for; empty for an unknown browser or a forged cookie."""
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=DAYS * 86_400)
    return value.split(".") if value else []


def known(request: HttpRequest, name: str) -> str:
    """Return the number of a browser that has signed in with this normalised name before; empty for any other."""
    number, *marks = _parts(request) or [""]
    return number if name and any(right[:MARK] in marks for right in keyed_hashes(SALT, name)) else ""


def remember(request: HttpRequest, response: HttpResponseBase, name: str) -> None:
    """Remember the browser that has just signed in with this normalised name."""
    number, *marks = _parts(request) or [secrets.token_hex(8)]
    mark = keyed_hash(SALT, name)[:MARK]
    kept = [mark, *(other for other in marks if other != mark)][:ACCOUNTS]
    response.set_signed_cookie(
        COOKIE, ".".join([number, *kept]), salt=SALT, max_age=DAYS * 86_400,
        secure=settings.SECURE_COOKIES, httponly=True, samesite="Lax",
    )  # fmt: skip
