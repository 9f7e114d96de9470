"""Deadlines: every second, in every process. Each sweep finds what is due and runs a service that checks again under a lock."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from contactcenter.realtime import metrics, shared_clock
from contactcenter.realtime.db_reads import read

SWEEPS: Final[list[Callable[[datetime], None]]] = []
"""Set in ``ContactCentreConfig.ready`` (contactcenter/apps.py), in the order they run."""

log = logging.getLogger(__name__)


def sweep(one: Callable[[datetime], None]) -> None:
    """Run one sweep; a failure stops neither the others nor the next round."""
    try:
        with metrics.SWEEP_SECONDS.labels(f"{one.__module__.partition('.')[0]}.{one.__name__}").time():
            one(timezone.now())
    except (DatabaseError, InterfaceError):
        log.warning("a sweep could not reach the database")
    except Exception:
        log.exception("a sweep failed")


async def run() -> None:
    """Run until cancelled. Spread over the second: other writers wait for one query, not for all of them."""
    for second in itertools.count():
        try:
            if second % shared_clock.PERIOD == 0:
                await shared_clock.ask()
            for one in SWEEPS:
                await asyncio.sleep(1 / len(SWEEPS))
                await read(sweep, one)
        except Exception:  # nobody would start this task again
            log.exception("a round of sweeps failed")
            await asyncio.sleep(1)
