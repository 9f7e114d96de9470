"""``python -m tests.attack.attacker NAME``: one attack in a process of its own, so that its work delays no honest client's clock.

The target comes as JSON on the first line of the standard input. It says *ready*, begins at the second line, and prints its outcome.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import asdict

from tests.attack.kinds import ATTACKS
from tests.attack.model import Target

NICE = 5
"""The attacker has a machine of its own in real life; here the server comes first."""


def main(name: str) -> None:
    os.nice(NICE)
    target = Target(**json.loads(sys.stdin.readline()))
    ATTACKS[name].prepare()
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(asdict(asyncio.run(ATTACKS[name].run(target)))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
