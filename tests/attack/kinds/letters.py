"""One client with thirty sockets: a limit per socket would be no limit."""

from __future__ import annotations

import asyncio
from time import monotonic

from tests.attack.model import Attack, Outcome, Target
from tests.attack.visitor import Visitor, new_token, together

SOCKETS, EACH = 30, 11
BOUND = 30
"""Messages that one client may leave during the attack."""


async def run(target: Target) -> Outcome:
    """Leave messages repeatedly; each is mailed to the supervisors."""
    token = await new_token(target)
    count = target.times(SOCKETS)
    made = await together(*(Visitor.open(target, token=token) for _ in range(count)))
    visitors = [visitor for visitor in made if visitor]
    until = monotonic() + target.seconds
    taken = sum(await asyncio.gather(*(_leave(visitor, until) for visitor in visitors)))
    return Outcome(f"{taken} of {count * EACH} messages taken over {len(visitors)} sockets", taken <= BOUND)


async def _leave(visitor: Visitor, until: float) -> int:
    taken = 0
    for number in range(EACH):
        if monotonic() > until:
            break
        answer = await visitor.do("message.leave", name="Carla", email="carla@example.com", message=f"message {number}")
        taken += bool(answer and answer["type"] == "ack")
    return taken


ATTACKS = [Attack("letters", "one client leaves messages over 30 sockets", run, seconds=8)]
