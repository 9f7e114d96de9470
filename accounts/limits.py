"""The one limit on signing in: wrong passwords and codes on every page, counted in the database over all processes.

Five wrong ones from one address, or for one account, close it for ten minutes. A browser that has signed in with the account before is
counted by itself: strangers can't lock its owner out (docs/decisions/sign-in-limits.md). django-allauth's own limits are switched off.
"""

from __future__ import annotations

import contextlib
import unicodedata
from datetime import timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import known_browser
from accounts.services.attempts import Counter, TooManyAttempts, attempt_count, attempt_refund
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.network_address import network, of_request, site
from contactcenter.realtime.rate_limit import SITE_FACTOR, hit
from contactcenter.realtime.wire import Fault
from contactcenter.web.keyed_hash import keyed_hash
from sessions_app import rate_limits
from sessions_app.signals import audited

WRONG: Final = 5
"""Wrong passwords or codes in one window."""
WINDOW: Final = timedelta(minutes=10)
SALT: Final = "accounts.attempts"


def normalised(name: str) -> str:
    """A name as its attempts are counted: blanks around it, full-width letters and capitals make no other account of it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).strip().casefold())


class Attempt(NamedTuple):
    """An attempt that has been counted as failed until it turns out well."""

    counters: tuple[Counter, ...]

    def refund(self) -> None:
        """The password or code was right: it doesn't count."""
        perform(attempt_refund, counters=self.counters)


def begin(request: HttpRequest, name: str) -> Attempt:
    """Count an attempt of this normalised name (empty if there is none) before anything is checked.

    Raises TooManyAttempts, with words for the page and the seconds until it makes sense to try again. A flood is refused by this
    process alone (``rate.exceeded``), without a query.
    """
    hit(rate_limits.SIGN_INS, address=of_request(request))
    counters = tuple(_counters(request, name))
    try:
        perform(attempt_count, counters=counters, window=WINDOW)
    except TooManyAttempts as refusal:
        _tell_seldom(request, name)
        raise refusal.in_words(_words(refusal)) from None
    return Attempt(counters)


def _counters(request: HttpRequest, name: str) -> list[Counter]:
    if browser := known_browser.known(request, name):
        return [_counter("browser", f"{browser} {name}")]
    address = of_request(request)
    found = [_counter("address", network(address))]
    if wide := site(address):
        found.append(_counter("site", wide, SITE_FACTOR))
    if name:
        found.append(_counter("account", name))
    return found


def _counter(kind: str, value: str, factor: int = 1) -> Counter:
    return Counter(keyed_hash(SALT, f"{kind} {value}"), kind, max(1, int(WRONG * factor * settings.RATE_SCALE)))


def _words(refusal: TooManyAttempts) -> str:
    minutes = max(1, -(-refusal.seconds // 60))
    if refusal.kind == "account":
        words = _(
            "Too many attempts on this account. Sign in with a browser you’ve used before, or try again in %(minutes)d minutes."
        )
    else:
        words = _("Too many attempts. Try again in %(minutes)d minutes.")
    return words % {"minutes": minutes}


def _tell_seldom(request: HttpRequest, name: str) -> None:
    """Announce for the audit that somebody was refused, but not every time."""
    address = of_request(request)
    with contextlib.suppress(Fault):
        hit(rate_limits.REFUSED_SIGN_INS, person=f"{name} {network(address)}", address=address)
        audited.send(Attempt, user=None, verb="sign_in_failed", tried=name, detail="rate.exceeded", request=request)
