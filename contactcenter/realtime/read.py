"""Reads for the sockets: a few threads with a database connection each, so that one slow query holds up nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

from django.db import InterfaceError, OperationalError, connection

Result = TypeVar("Result")

THREADS: Final = 2
"""More make nothing quicker: each takes the interpreter from the writer for a few milliseconds at every statement of its own."""
_threads: Final = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="read")


def _again(function: Callable[[], Result]) -> Result:
    """A read changes nothing, so a lost connection costs one repeat."""
    try:
        return function()
    except (OperationalError, InterfaceError):
        connection.close()
        return function()


async def read(function: Callable[..., Result], /, *args: object, **kwargs: object) -> Result:
    """Run a selector away from the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _again, partial(function, *args, **kwargs))
