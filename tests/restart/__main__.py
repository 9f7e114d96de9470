"""``python -m tests.restart [--clients 520] [--calls 20] [--operators 50] [--rate 50]``: the full size, about two minutes."""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser
from statistics import median

from tests.faults.model import Size
from tests.restart.rolling import BACK_SECONDS, restart_both


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=520, help="Of them as many as there are calls are in one.")
    parser.add_argument("--operators", type=int, default=50)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--rate", type=float, default=50, help="Messages a second.")
    size = Size(**vars(parser.parse_args()))
    result = asyncio.run(restart_both(size, print))
    print(f"{result.messages} messages acknowledged: {result.verdict.counts()}")
    print(f"{result.connected} of {result.calls} calls connected, shown as interrupted {result.interrupted} times")
    print(
        f"{len(result.away)} sockets closed with {dict(result.codes)}; back after {median(result.away):.2f} s in the median, ",
        end="",
    )
    print(f"{result.away[0]:.2f} s at most (promised: {BACK_SECONDS:.0f} s)")
    missed = result.misses() + result.late()
    for words in missed:
        print(f"MISSED: {words}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
