"""Durable chat against a durable relay on Node: messages per second, and how long one takes at a fixed rate.

Beside it the outer limits: a relay that stores nothing on Node and in Python, and the disk's own time for a commit.
"""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from time import perf_counter

from bench.report import Figure, at_least, at_most, plain
from bench.servers import (
    DurablePostgres,
    Load,
    durable_postgres,
    durable_sqlite,
    load,
    reference,
    reference_in_python,
    site,
    slow_disk,
)

PAIRS = 200
ROUNDS = 3
FLOOD_SECONDS, STEADY_SECONDS = 2, 4
STEADY_RATE = 200
COMMIT_MS = 5
"""What a commit takes longer on the slow disk: usual for a volume over a network or an SSD that really writes before it says so."""
P50_MS, P99_MS = 2.0, 5.0
"""What the product's checks, rights and numbers may cost on a disk that costs nothing; a screen shows a picture every 16.7 ms."""


def rounds(count: int = ROUNDS, **writing: Load) -> dict[str, list[float]]:
    """All of them in turn, so that whatever else the machine does hits all: for each its rate, its p50 and its p99, round by round."""
    found: dict[str, list[float]] = defaultdict(list)
    for _round in range(count):
        for name, writers in writing.items():
            found[name].append(writers.order("flood", count=PAIRS, seconds=FLOOD_SECONDS)["rate"])
            times = writers.order("steady", count=PAIRS, rate=STEADY_RATE, seconds=STEADY_SECONDS)
            found[f"{name} p50"].append(times["p50"])
            found[f"{name} p99"].append(times["p99"])
    return found


def ratio(found: dict[str, list[float]], other: str, what: str = "") -> list[float]:
    """The product by a reference, round by round."""
    return [one / another for one, another in zip(found[f"product{what}"], found[f"{other}{what}"], strict=True)]


def more(found: dict[str, list[float]], what: str) -> list[float]:
    """Milliseconds the product takes longer than the durable relay, round by round."""
    return [one - other for one, other in zip(found[f"product {what}"], found[f"durable {what}"], strict=True)]


def figures(store: str, disk: str, goals: list[Figure], found: dict[str, list[float]]) -> list[Figure]:
    """The rows of one database on one disk: those with a goal, then what they were made of."""
    at = f"{store} on {disk}"
    return [
        *goals,
        plain(f"{at}: messages per second", found["product"], "/s"),
        plain("the durable relay in the same minute", found["durable"], "/s"),
        plain(f"{at}: p50 at {STEADY_RATE} messages per second", found["product p50"], "ms", 1),
        plain("p50 of the durable relay in the same minute", found["durable p50"], "ms", 1),
        plain(f"{at}: p99 at {STEADY_RATE} messages per second", found["product p99"], "ms", 1),
        plain("p99 of the durable relay in the same minute", found["durable p99"], "ms", 1),
    ]


def on_slow_disk(store: str, goal: float, found: dict[str, list[float]]) -> list[Figure]:
    """Where a commit takes its time, the product must keep up with the relay."""
    disk = f"a disk of {COMMIT_MS} ms"
    at = f"{store} on {disk}"
    goals = [
        at_least(f"{at}: messages per second against the durable relay", ratio(found, "durable"), goal, "×"),
        at_most(f"{at}: p50 at {STEADY_RATE} messages per second against it", ratio(found, "durable", " p50"), 1.2, "×"),
        at_most(f"{at}: p99 at {STEADY_RATE} messages per second against it", ratio(found, "durable", " p99"), 1.2, "×"),
    ]
    return figures(store, disk, goals, found)


def on_this_disk(store: str, goal: float, found: dict[str, list[float]]) -> list[Figure]:
    """Where a commit takes next to nothing, what the product adds must stay out of anybody's sight."""
    at = f"{store} on this disk"
    goals = [
        at_least(f"{at}: messages per second against the durable relay", ratio(found, "durable"), goal, "×"),
        at_most(f"{at}: p50 at {STEADY_RATE} messages per second, longer than it", more(found, "p50"), P50_MS, "ms", 1),
        at_most(f"{at}: p99 at {STEADY_RATE} messages per second, longer than it", more(found, "p99"), P99_MS, "ms", 1),
        plain(f"{at}: p50 against it", ratio(found, "durable", " p50"), "×", 2),
        plain(f"{at}: p99 against it", ratio(found, "durable", " p99"), "×", 2),
        plain(f"{at}: messages per second against the relay that stores nothing", ratio(found, "bare"), "×", 2),
    ]
    return figures(store, "this disk", goals, found)


def written_through(count: int = STEADY_RATE * STEADY_SECONDS) -> float:
    """p99 in milliseconds of writing one page to a file and having it on the disk: the least a commit can take here."""
    times = []
    with tempfile.TemporaryFile(buffering=0) as file:
        for _time in range(count):
            begun = perf_counter()
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            times.append((perf_counter() - begun) * 1000)
    return sorted(times)[int(count * 0.99)]


def bounds(bare: Load) -> list[Figure]:
    """The rows that say how far the language and the disk let anybody go."""
    with reference_in_python(PAIRS) as python:
        found = rounds(product=python, bare=bare)
    disk = [written_through() for _round in range(ROUNDS)]
    share = [one / other for one, other in zip(disk, found["bare p99"], strict=True)]
    return [
        plain("the bare relay in Python: messages per second against Node's", ratio(found, "bare"), "×", 2),
        plain("the bare relay in Python: p99 against Node's", ratio(found, "bare", " p99"), "×", 2),
        plain("the bare relay in Python: messages per second", found["product"], "/s"),
        plain("the bare relay in Node: messages per second", found["bare"], "/s"),
        plain("p99 of one page written through to this disk, against p99 of Node's relay", share, "×", 2),
        plain("p99 of one page written through to this disk", disk, "ms", 1),
    ]


def on_sqlite(bare: Load) -> dict[str, list[float]]:
    with site() as running, load(running, PAIRS) as product, durable_sqlite(PAIRS) as durable:
        return rounds(bare=bare, durable=durable, product=product)


def on_postgres(bare: Load) -> dict[str, list[float]]:
    """One cluster for both, as one machine would have."""
    with (
        DurablePostgres() as postgres,
        site(DATABASE_URL=postgres.url()) as running,
        load(running, PAIRS) as product,
        durable_postgres(PAIRS, postgres.url()) as durable,
    ):
        return rounds(bare=bare, durable=durable, product=product)


def measure() -> list[Figure]:
    """Both databases on a slow disk, then on this one; then the bounds."""
    with reference(PAIRS) as bare:
        with slow_disk(COMMIT_MS):
            slow = [
                *on_slow_disk("SQLite", 2.0, on_sqlite(bare)),
                *on_slow_disk("PostgreSQL", 1.5, on_postgres(bare)),
            ]
        return [
            *slow,
            *on_this_disk("SQLite", 2.0, on_sqlite(bare)),
            *on_this_disk("PostgreSQL", 1.0, on_postgres(bare)),
            *bounds(bare),
        ]
