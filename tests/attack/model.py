"""An attack, its target, and its outcome."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

Person = dict[str, str]
"""A running conversation: ``session``, the client's ``token``, the operator's ``cookie``."""


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
        """Return ``count`` scaled down for a short run."""
        return max(1, round(count * self.scale))

    def address(self, number: int = 0) -> str:
        """Return one of the attacker's own loopback addresses: limits per address must not affect honest clients."""
        return f"127.{self.network}.{number // 250}.{number % 250 + 1}"


@dataclass(frozen=True)
class Outcome:
    """The result in words; ``held`` is False if the attack achieved what it mustn't."""

    text: str = ""
    held: bool = True


def nothing() -> None:
    """Prepare nothing, like most attacks."""


@dataclass(frozen=True)
class Attack:
    """One kind of attack. ``run`` ends at most ``seconds`` late.

    ``probes`` names the actions of honest clients meanwhile, besides chatting and ``/healthz``.
    """

    name: str
    about: str
    run: Callable[[Target], Coroutine[Any, Any, Outcome]]
    probes: tuple[str, ...] = ()
    seconds: float = 5.0
    most_seconds: float = 30.0
    """Time after which the attacker is stopped, whatever it does."""
    relay: bool = False
    prepare: Callable[[], object] = nothing
    """Creates the attack's files before anything is measured."""
