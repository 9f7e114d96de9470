"""Words of the fuzzers: what is played, against what, and what was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import inf
from typing import Any, Final, NamedTuple

CANARY = "operators-only-7f3a"
"""Written into what no client may read."""


class Mix(NamedTuple):
    """What a case consists of. ``deep``: share of frames that are meant to reach a service or a selector, which costs the server fifty
    times as much as refusing a broken one.
    """

    frames: int = 2000
    deep: float = 0.03


SHALLOW: Final = Mix()


@dataclass(frozen=True)
class Target:
    """A running server and the people made for it (tests/fuzz/people.py)."""

    port: int
    casts: list[dict[str, Any]]
    superuser: str = ""
    last: dict[str, int] = field(default_factory=dict)
    """Newest rows of those who must be left alone (honest users, demo data): a superuser could delete them."""
    mix: Mix = SHALLOW
    until: float = inf
    """No case begins after this time of the monotonic clock."""
    limited: bool = False
    """Whether rate limits are those of production: then being thrown out for too much is no finding."""


class Send(NamedTuple):
    """One frame of a case: who sends it, as text or binary, with references still in it."""

    who: str
    text: str
    binary: bool = False


@dataclass(frozen=True)
class Case:
    """A short story: steps that bring a session into a phase, then frames, then bytes that aren't frames."""

    number: int
    phase: str
    steps: list[Send]
    frames: list[Send]
    tail: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Finding:
    """Something that mustn't happen. ``at``: index of the frame in its case, or -1."""

    kind: str
    detail: str
    case: int = -1
    at: int = -1


@dataclass
class Counts:
    """What was sent and what came of it. ``acked``: carried out, by command: how far the fuzzer gets into the product."""

    frames: int = 0
    acks: int = 0
    raw: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    closings: Counter[int] = field(default_factory=Counter)
    acked: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    """The same for the commands that bring a session into its phase; ``refused``: those of them that were refused, with the code."""
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        self.frames += other.frames
        self.acks += other.acks
        self.raw += other.raw
        self.faults.update(other.faults)
        self.closings.update(other.closings)
        self.acked.update(other.acked)
        self.reached.update(other.reached)
        self.refused.update(other.refused)
