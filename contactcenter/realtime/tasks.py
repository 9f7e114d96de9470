"""Work that goes on by itself on the event loop. Nothing waits for it here; a failure is logged."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

log = logging.getLogger(__name__)
_tasks: set[asyncio.Task[None]] = set()


def spawn(coroutine: Any) -> None:
    """Run a coroutine on its own; kept until it is done, its failure logged."""
    task = asyncio.get_running_loop().create_task(coroutine)
    _tasks.add(task)
    task.add_done_callback(_done)


def _done(task: asyncio.Task[None]) -> None:
    _tasks.discard(task)
    if not task.cancelled() and task.exception() is not None:
        log.error("a socket's task failed", exc_info=task.exception())
