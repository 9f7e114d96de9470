"""What webhooks may keep of clients (P2): bodies are thin, but a receiver can answer with anything, such as a name it has looked up.

Nothing to export: what somebody else's program answered isn't what a client gave or wrote here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from api.webhooks.models import Delivery
from sessions_app.actor import Actor
from sessions_app.hooks import PersonalData
from sessions_app.models import Client, Session

SESSION: Final = "session:"
CLIENT: Final = "client:"
LATE: Final = timedelta(hours=1)
"""Clocks of two servers, and a file that was still being checked."""


def erase(sessions: Sequence[Session], _by: Actor) -> None:
    """Empty what receivers have answered to events of these sessions, which are looked for in the time they were written in.

    Those without an answer as well: one that is being written now is waited for.
    """
    theirs = Q(pk__in=())
    for row in sessions:
        last = (row.closed_at or timezone.now()) + LATE
        theirs |= Q(key=f"{SESSION}{row.public_id}", created_at__gte=row.created_at - LATE, created_at__lte=last)
    Delivery.objects.filter(theirs).update(answer="")


def is_erased(key: str) -> bool:
    """Return whether deliveries with this key are about somebody who is erased: what their receivers answer isn't kept any more."""
    if key.startswith(CLIENT):
        return Client.objects.filter(public_id=key.removeprefix(CLIENT)).exclude(erased_at=None).exists()
    if key.startswith(SESSION):
        return Session.objects.filter(public_id=key.removeprefix(SESSION)).exclude(erased_at=None).exists()
    return False


PERSONAL_DATA: Final = PersonalData("webhooks", lambda _sessions: {}, erase)
