"""No attack: the baseline. If this row misses, the others say little."""

from __future__ import annotations

import asyncio

from tests.attack.model import Attack, Outcome, Target


async def run(target: Target) -> Outcome:
    """Do nothing for as long as an attack."""
    await asyncio.sleep(target.seconds)
    return Outcome()


ATTACKS = [Attack("calm", "nothing: what the machine does by itself", run)]
