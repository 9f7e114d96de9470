"""Redis killed, frozen, emptied, and full. The server may close no socket for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import redis

from tests.faults.model import POSTGRES, Fault
from tests.faults.topology import Cluster, Topology


async def killed(topology: Topology) -> None:
    assert isinstance(topology, Cluster)
    await asyncio.to_thread(topology.redis.kill)
    await asyncio.sleep(10)
    await asyncio.to_thread(topology.redis.start)


async def stopped(topology: Topology) -> None:
    assert isinstance(topology, Cluster)
    topology.redis.pause()
    await asyncio.sleep(15)
    topology.redis.resume()


def _ask(topology: Topology, *orders: Callable[[Any], Any]) -> None:
    assert isinstance(topology, Cluster)
    with redis.Redis.from_url(topology.redis.url) as admin:
        for order in orders:
            order(admin)


async def flushed(topology: Topology) -> None:
    """Empty it, and end every subscription, as a restart with another set of data does."""
    await asyncio.to_thread(
        _ask, topology, lambda admin: admin.flushall(), lambda admin: admin.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    )


async def full(topology: Topology) -> None:
    await asyncio.to_thread(_ask, topology, lambda admin: admin.config_set("maxmemory", 1))
    await asyncio.sleep(5)
    await asyncio.to_thread(_ask, topology, lambda admin: admin.config_set("maxmemory", 0))


WHERE = (POSTGRES,)
REDIS = [
    Fault("Redis killed", "for ten seconds", killed, back=10, where=WHERE, keeps_sockets=True),
    Fault("Redis stopped", "SIGSTOP for fifteen seconds", stopped, back=30, where=WHERE, keeps_sockets=True),
    Fault("Redis flushed", "and its subscriptions ended", flushed, back=30, where=WHERE, keeps_sockets=True),
    Fault("Redis full", "no memory for five seconds", full, back=5, where=WHERE, keeps_sockets=True),
]
