"""Durable chat relay against a bare relay that stores nothing: messages per second, and how long one takes at a fixed rate."""

from __future__ import annotations

from bench.report import Figure, at_least, at_most, plain
from bench.servers import DurablePostgres, Load, load, reference, site

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


def measure() -> list[Figure]:
    """On SQLite, then on PostgreSQL."""
    with reference(PAIRS) as bare:
        with site() as running, load(running, PAIRS) as product:
            result = figures("SQLite", rounds(product, bare))
        with DurablePostgres() as postgres, site(DATABASE_URL=postgres.url()) as running, load(running, PAIRS) as product:
            result += figures("PostgreSQL", rounds(product, bare))
    return result
