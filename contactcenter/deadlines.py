"""Deadlines: every second, in every process. Each sweep finds what is due and runs a service that checks again under a lock.

Leases and absences are only believed once this process has been at work for a while (``uptime``): before that nobody may have been able
to renew them.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone

from contactcenter.realtime import metrics, shared_clock
from contactcenter.realtime.db_reads import read

SWEEPS: Final[list[Callable[[datetime], None]]] = []
"""Set in ``ContactCentreConfig.ready`` (contactcenter/apps.py), in the order they run."""

GAP: Final = 15.0
"""Seconds without a sweep, or without the database, in which no lease can have expired: heartbeats renew each for a minute, every 20 s."""

log = logging.getLogger(__name__)


def _clock() -> float:
    """Return seconds that also count while the machine is suspended, where the system has them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Uptime:
    """How long this process has been at work without a gap."""

    def __init__(self, clock: Callable[[], float] = _clock) -> None:
        self._clock = clock
        self._since = self._seen = clock()
        self._failing_since: float | None = None

    def lasts(self, seconds: float) -> bool:
        """Whether it has been at work for longer than this."""
        return self._failing_since is None and self._clock() - self._since > seconds

    def begin(self) -> None:
        """Note that a sweep begins: after a gap, as when the machine was suspended, the count starts again."""
        now = self._clock()
        if now - self._seen > GAP:
            self._since = now
        self._seen = now

    def end(self, *, reached: bool) -> None:
        """Note the end of a round, and whether it reached the database."""
        now = self._clock()
        if reached:
            if self._failing_since is not None and now - self._failing_since > GAP:
                self._since = now
            self._failing_since = None
        elif self._failing_since is None:
            self._failing_since = now


uptime: Final = Uptime()


def sweep(one: Callable[[datetime], None]) -> bool:
    """Run one sweep; a failure stops neither the others nor the next round. Returns False if the database can't be reached."""
    uptime.begin()
    try:
        with metrics.SWEEP_SECONDS.labels(f"{one.__module__.partition('.')[0]}.{one.__name__}").time():
            one(timezone.now())
    except (OperationalError, InterfaceError):
        log.warning("a sweep could not reach the database")
        return False
    except DatabaseError:
        log.warning("the database refused a sweep")
    except Exception:
        log.exception("a sweep failed")
    return True


async def run() -> None:
    """Run until cancelled. Spread over the second: other writers wait for one query, not for all of them."""
    for second in itertools.count():
        try:
            if second % shared_clock.PERIOD == 0:
                await shared_clock.ask()
            reached = True
            for one in SWEEPS:
                await asyncio.sleep(1 / len(SWEEPS))
                reached &= await read(sweep, one)
            uptime.end(reached=reached)
        except Exception:  # nobody would start this task again
            log.exception("a round of sweeps failed")
            await asyncio.sleep(1)
