"""Limits of waiting: everything in the queues is bounded, per group and per network address.

What waits without its client (a left message, a CallBack) is refused first, so that it doesn't keep out people who are here.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.actor import Actor
from sessions_app.models import Session
from sessions_app.rules.entries import WAIT_ALONE
from sessions_app.selectors import availability

PARTS: Final = {"message": availability.MESSAGES} | dict.fromkeys(WAIT_ALONE, availability.CALLBACKS)
"""Share of the limit for what waits without its client."""


def refuse_full(entry: str, group: int, address: str, *, operator: int | None = None) -> None:
    """Raise ``queue.full`` or ``queue.address`` in words if no more of this kind may wait.

    ``operator``: the one it would be reserved for; ``address``: the keyed hash of the client's address, empty if unknown.
    """
    if availability.everything_full(group, operator, part=PARTS.get(entry, 1)):
        raise Fault("queue.full", _("Too many people are waiting right now. Come back later."), retry=True)
    if address and selectors.waiting_from(address).count() >= settings.WAITING_ADDRESS * PARTS.get(entry, 1):
        words = _("Too many people are waiting from your network right now. Come back in a few minutes.")
        raise Fault("queue.address", words, retry=True)


def own_waiting(by: Actor, session: str) -> Session:
    """Return the client's waiting session, locked, to change how they wait. Raises ``session.closed`` in words if there is none."""
    row = selectors.session_of(by, session, lock=True)
    if by.role != "client" or row.state != Session.State.WAITING or row.message:
        active = row.state == Session.State.ACTIVE
        raise Fault("session.closed", _("You’re already talking to us.") if active else _("This conversation has ended."))
    return row
