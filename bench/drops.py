"""Messages under drops: every client's connection is cut for two seconds again and again while the operators write, as in AnyCable's public
scenario. Its published figures are 84.6 % for Socket.IO, 87.0 % for µWebSockets and 100 % for AnyCable.
"""

from __future__ import annotations

from bench.report import Figure, at_least, at_most, plain
from bench.servers import Load, bare_relay, site

PAIRS = 50
SCENARIO = {"seconds": 60, "every": 200, "away": 2_000, "between": 15, "spread": 5}
"""Each operator writes every 200 ms; a client is cut after 5 to 20 seconds, and then every 15 to 20."""


def product() -> dict[str, float]:
    """The product's own client code against its server."""
    with site() as running:
        return _run({"origin": running.url, "product": True, "pairs": running.people(PAIRS)})


def relay() -> dict[str, float]:
    """A client that connects again, and a relay that keeps nothing."""
    with bare_relay() as origin:
        return _run({"origin": origin, "product": False, "pairs": [{"session": f"session-{number}"} for number in range(PAIRS)]})


def _run(people: dict[str, object]) -> dict[str, float]:
    load = Load.running("drops.mjs", people)
    try:
        return load.order("run", **SCENARIO)
    finally:
        load.close()


def measure() -> list[Figure]:
    """One run of each."""
    ours, bare = product(), relay()
    return [
        at_least("delivered", [100 * ours["delivered"] / ours["written"]], 100, "%", 2),
        at_most("delivered twice", [ours["doubled"]], 0, "", 0),
        at_most("clients that saw a message out of its order", [ours["disordered"]], 0, "", 0),
        plain("until the last client had the last message", [ours["late"] / 1000], "s", 1),
        plain("messages, each for one client", [ours["written"]], ""),
        plain("drops of two seconds", [ours["cuts"]], ""),
        plain("delivered by the bare relay to a client that connects again", [100 * bare["delivered"] / bare["written"]], "%", 1),
    ]
