"""The network between clients and servers: cut, frozen, black-holed, slow."""

from __future__ import annotations

import asyncio
import random

from tests.faults.model import Fault
from tests.faults.topology import Topology


async def cut(topology: Topology) -> None:
    topology.front.reset()


async def flapping(topology: Topology) -> None:
    """Cut every connection, five times in five seconds."""
    for _ in range(5):
        topology.front.reset()
        await asyncio.sleep(1)


async def frozen(topology: Topology) -> None:
    """Nothing passes for ten seconds, then everything comes at once: a tunnel, a change of cells."""
    topology.front.freeze()
    await asyncio.sleep(10)
    topology.front.thaw()


async def black_hole(topology: Topology) -> None:
    """A third of the connections carry nothing any more, and nobody is told."""
    topology.front.black_hole(0.3)


async def slow(topology: Topology) -> None:
    """Between 100 and 500 ms each way for ten seconds, in order."""
    topology.front.delay = lambda: random.uniform(0.1, 0.5)
    await asyncio.sleep(10)
    topology.front.delay = None


NETWORK = [
    Fault("sockets cut", "RST on all", cut, back=15),
    Fault("sockets cut again and again", "RST on all, five times in five seconds", flapping, back=30),
    Fault("network frozen", "for ten seconds", frozen, back=5, keeps_sockets=True),
    Fault("connections black-holed", "a third of them, for good", black_hole, back=60, slow=True),
    Fault("network slow", "300 ± 200 ms each way for ten seconds", slow, back=5, keeps_sockets=True),
]
