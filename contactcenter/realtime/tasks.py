"""Background tasks on the event loop. Nothing waits for them here; failures are logged."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from django.db import DatabaseError, InterfaceError

log = logging.getLogger(__name__)
_tasks: set[asyncio.Task[None]] = set()


def spawn(coroutine: Any) -> None:
    """Run a coroutine in the background, keep it until it's done, and log a failure."""
    task = asyncio.get_running_loop().create_task(coroutine)
    _tasks.add(task)
    task.add_done_callback(_done)


def _done(task: asyncio.Task[None]) -> None:
    _tasks.discard(task)
    error = None if task.cancelled() else task.exception()
    if isinstance(error, (DatabaseError, InterfaceError)):  # while it's away; heartbeats find what was missed
        log.warning("a socket's task could not reach the database: %s", str(error).partition("\n")[0])
    elif error is not None:
        log.error("a socket's task failed", exc_info=error)
