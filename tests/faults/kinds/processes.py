"""Server processes killed, stopped in good order, and frozen."""

from __future__ import annotations

import asyncio
import itertools

from tests.faults.model import POSTGRES, Fault
from tests.faults.topology import Topology
from tests.servers import Site

_turn = itertools.count()
AWAY_SECONDS = 2.0


def _next(topology: Topology) -> Site:
    return topology.sites[next(_turn) % len(topology.sites)]


async def kill_one(topology: Topology) -> None:
    """Kill a process; what supervises it starts it again a moment later. Healed at the kill: others go on."""
    site = _next(topology)
    await asyncio.to_thread(site.kill)
    restart = asyncio.create_task(_later(site))
    if len(topology.sites) == 1:
        await restart
    else:
        topology.restarts.append(restart)


async def _later(site: Site) -> None:
    await asyncio.sleep(AWAY_SECONDS)
    await asyncio.to_thread(site.start)


async def kill_all(topology: Topology) -> None:
    await asyncio.gather(*(asyncio.to_thread(site.kill) for site in topology.sites))
    await asyncio.gather(*(_later(site) for site in topology.sites))


async def rolling_restart(topology: Topology) -> None:
    """Restart one process after the other, as an upgrade does."""
    for site in topology.sites:
        await asyncio.to_thread(site.restart)


async def freeze(topology: Topology) -> None:
    """A process that hangs for ten seconds: a machine out of memory, or suspended."""
    site = _next(topology)
    site.pause()
    await asyncio.sleep(10)
    site.resume()


PROCESSES = [
    Fault("kill -9 one process", "started again two seconds later", kill_one, back=10),
    Fault("kill -9 all", "started again two seconds later", kill_all, back=30),
    Fault("rolling TERM", "one process after the other", rolling_restart, back=15),
    Fault("a process hangs", "SIGSTOP for ten seconds", freeze, back=10, where=(POSTGRES,)),
]
