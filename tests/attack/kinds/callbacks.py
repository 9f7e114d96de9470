"""A thousand CallBacks of clients who never were there, from forty addresses, each with much data."""

from __future__ import annotations

from time import monotonic

from tests.attack.model import Attack, Outcome, Target
from tests.attack.visitor import Visitor, together

COUNT, EACH = 1000, 25
"""Number in total and per address, below the limit of new clients per minute."""
AT_ONCE = 5
"""A few at a time: the measurement is about waiting sessions, not about the load of newcomers."""
BOUND = 225
"""CallBacks that may wait in one group: three quarters of CONTACTCENTER_WAITING_GROUP."""
PAGE = {"url": "https://www.example.com/" + "x" * 1900, "title": "y" * 200}


async def _one(target: Target, number: int, until: float) -> bool | None:
    """Return whether this one may wait; None if the time was over."""
    if monotonic() > until:
        return None
    visitor = await Visitor.open(target, token=f"crowd-{number}", address=target.address(number // EACH))
    if not visitor:
        return False
    fields = {"entry": "callback", "name": "Carla " + "z" * 180, "phone": "+420777123456", "slot": "", "page": PAGE}
    answer = await visitor.do("entry.start", **fields, topic="t" * 180, parameters={f"p{key}": "v" * 100 for key in range(10)})
    await visitor.close()
    return bool(answer and answer["type"] == "ack")


async def run(target: Target) -> Outcome:
    """Enter, then leave the page."""
    count, until = target.times(COUNT), monotonic() + target.seconds
    answers = await together(*(_one(target, number, until) for number in range(count)), most=AT_ONCE)
    entered, tried = answers.count(True), count - answers.count(None)
    return Outcome(f"{entered} of {tried} wait", entered <= BOUND)


ATTACKS = [Attack("callbacks", "1,000 CallBacks from 40 addresses", run, ("a console",), seconds=20, most_seconds=50)]
