"""The speed of this machine. Targets are for a usual server; on a slower machine everything takes longer, attack or not."""

from __future__ import annotations

from statistics import median
from time import perf_counter

NUMBERS = 1_000_000
USUAL_SECONDS = 0.02
"""Seconds in which a core of a usual server adds up so many numbers in Python."""


def seconds() -> float:
    """Do the same work here; return the median of nine."""
    return median(_once() for _ in range(9))


def slowness() -> float:
    """Return how many times slower than a usual server this machine is now, at least one."""
    return max(1.0, seconds() / USUAL_SECONDS)


def _once() -> float:
    began = perf_counter()
    sum(range(NUMBERS))
    return perf_counter() - began
