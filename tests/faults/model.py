"""A fault: how it's made and healed, what must hold meanwhile, and how soon everybody must be served as before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.topology import Topology

Act = Callable[["Topology"], Awaitable[None]]
POSTGRES, SQLITE = "postgres", "sqlite"


class NotHereError(Exception):
    """This machine can't make the fault; the words say what it needs."""


@dataclass(frozen=True)
class Fault:
    """``act`` returns when the fault is over. ``back`` is the most seconds from there until everybody is served as before.

    ``keeps_sockets``: the server may close none of them. ``act`` may check more, and raises AssertionError in words.
    """

    name: str
    about: str
    act: Act
    back: float
    where: tuple[str, ...] = (POSTGRES, SQLITE)
    keeps_sockets: bool = False
    slow: bool = False
    """Takes a minute or so by its nature: comes once in a run."""


@dataclass(frozen=True)
class Size:
    """How much load there is."""

    clients: int = 200
    operators: int = 20
    calls: int = 20
    uploads: int = 3
    """Clients who send a picture every two seconds."""
    rate: float = 50.0
    """Messages a second."""
