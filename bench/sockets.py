"""Two thousand idle sockets: how much memory each takes, and whether the others still get their messages as fast."""

from __future__ import annotations

from bench.chat import FLOOD_SECONDS, PAIRS, ROUNDS
from bench.report import Figure, at_least, at_most, plain
from bench.servers import Load, load, site

WARM_PAIRS, ALL_PAIRS = 20, 1_000
KIB = 1024


def measure() -> list[Figure]:
    """One site with many sockets, one with few; the same pairs write in both, in turn."""
    with site() as crowded, site() as empty, load(empty, PAIRS) as few:
        many = Load(crowded.url, crowded.people(ALL_PAIRS), product=True)
        try:
            many.order("connect", count=WARM_PAIRS)
            before = crowded.memory()
            many.order("connect", count=ALL_PAIRS)
            each = (crowded.memory() - before) / KIB / (2 * (ALL_PAIRS - WARM_PAIRS))
            rates: dict[str, list[float]] = {"few": [], "many": []}
            for _round in range(ROUNDS):
                for name, writers in (("few", few), ("many", many)):
                    rates[name].append(writers.order("flood", count=PAIRS, seconds=FLOOD_SECONDS)["rate"])
        finally:
            many.close()
    kept = [one / other for one, other in zip(rates["many"], rates["few"], strict=True)]
    return [
        at_most(f"server memory of each of {2 * ALL_PAIRS:,} idle sockets", [each], 35, "KiB", 1),
        at_least(f"messages per second with {2 * ALL_PAIRS:,} sockets against {2 * PAIRS}", kept, 0.9, "×"),
        plain(f"messages per second with {2 * PAIRS} sockets", rates["few"], "/s"),
        plain(f"messages per second with {2 * ALL_PAIRS:,} sockets", rates["many"], "/s"),
    ]
