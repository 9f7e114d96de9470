"""The table of measurements, and the verdict on each row."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf

ANSWER_SECONDS = 0.5
"""Targets for a usual server (tests/attack/machine.py)."""
SIGN_IN_SECONDS = 10.0
"""A sign-in is slow on purpose, and may be told to wait."""
BACK_SECONDS = 10.0
MEGABYTE = 1024 * 1024
GROWTH = 300 * MEGABYTE
HEADS = [
    "attack",
    "server",
    "who",
    "n",
    "median",
    "p99",
    "worst",
    "memory before/peak/after",
    "normal after",
    "p99 at most",
    "what came of it",
    "",
]


@dataclass(frozen=True)
class Row:
    """The effect of one attack on one action of honest users. Times in seconds, memory in bytes."""

    attack: str
    server: str
    probe: str
    count: int
    median: float
    p99: float
    worst: float
    before: int
    peak: int
    after: int
    back: float
    refusal: str
    outcome: str
    held: bool
    tracebacks: int
    slowness: float = 1.0
    """How many times slower than a usual server the machine was just before."""

    def limit(self) -> float:
        """The largest acceptable p99 in seconds."""
        return SIGN_IN_SECONDS if self.probe == "a sign-in" else ANSWER_SECONDS * self.slowness

    def misses(self) -> list[str]:
        """Return the targets this row misses, in words."""
        found = []
        if self.p99 > self.limit():
            found.append("p99")
        if self.peak - self.before > GROWTH:
            found.append("memory")
        if self.back > BACK_SECONDS and self.probe != "a sign-in":
            found.append("not normal again")
        if not self.held:
            found.append("not held")
        return found


def seconds(value: float) -> str:
    """Format a time for people."""
    if isinf(value):
        return "never"
    return f"{value * 1000:.0f} ms" if value < 10 else f"{value:.1f} s"


def cells(row: Row) -> list[str]:
    """Return the row as text."""
    memory = "/".join(f"{value / MEGABYTE:.0f}" for value in (row.before, row.peak, row.after)) + " MB"
    said = [
        row.outcome,
        f"refused: {row.refusal}" if row.refusal else "",
        f"{row.tracebacks} tracebacks" if row.tracebacks else "",
    ]
    misses = row.misses()
    return [
        row.attack, row.server, row.probe, str(row.count), seconds(row.median), seconds(row.p99), seconds(row.worst), memory,
        seconds(row.back) if row.back else "at once", seconds(row.limit()), "; ".join(part for part in said if part),
        f"**missed: {', '.join(misses)}**" if misses else "",
    ]  # fmt: skip


def line(row: Row) -> str:
    """Return the row as Markdown."""
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells(row)) + " |"


def head() -> str:
    """Return the first two lines of the table."""
    return f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}"
