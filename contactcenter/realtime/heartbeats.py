"""Heartbeats of a process: each socket gets one every twenty seconds, spread evenly over time.

While the bridge to other processes is down, it polls the database for everybody every two seconds instead; and once after each
failure, which may be over before anybody sees that it was down.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, Final, TypeAlias

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from contactcenter.realtime import pubsub
from contactcenter.realtime.db_reads import read
from contactcenter.realtime.tasks import spawn
from contactcenter.realtime.wire import Fault

PERIOD_SECONDS: Final = 20
POLL_SECONDS: Final = 2
SIGN_OUT_CHECK_SECONDS: Final = 2
"""Seconds between two checks of the http sessions behind all sockets: whoever is signed out is out of every process in this time."""

log = logging.getLogger(__name__)


def _no_heads(sessions: list[str]) -> dict[str, tuple[int, int]]:
    return {}


heads: Callable[[list[str]], dict[str, tuple[int, int]]] = _no_heads
"""Return the heads (all, shared) of these sessions; set by sessions_app."""


Lease: TypeAlias = Hashable
"""A person who is present as long as one of their sockets answers."""


async def _no_leases(leases: set[Lease]) -> set[Lease]:
    return set()


renew: Callable[[set[Lease]], Awaitable[set[Lease]]] = _no_leases
"""Renew the leases of all people with sockets in one slot at once, and return those that have ended; set by sessions_app."""


async def _none_ended(signed_in: set[Hashable]) -> set[Hashable]:
    return set()


ended: Callable[[set[Hashable]], Awaitable[set[Hashable]]] = _none_ended
"""Return which of these http sessions have ended; set by sessions_app."""

_slots: Final[list[dict[Any, None]]] = [{} for _ in range(PERIOD_SECONDS)]
_slot: Final = itertools.cycle(range(PERIOD_SECONDS))
_newcomers: Final[dict[Any, None]] = {}
"""Sockets that have just been sent a snapshot."""


def join(socket: Any) -> None:
    slot = next(_slot)
    socket.slot = slot
    _slots[slot][socket] = None


def leave(socket: Any) -> None:
    _slots[socket.slot].pop(socket, None) if hasattr(socket, "slot") else None


def check_soon(socket: Any) -> None:
    """Have this socket's heads compared within two seconds. Without other processes nothing can be missed."""
    if pubsub.bridge is not None:
        _newcomers[socket] = None


def sockets_by_role() -> dict[str, int]:
    """Return the number of sockets in this process for each role."""
    return Counter(socket.role for slot in _slots for socket in list(slot))


def bridge_is_down() -> bool:
    return pubsub.bridge is not None and not pubsub.bridge.up


def bridge_failures() -> int:
    return 0 if pubsub.bridge is None else pubsub.bridge.failures


async def run() -> None:
    """Beat once a second until cancelled."""
    was_down, seen, newcomers = False, 0, list[Any]()
    for second in itertools.count():
        await asyncio.sleep(1)
        try:
            await compare(newcomers)
            newcomers = list(_newcomers)
            _newcomers.clear()
            await beat(list(_slots[second % PERIOD_SECONDS]))
            down, failures = bridge_is_down(), bridge_failures()
            missed = down or failures != seen
            if (missed and second % POLL_SECONDS == 0) or (was_down and not down):  # once more at its return, for missed events
                await poll()
                seen = failures
            was_down = down
            if second % SIGN_OUT_CHECK_SECONDS == 0:
                await close_signed_out()
        except (DatabaseError, InterfaceError, Fault):
            log.warning("the database does not answer the heartbeat")
        except Exception:
            log.exception("the heartbeat failed")


def now() -> str:
    """Return the time as heartbeats tell it."""
    return timezone.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def beat(sockets: list[Any]) -> None:
    if not sockets:
        return
    heads = await _heads(sockets)
    at = now()
    for socket in sockets:
        try:
            await socket.send_heartbeat(heads, at)
        except (DatabaseError, InterfaceError, Fault):
            log.warning("a socket's heartbeat failed")
        await asyncio.sleep(0)  # a message doesn't wait for everybody's heartbeats
    leases = {lease for socket in sockets if (lease := socket.leased()) is not None}
    over = await renew(leases) if leases else set()
    for socket in sockets:
        if over and socket.leased() in over:
            spawn(socket.close(4401))  # a slow reader doesn't delay other heartbeats


async def compare(sockets: list[Any]) -> None:
    """Send these sockets the entries they've missed, with one look at the heads of all their sessions."""
    heads = await _heads(sockets)
    for socket in sockets:
        socket.compare_heads(heads)


async def close_signed_out() -> None:
    """Close the sockets whose http session has ended, in whatever process or way: with a password, an account, a role."""
    sockets = [(socket, mark) for slot in _slots for socket in slot if (mark := socket.signed_in()) is not None]
    over = await ended({mark for _socket, mark in sockets}) if sockets else set()
    for socket, mark in sockets:
        if mark in over:
            spawn(socket.close(4401))


async def poll() -> None:
    """Do what notifications from other processes would have done."""
    await compare([socket for slot in _slots for socket in slot])
    for group in pubsub.followed():
        if group.startswith(("queue.", "operator.", "client.")):
            pubsub.deliver(pubsub.Notification(group, pubsub.Refresh()))


async def _heads(sockets: list[Any]) -> dict[str, tuple[int, int]]:
    sessions = {session for socket in sockets for session in socket.positions}
    return await read(heads, list(sessions)) if sessions else {}
