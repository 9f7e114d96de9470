"""PostgreSQL crashed, frozen, shut down and failed over to its standby."""

from __future__ import annotations

import asyncio
import signal

from tests.faults.model import POSTGRES, Fault
from tests.faults.topology import Cluster, Topology


async def crashed(topology: Topology) -> None:
    assert isinstance(topology, Cluster)
    await asyncio.to_thread(topology.postgres.crash)
    await asyncio.to_thread(topology.postgres.start)


async def away(topology: Topology) -> None:
    """Shut down in good order, and start ten seconds later."""
    assert isinstance(topology, Cluster)
    await asyncio.to_thread(topology.postgres.signal, signal.SIGINT)
    await asyncio.sleep(10)
    await asyncio.to_thread(topology.postgres.start)


async def stopped(topology: Topology) -> None:
    assert isinstance(topology, Cluster)
    topology.postgres.pause()
    await asyncio.sleep(15)
    topology.postgres.resume()


async def failed_over(topology: Topology) -> None:
    """Kill the primary; its synchronous standby becomes the primary."""
    assert isinstance(topology, Cluster)
    await asyncio.to_thread(topology.postgres.add_standby)
    await asyncio.sleep(1)
    await asyncio.to_thread(topology.postgres.fail_over)


async def sessions_ended(topology: Topology) -> None:
    """End every connection to the database, as an administrator or a firewall does."""
    assert isinstance(topology, Cluster)
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> pg_backend_pid()"
    await asyncio.to_thread(topology.postgres.execute, ended)


WHERE = (POSTGRES,)
POSTGRES_FAULTS = [
    Fault("PostgreSQL crashed", "as by -m immediate, and started", crashed, back=10, where=WHERE, keeps_sockets=True),
    Fault("PostgreSQL away", "shut down for ten seconds", away, back=10, where=WHERE, keeps_sockets=True),
    Fault("PostgreSQL stopped", "SIGSTOP for fifteen seconds", stopped, back=10, where=WHERE, keeps_sockets=True),
    Fault("PostgreSQL failed over", "killed; the standby takes over", failed_over, back=10, where=WHERE, keeps_sockets=True),
    Fault("database connections ended", "all at once", sessions_ended, back=5, where=WHERE, keeps_sockets=True),
]
