"""What an attack is, what it is given, and what it reports."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

Person = dict[str, str]
"""``session``, the client's ``token`` and the operator's ``cookie`` of a conversation that runs."""


@dataclass(frozen=True)
class Target:
    """The server under attack, and how long and how hard to attack it."""

    name: str
    port: int
    seconds: float = 5.0
    scale: float = 1.0
    people: list[Person] = field(default_factory=list)
    relay: int = 0
    """The port of the TURN server; 0 without one."""
    network: int = 66

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def times(self, count: int) -> int:
        """``count``, made smaller for a short run."""
        return max(1, round(count * self.scale))

    def address(self, number: int = 0) -> str:
        """A loopback address of the attacker's own: what counts per address must not count honest clients."""
        return f"127.{self.network}.{number // 250}.{number % 250 + 1}"


@dataclass(frozen=True)
class Outcome:
    """What came of an attack, in words; ``held`` is False when it achieved what it must not."""

    text: str = ""
    held: bool = True


def nothing() -> None:
    """Most attacks bring nothing along."""


@dataclass(frozen=True)
class Attack:
    """One kind of attack. ``run`` returns when it is over, at most ``seconds`` later than it must.

    ``probes`` names what honest clients do meanwhile, beside chatting and asking for ``/healthz``.
    """

    name: str
    about: str
    run: Callable[[Target], Coroutine[Any, Any, Outcome]]
    probes: tuple[str, ...] = ()
    seconds: float = 5.0
    most_seconds: float = 30.0
    """When the attacker is stopped, whatever it does."""
    relay: bool = False
    prepare: Callable[[], object] = nothing
    """Makes what the attacker brings along, before anything is measured."""
