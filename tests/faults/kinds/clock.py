"""The clock of one process jumps by an hour, and back: nothing may end early because of it."""

from __future__ import annotations

import asyncio
from functools import partial

from tests.faults.model import Fault
from tests.faults.topology import Topology

HOUR = 3600
SECONDS = 12.0
BY_NAME: tuple[str, ...] = ()
"""Comes only when asked for by name: it misses, and whether the product or libfaketime stalls isn't known yet."""


async def jump(topology: Topology, *, hours: int) -> None:
    """Meanwhile every connection is cut: tabs come back, calls are joined again, leases and deadlines are written by both processes."""
    topology.clock.set(hours * HOUR)
    await asyncio.sleep(SECONDS / 2)
    topology.front.reset()
    await asyncio.sleep(SECONDS / 2)
    topology.clock.set(0)
    await asyncio.sleep(2)


CLOCK = [
    Fault("clock an hour ahead", "of one process, for twelve seconds", partial(jump, hours=1), back=10, where=BY_NAME),
    Fault("clock an hour behind", "of one process, for twelve seconds", partial(jump, hours=-1), back=10, where=BY_NAME),
]
