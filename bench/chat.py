"""Durable chat relay against a bare relay that stores nothing: messages per second, and how long one takes at a fixed rate.

Beside it what no durable relay in Python gets around: the same bare relay in Python, and the disk's own time for a commit.
"""

from __future__ import annotations

import os
import tempfile
from time import perf_counter

from bench.report import Figure, at_least, at_most, plain
from bench.servers import DurablePostgres, Load, load, reference, reference_in_python, site

PAIRS = 200
ROUNDS = 3
FLOOD_SECONDS, STEADY_SECONDS = 2, 4
STEADY_RATE = 200


def rounds(product: Load, bare: Load, count: int = ROUNDS) -> dict[str, list[float]]:
    """Both in turn, so that whatever else the machine does hits both."""
    found: dict[str, list[float]] = {
        "product": [],
        "bare": [],
        "product p99": [],
        "bare p99": [],
        "product p50": [],
        "bare p50": [],
    }
    for _round in range(count):
        for name, writers in (("bare", bare), ("product", product)):
            found[name].append(writers.order("flood", count=PAIRS, seconds=FLOOD_SECONDS)["rate"])
            times = writers.order("steady", count=PAIRS, rate=STEADY_RATE, seconds=STEADY_SECONDS)
            found[f"{name} p50"].append(times["p50"])
            found[f"{name} p99"].append(times["p99"])
    return found


def ratio(found: dict[str, list[float]], what: str = "") -> list[float]:
    """The product by the reference, round by round."""
    return [one / other for one, other in zip(found[f"product{what}"], found[f"bare{what}"], strict=True)]


def figures(store: str, found: dict[str, list[float]]) -> list[Figure]:
    """The rows of one database."""
    return [
        at_least(f"{store}: messages per second against the bare relay", ratio(found), 0.20, "×"),
        at_most(f"{store}: p99 at {STEADY_RATE} messages per second against the bare relay", ratio(found, " p99"), 2, "×"),
        plain(f"{store}: messages per second", found["product"], "/s"),
        plain("the bare relay in the same minute", found["bare"], "/s"),
        plain(f"{store}: p50 at {STEADY_RATE} messages per second", found["product p50"], "ms", 1),
        plain(f"{store}: p99 at {STEADY_RATE} messages per second", found["product p99"], "ms", 1),
        plain("p99 of the bare relay in the same minute", found["bare p99"], "ms", 1),
    ]


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
        found = rounds(python, bare)
    disk = [written_through() for _round in range(ROUNDS)]
    share = [one / other for one, other in zip(disk, found["bare p99"], strict=True)]
    return [
        plain("the bare relay in Python: messages per second against Node's", ratio(found), "×", 2),
        plain("the bare relay in Python: p99 against Node's", ratio(found, " p99"), "×", 2),
        plain("the bare relay in Python: messages per second", found["product"], "/s"),
        plain("p99 of one page written through to this disk, against p99 of Node's relay", share, "×", 2),
        plain("p99 of one page written through to this disk", disk, "ms", 1),
    ]


def measure() -> list[Figure]:
    """On SQLite, then on PostgreSQL; then the bounds."""
    with reference(PAIRS) as bare:
        with site() as running, load(running, PAIRS) as product:
            result = figures("SQLite", rounds(product, bare))
        with DurablePostgres() as postgres, site(DATABASE_URL=postgres.url()) as running, load(running, PAIRS) as product:
            result += figures("PostgreSQL", rounds(product, bare))
        return [*result, *bounds(bare)]
