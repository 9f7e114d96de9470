"""Stretches of time as pairs of moments. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

Interval = tuple[datetime, datetime]


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the time that lies in at least one of them, in order and without overlap. Empty and reversed ones count as nothing."""
    found: list[Interval] = []
    for begin, end in sorted(interval for interval in intervals if interval[0] < interval[1]):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def both(one: Iterable[Interval], other: Iterable[Interval]) -> list[Interval]:
    """Return the time that lies in both."""
    first, second = union(one), union(other)
    found, here, there = [], 0, 0
    while here < len(first) and there < len(second):
        begin, end = max(first[here][0], second[there][0]), min(first[here][1], second[there][1])
        if begin < end:
            found.append((begin, end))
        if first[here][1] < second[there][1]:
            here += 1
        else:
            there += 1
    return found


def seconds(intervals: Iterable[Interval]) -> float:
    """Return the length of the time that lies in at least one of them."""
    return sum((end - begin).total_seconds() for begin, end in union(intervals))
