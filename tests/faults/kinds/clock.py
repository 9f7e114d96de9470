"""The clock of one process jumps by an hour, and back: nothing may end early because of it."""

from __future__ import annotations

import asyncio
from functools import partial

from tests.faults.model import POSTGRES, Fault
from tests.faults.topology import Topology

HOUR = 3600
SECONDS = 12.0
ABSENT = "SELECT count(*) FROM supervision_statespan WHERE state = 'offline'"
WRONG_TIMES = (
    "SELECT count(*) FROM sessions_app_logentry WHERE at NOT BETWEEN now() - interval '50 min' AND now() + interval '1 min'"
)


async def jump(topology: Topology, *, hours: int) -> None:
    """Meanwhile every connection is cut: tabs come back, calls are joined again, leases and deadlines are written by both processes.

    AssertionError if an operator became absent or the log got a wrong time.
    """
    absent = topology.rows(ABSENT)[0][0]
    topology.clock.set(hours * HOUR)
    await asyncio.sleep(SECONDS / 2)
    topology.front.reset()
    await asyncio.sleep(SECONDS / 2)
    topology.clock.set(0)
    await asyncio.sleep(2)
    assert (new := topology.rows(ABSENT)[0][0] - absent) == 0, f"{new} operators became absent"
    assert (wrong := topology.rows(WRONG_TIMES)[0][0]) == 0, f"{wrong} entries of the log have a wrong time"


CLOCK = [
    Fault("clock an hour ahead", "of one process, for twelve seconds", partial(jump, hours=1), back=10, where=(POSTGRES,)),
    Fault("clock an hour behind", "of one process, for twelve seconds", partial(jump, hours=-1), back=10, where=(POSTGRES,)),
]
