"""The API's own cost: a list of fifty sessions, against its database queries and the JSON alone."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median

from bench.report import Figure, at_most
from bench.servers import LOAD_CORE, pinned, site

GOAL = 1.3


def measure() -> list[Figure]:
    """On SQLite, in one process: nothing but the product's own code is in it."""
    with site() as running:
        done = subprocess.run(
            pinned(LOAD_CORE, sys.executable, "-m", "bench.api_list"),
            env=running.env, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    found = json.loads(done.stdout)
    alone, whole = found["alone"], found["whole"]
    ratios = [one / other for one, other in zip(whole, alone, strict=True)]
    return [
        at_most("list of 50 sessions ÷ its queries and JSON alone", ratios, GOAL, "×"),
        Figure("the whole request", f"{median(whole):.2f} ms"),
        Figure("its queries and JSON alone", f"{median(alone):.2f} ms"),
    ]
