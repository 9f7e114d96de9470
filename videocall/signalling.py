"""Signalling between the two legs of a call: checks who may send to whom; the content is opaque.

Nothing is read, stored or logged. A check is valid for a few seconds, or until the call changes.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from msgspec import Struct

from contactcenter.realtime.wire import Fault
from sessions_app import channel_names
from videocall import selectors
from videocall.ice import may_connect
from videocall.moves import OVER
from videocall.services import over, taken

if TYPE_CHECKING:
    from sessions_app.actor import Actor

SIGNALS: Final = (200, 60)
TRUST_SECONDS: Final = 10.0
"""How long a route is valid if the notification of a change is lost between processes."""


class Route(Struct, frozen=True):
    """From one leg of a call to the other; ``group`` is empty while nobody is there. ``text``: both want real-time text."""

    session: str
    call: str
    leg: str
    group: str
    text: bool = False


class Relay:
    """The route from one socket to the opposite leg, checked once and cached."""

    def __init__(self) -> None:
        self.route: Route | None = None
        self.until = 0.0

    def known(self, call: str, leg: str) -> Route | None:
        """Return the cached route for this pair, if it's still valid."""
        route = self.route
        if route is None or route.call != call or route.leg != leg or time.monotonic() > self.until:
            return None
        return route

    def remember(self, route: Route) -> None:
        self.route, self.until = route, time.monotonic() + TRUST_SECONDS

    def forget(self, session: str) -> None:
        """Forget cached routes after a call of this session changed."""
        if self.route is not None and self.route.session == session:
            self.route = None


def leg_group(call: str, leg: str) -> str:
    """Return the group a leg listens to: of fixed length, and separate for each call whatever ids the browsers choose."""
    return channel_names.leg(hashlib.blake2b(f"{call}/{leg}".encode(), digest_size=16).hexdigest())


def route_of(by: Actor, call: str, leg: str) -> Route:
    """Return the route from ``leg`` to the other side.

    Raises ``call.not_found``, ``call.over``, ``call.taken`` if the leg was replaced, or ``call.alone`` while the two may not connect.
    """
    row = selectors.call_of(by, call)
    if row.state in OVER:
        raise over(row.state)
    if row.leg_of(by.role) != leg:
        raise taken()
    if not may_connect(row):
        raise alone()
    other = row.leg_of("operator" if by.role == "client" else "client")
    return Route(row.session.public_id, call, leg, leg_group(call, other) if other else "", row.shares_text)


def alone() -> Fault:
    """Refusal: the other side has no leg yet; its arrival is a ``call.changed``."""
    return Fault("call.alone", _("The other side isn’t there yet."), retry=True)


def no_text() -> Fault:
    """Refusal: the two haven't agreed on real-time text, or one has turned it off."""
    return Fault("text.off", _("Real-time text is off."))
