"""Who performs an action: a client, an operator, a supervisor, or the system itself."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from sessions_app.protocol import By, Role
from sessions_app.rules.text import one_line


class Actor(Struct, frozen=True):
    """``pk`` is the primary key of the client, the operator or the supervisor's account; ``name`` is what others see.

    Clients never read a supervisor's name: it's that of an account (docs/decisions/supervisors-in-the-log.md).
    """

    role: Role
    pk: int = 0
    name: str = ""

    @property
    def sender(self) -> str:
        return f"{self.role}:{self.pk}"

    @property
    def steers(self) -> bool:
        """Whether this actor may end and redirect sessions that are nobody's yet: supervisors, and the system for them."""
        return self.role in ("supervisor", "system")

    def by(self) -> By:
        return By(role=self.role, name=self.name)


SYSTEM = Actor("system")


def supervisor(user: Any) -> Actor:
    """Return this staff account as an actor. What it may do is checked where rows are fetched (selectors/supervised.py)."""
    return Actor("supervisor", user.pk, one_line(user.get_full_name() or user.get_username()))
