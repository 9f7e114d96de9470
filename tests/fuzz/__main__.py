"""``python -m tests.fuzz frames|http [--count N] [--database sqlite|postgres] [--seed N]``: exits with 1 if anything was found."""

from __future__ import annotations

import argparse
import asyncio
import sys
from math import inf

from tests.fuzz import frames, http, record
from tests.fuzz.frames import Plan
from tests.fuzz.model import Mix

DEEP, SHORT = 0.2, 250
"""Cases of runs that go deep are short: sessions end soon."""
COUNTS = {"frames": 1_000_000, "http": 100_000}


def main(arguments: list[str]) -> int:
    """Run one fuzzer and print its findings."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("kind", choices=COUNTS)
    parser.add_argument("--count", type=int, help="how many frames or requests")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--scale", type=float, default=100, help="CONTACTCENTER_RATE_SCALE; with 1 the rate limits are those of production"
    )
    parser.add_argument(
        "--deep", type=float, default=Mix().deep, help="share of frames that reach services, which makes a run slower"
    )
    parser.add_argument("--processes", type=int, default=2, help="processes that send")
    parser.add_argument("--minutes", type=float, default=inf, help="begin nothing new after so many, however much is left")
    parser.add_argument("--casts", type=int, default=16, help="cases played at the same time")
    parser.add_argument("--write", action="store_true", help="write the result into docs/reliability.md")
    asked = parser.parse_args(arguments)
    plan = Plan(
        database=asked.database, seed=asked.seed, count=asked.count or COUNTS[asked.kind], processes=asked.processes,
        casts=asked.casts, scale=asked.scale, minutes=asked.minutes, mix=Mix(Mix().frames if asked.deep < DEEP else SHORT, asked.deep),
    )  # fmt: skip
    if asked.kind == "http":
        result = asyncio.run(http.run(plan))
    else:
        result = asyncio.run(frames.run(plan))
    print("\n".join(result.lines()), flush=True)
    if asked.write:
        record.write(f"python -m tests.fuzz {' '.join(arguments)}", asked.kind, plan, result)
    for finding in result.findings:
        print(f"\n-- {finding.kind} (case {finding.case}, frame {finding.at})\n{finding.detail}")
    if asked.kind == "frames":
        asyncio.run(frames.explain(plan, result.findings))
    return 1 if result.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
