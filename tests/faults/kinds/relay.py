"""The TURN server: killed and back, and its secret changed."""

from __future__ import annotations

import asyncio
import secrets
import signal
from time import monotonic

from tests.faults.model import POSTGRES, Fault
from tests.faults.topology import Cluster, Topology
from tests.servers.turn import Allocation

RELAY_SECONDS = 15.0


def allocated(port: int, credential: tuple[str, str]) -> int:
    """Return 0 if the relay gives these credentials an address, else its error; 599 if it doesn't answer."""
    try:
        allocation = Allocation(port, credential=credential)
    except OSError:
        return 599
    allocation.close()
    return allocation.code


async def _relays_again(topology: Cluster) -> None:
    """Wait until the relay takes the credentials that calls have."""
    assert topology.turn
    assert topology.credentials
    until = monotonic() + RELAY_SECONDS
    while code := await asyncio.to_thread(allocated, topology.turn.port, topology.credentials()):
        assert monotonic() < until, f"the relay refuses what calls were given: {code}"
        await asyncio.sleep(0.2)


async def killed(topology: Topology) -> None:
    assert isinstance(topology, Cluster)
    assert topology.turn
    await asyncio.to_thread(topology.turn.kill)
    await asyncio.sleep(5)
    await asyncio.to_thread(topology.turn.start)
    await _relays_again(topology)


async def secret_rotated(topology: Topology) -> None:
    """Give the relay and one process after the other a new secret; credentials of the old one are worthless then."""
    assert isinstance(topology, Cluster)
    assert topology.turn
    assert topology.credentials
    old, turn = topology.credentials(), topology.turn
    turn.secret = secrets.token_hex(16)
    await asyncio.to_thread(turn.signal, signal.SIGTERM)
    await asyncio.to_thread(turn.start)
    for site in topology.sites:
        site.env["CONTACTCENTER_TURN_SECRET"] = turn.secret
        await asyncio.to_thread(site.restart)
    await _relays_again(topology)
    assert await asyncio.to_thread(allocated, turn.port, old) == 401, "credentials of the old secret still work"


RELAY = [
    Fault("TURN killed", "for five seconds", killed, back=5, where=(POSTGRES,), keeps_sockets=True),
    Fault("TURN secret rotated", "with the processes, one after the other", secret_rotated, back=5, where=(POSTGRES,)),
]
