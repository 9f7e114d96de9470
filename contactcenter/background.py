"""Background work of every process: heartbeats, sweeps, the bridge.

Started by the server's lifespan event, or by the first request under Daphne, which has none.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from typing import Any

from django.conf import settings

from contactcenter import deadlines
from contactcenter.realtime import heartbeats, pubsub
from contactcenter.web import graceful_shutdown

log = logging.getLogger(__name__)


class Background:
    def __init__(self, application: Any) -> None:
        self.application = application
        self.loop: asyncio.AbstractEventLoop | None = None
        self.tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.start()
        if scope["type"] == "lifespan":
            await self.lifespan(receive, send)
        else:
            await self.application(scope, receive, send)

    def start(self) -> None:
        """Start once per event loop."""
        loop = asyncio.get_running_loop()
        if self.loop is loop:
            return
        self.loop = loop
        pubsub.use(loop)
        with suppress(RuntimeError, ValueError, NotImplementedError):  # not the main thread: tests
            loop.add_signal_handler(signal.SIGUSR1, graceful_shutdown.drain)
        self.tasks = [loop.create_task(heartbeats.run()), loop.create_task(deadlines.run())]
        if settings.REDIS_URL:
            from contactcenter.realtime.redis_bridge import RedisBridge

            bridge = RedisBridge()
            pubsub.bridge = bridge
            self.tasks.append(loop.create_task(bridge.run()))

    async def lifespan(self, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                for task in self.tasks:
                    task.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return
