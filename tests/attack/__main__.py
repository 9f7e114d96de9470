"""``python -m tests.attack [NAME …] [--server uvicorn|daphne] [--seconds N] [--list]``: print the table; exits with 1 if a row misses."""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
from time import monotonic

from tests.attack.kinds import ATTACKS
from tests.attack.measure import measure
from tests.attack.model import Attack, Target
from tests.attack.rig import Rig, ServerName
from tests.attack.table import Row, head, line

PEOPLE = 6
SERVERS: tuple[ServerName, ...] = ("uvicorn", "daphne")


def run(rig: Rig, attack: Attack, *, seconds: float = 0, scale: float = 1) -> list[Row]:
    """Run one attack on a fresh site."""
    relay = rig.relay().port if attack.relay else 0
    with rig.site(relay=attack.relay) as site:
        target = Target(attack.name, site.port, seconds or attack.seconds, scale, rig.people, relay)
        return asyncio.run(measure(attack, target, site))


def main(arguments: list[str]) -> int:
    """Run the named attacks, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--server", choices=SERVERS, action="append")
    parser.add_argument("--seconds", type=float, default=0, help="how long each attack lasts, instead of its own time")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(ATTACKS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; --list tells what there is")
    if asked.list:
        print("\n".join(f"{attack.name:14} {attack.about}" for attack in ATTACKS.values()))
        return 0
    open_files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))  # servers and attackers inherit it
    began, missed = monotonic(), 0
    print(head(), flush=True)
    for server in asked.server or SERVERS:
        with Rig(server, people=PEOPLE) as rig:
            for name in asked.names or ATTACKS:
                try:
                    rows = run(rig, ATTACKS[name], seconds=asked.seconds)
                except Exception as error:  # a failed measurement must not hide the others
                    print(f"| {name} | {server} | could not be measured: {str(error) or type(error).__name__} |", flush=True)
                    rows, missed = [], missed + 1
                for row in rows:
                    print(line(row), flush=True)
                    missed += bool(row.misses())
    print(f"\n{missed} rows miss a target; {monotonic() - began:.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
