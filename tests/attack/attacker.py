"""``python -m tests.attack.attacker NAME``: one attack in its own process, so that its work delays no honest client's clock.

Reads the target as JSON from the first line of standard input, says *ready*, begins at the second line, and prints the outcome.
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
"""Lower our priority: a real attacker has its own machine; here the server comes first."""


def main(name: str) -> None:
    os.nice(NICE)
    target = Target(**json.loads(sys.stdin.readline()))
    ATTACKS[name].prepare()
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(asdict(asyncio.run(ATTACKS[name].run(target)))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
