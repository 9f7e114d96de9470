"""Database reads for the sockets: a few threads with their own connections, so that one slow query doesn't block the others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

from django.db import InterfaceError, OperationalError, connection

from contactcenter.languages.speaking import in_language, spoken

Result = TypeVar("Result")

THREADS: Final = 2
"""More threads make nothing faster: each takes the GIL from the writer for a few milliseconds at every statement."""
_threads: Final = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="read")


def _again(function: Callable[[], Result]) -> Result:
    """Retry a read once after a lost connection; reads have no side effects."""
    try:
        return function()
    except (OperationalError, InterfaceError):
        connection.close()
        return function()


async def read(function: Callable[..., Result], /, *args: object, **kwargs: object) -> Result:
    """Run a selector outside the event loop, in the language of this task."""
    work = partial(in_language, spoken(), function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_threads, _again, work)
