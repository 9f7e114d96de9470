"""What webhooks may keep of clients (P2): bodies are thin, but a receiver can answer with anything, such as a name it has looked up.

Nothing to export: what somebody else's program answered isn't what a client gave or wrote here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from api.webhooks.models import Delivery
from sessions_app.actor import Actor
from sessions_app.hooks import PersonalData
from sessions_app.models import Client, Session

SESSION: Final = "session:"
CLIENT: Final = "client:"


def erase(sessions: Sequence[Session], _by: Actor) -> None:
    """Empty what receivers have answered to events of these sessions."""
    keys = [f"{SESSION}{row.public_id}" for row in sessions]
    Delivery.objects.filter(key__in=keys).exclude(answer="").update(answer="")


def is_erased(key: str) -> bool:
    """Return whether deliveries with this key are about somebody who is erased: what their receivers answer isn't kept any more."""
    if key.startswith(CLIENT):
        return Client.objects.filter(public_id=key.removeprefix(CLIENT)).exclude(erased_at=None).exists()
    if key.startswith(SESSION):
        return Session.objects.filter(public_id=key.removeprefix(SESSION)).exclude(erased_at=None).exists()
    return False


PERSONAL_DATA: Final = PersonalData("webhooks", lambda _sessions: {}, erase)
