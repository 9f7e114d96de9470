"""Browser tabs as the server sees them: sockets that send commands and keep the events they get."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from typing import Any

from channels.testing import WebsocketCommunicator

from contactcenter.realtime import tasks
from contactcenter.realtime.db_reads import read
from contactcenter.sockets import ClientSocket, OperatorSocket, SupervisorSocket
from sessions_app.actor import Actor
from sessions_app.models import Operator, User

SECONDS = 8
Frame = dict[str, Any]
_numbers = itertools.count(1)


class Tab:
    """``do`` waits for the answer to a command, ``event`` for the next event of a type."""

    def __init__(self, communicator: WebsocketCommunicator) -> None:
        self.communicator = communicator
        self.events: list[Frame] = []

    async def _next(self) -> Frame:
        frame: Frame = json.loads(await self.communicator.receive_from(timeout=SECONDS))
        return frame

    async def do(self, kind: str, *, command: str | None = None, **fields: Any) -> Frame:
        command = command or f"t{next(_numbers)}"
        await self.communicator.send_to(json.dumps({"id": command, "type": kind, **fields}))
        while True:
            frame = await self._next()
            if frame["type"] in ("ack", "fault") and frame["id"] == command:
                return frame
            self.events.append(frame)

    async def event(self, kind: str, where: Callable[[Frame], bool] = lambda _: True) -> Frame:
        while True:
            for index, frame in enumerate(self.events):
                if frame["type"] == kind and where(frame):
                    del self.events[: index + 1]
                    return frame
            self.events.append(await self._next())

    async def call(self, state: str) -> Frame:
        """Return the call once it is in ``state``."""
        call: Frame = (await self.event("call.changed", lambda frame: frame["call"]["state"] == state))["call"]
        return call

    async def close(self) -> None:
        """Close the socket. One that timed out has been cancelled and raises that again; letting it out of a fixture would end the run's
        clean-up, and the next tests would find this one's rows.
        """
        with suppress(asyncio.CancelledError):
            await self.communicator.disconnect(timeout=SECONDS)


class Tabs:
    """All tabs of a test; they close at its end."""

    def __init__(self) -> None:
        self.open: list[Tab] = []

    async def client(self, actor: Actor) -> Tab:
        return await self._greeted(await self.silent(actor), token=actor.name)

    async def operator(self, actor: Actor) -> Tab:
        return await self._greeted(await self.silent(actor))

    async def supervisor(self, user: User) -> Tab:
        """Open the live board as this account."""
        return await self._greeted(await self._open(SupervisorSocket, "/ws/supervisor/", {"user": user}))

    async def silent(self, actor: Actor) -> Tab:
        """Open a tab that hasn't said hello."""
        if actor.role == "client":
            return await self._open(ClientSocket, "/ws/client/", {})
        row = await read(Operator.objects.select_related("user").get, pk=actor.pk)
        return await self._open(OperatorSocket, "/ws/operator/", {"user": row.user})

    async def _open(self, socket: Any, path: str, scope: dict[str, Any]) -> Tab:
        communicator = WebsocketCommunicator(socket.as_asgi(), path)
        communicator.scope.update(scope)
        connected, _ = await communicator.connect(timeout=SECONDS)
        assert connected
        tab = Tab(communicator)
        self.open.append(tab)
        return tab

    async def _greeted(self, tab: Tab, **hello: str) -> Tab:
        answer = await tab.do("hello", **hello)
        assert answer["type"] == "ack", answer
        return tab

    async def close(self) -> None:
        """Close all tabs, even if one fails, and wait for what they have begun: it would write while the database is emptied."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(_work_done)  # the last one to be called
            for tab in self.open:
                stack.push_async_callback(tab.close)


async def _work_done() -> None:
    here = asyncio.get_running_loop()
    async with asyncio.timeout(SECONDS):
        while rest := [task for task in tasks._tasks if task.get_loop() is here]:
            await asyncio.wait(rest)
