"""Deadlines: every second, in every process. Each sweep finds what is due and runs a service that checks again under a lock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import DatabaseError
from django.utils import timezone

from contactcenter.realtime.read import read

SWEEPS: Final[list[Callable[[datetime], None]]] = []
"""Apps add theirs in ``AppConfig.ready``."""

log = logging.getLogger(__name__)


def sweep(now: datetime | None = None) -> None:
    """One round of all sweeps; one that fails does not stop the others."""
    for one in SWEEPS:
        try:
            one(now or timezone.now())
        except DatabaseError:
            log.warning("a sweep could not reach the database")
        except Exception:
            log.exception("a sweep failed")


async def run() -> None:
    """Until cancelled."""
    while True:
        await asyncio.sleep(1)
        await read(sweep)
