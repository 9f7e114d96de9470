"""The storage of files: refusing, answering 503, slow, silent, cut in the middle. Chat goes on; files are sent again."""

from __future__ import annotations

import asyncio

from tests.faults.model import POSTGRES, Fault
from tests.faults.proxy import Proxy
from tests.faults.topology import Cluster, Topology

SECONDS = 8.0


def _storage(topology: Topology) -> Proxy:
    assert isinstance(topology, Cluster)
    return topology.storage


async def away(topology: Topology) -> None:
    storage = _storage(topology)
    backends, storage.backends = storage.backends, []
    storage.reset()
    await asyncio.sleep(SECONDS)
    storage.backends = backends


async def busy(topology: Topology) -> None:
    storage = _storage(topology)
    storage.busy = True
    await asyncio.sleep(SECONDS)
    storage.busy = False


async def slow(topology: Topology) -> None:
    storage = _storage(topology)
    storage.delay = lambda: 1.0
    await asyncio.sleep(SECONDS)
    storage.delay = None


async def silent(topology: Topology) -> None:
    """New and old connections get no answer."""
    storage = _storage(topology)
    storage.delay = lambda: SECONDS
    await asyncio.sleep(SECONDS)
    storage.delay = None


async def cut(topology: Topology) -> None:
    """Cut uploads in the middle, again and again."""
    storage = _storage(topology)
    for _ in range(20):
        storage.reset()
        await asyncio.sleep(SECONDS / 20)


WHERE = (POSTGRES,)
STORAGE = [
    Fault("storage away", "connections refused for eight seconds", away, back=60, where=WHERE, keeps_sockets=True),
    Fault("storage answers 503", "for eight seconds", busy, back=60, where=WHERE, keeps_sockets=True),
    Fault("storage slow", "a second each way for eight seconds", slow, back=60, where=WHERE, keeps_sockets=True),
    Fault("storage silent", "for eight seconds", silent, back=60, where=WHERE, keeps_sockets=True),
    Fault("uploads cut", "in the middle, for eight seconds", cut, back=60, where=WHERE, keeps_sockets=True),
]
