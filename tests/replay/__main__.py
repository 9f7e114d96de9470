"""``python -m tests.replay``: write the recordings that tests/js/replay.test.js plays to the browsers' reducers.

Run it when there is a new kind of event.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import django

HERE = Path(__file__).parent
SEEDS, KEPT = 60, 10
STEPS = 40


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        write()
    finally:
        teardown_databases(databases, verbosity=0)


def write() -> None:
    """Write one file per seed and role: the first seeds, and those of the others with a kind of event that none had before."""
    from tests.replay.lives import recorded
    from tests.world import World

    world, known = World(), set()
    for seed in range(SEEDS):
        recordings = recorded(world.client(f"Client {seed}"), world.operator(f"Operator {seed}"), seed, STEPS)
        kinds = {event["type"] for recording in recordings for event in recording["events"]}
        if seed >= KEPT and kinds <= known:
            continue
        known |= kinds
        for recording in recordings:
            text = json.dumps(recording, ensure_ascii=False, indent=1)
            (HERE / f"life-{seed:02}-{recording['role']}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
