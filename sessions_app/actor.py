"""Who performs an action: a client, an operator, or the system itself."""

from __future__ import annotations

from msgspec import Struct

from sessions_app.protocol import By, Role


class Actor(Struct, frozen=True):
    """``pk`` is the primary key of the client or operator row; ``name`` is what others see."""

    role: Role
    pk: int = 0
    name: str = ""

    @property
    def sender(self) -> str:
        return f"{self.role}:{self.pk}"

    def by(self) -> By:
        return By(role=self.role, name=self.name)


SYSTEM = Actor("system")
