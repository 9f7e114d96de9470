"""``python -m tests.faults [NAME …] [--on postgres|sqlite] [--faults N] [--messages N] [--rate N] [--write]``: prints a table.

Without names every fault comes in turn, again and again until there were enough. Exits with 1 if a message was lost, doubled or
reordered, a call ended, or somebody had to wait too long. ``soak`` and ``calls`` are programs of their own: see ``--help``.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
from collections.abc import Iterator

from tests.faults import calls, soak
from tests.faults.kinds import FAULTS
from tests.faults.model import Fault, Size
from tests.faults.rig import run
from tests.faults.table import text, write
from tests.faults.topology import TOPOLOGIES


def plan(names: list[str], where: str, count: int, seed: int) -> Iterator[Fault]:
    """Yield the faults: each once in the order of the list, then in random order; slow ones once."""
    faults = [FAULTS[name] for name in names] if names else [fault for fault in FAULTS.values() if where in fault.where]
    yield from faults
    quick, dice = [fault for fault in faults if not fault.slow] or faults, random.Random(seed)
    for left in range(count - len(faults), 0, -len(quick)):
        yield from dice.sample(quick, min(left, len(quick)))


def main(arguments: list[str]) -> int:
    """Run the faults, or one of the other programs."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))  # servers inherit it
    others = {soak.NAME: soak.main, calls.NAME: calls.main}
    if arguments and arguments[0] in others:
        return others[arguments[0]](arguments[1:])
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="faults, or first: soak, calls")
    parser.add_argument("--on", choices=list(TOPOLOGIES), default="postgres")
    parser.add_argument("--faults", type=int, default=0, help="how many in all; default: each once")
    parser.add_argument("--messages", type=int, default=0, help="go on until so many are acknowledged")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    parser.add_argument("--list", action="store_true")
    for name, value in vars(Size()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(FAULTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; --list tells what there is")
    if asked.list:
        print("\n".join(f"{fault.name:32} {fault.about} (on {', '.join(fault.where)})" for fault in FAULTS.values()))
        return 0
    size = Size(**{name: getattr(asked, name) for name in vars(Size())})
    faults = plan(asked.names, asked.on, asked.faults, asked.seed)
    result = asyncio.run(run(asked.on, faults, size, messages=asked.messages, tell=lambda line: print(line, flush=True)))
    words = text(result, f"python -m tests.faults {' '.join(arguments)}".strip())
    print(f"\n{words}", flush=True)
    for example in [*result.verdict.examples(), *result.logged]:
        print(example)
    if asked.write:
        write(f"faults on {asked.on}", words)
    return 0 if result.good() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
