"""A client like a browser's, with its own address: a token, a socket, commands that wait for their answers."""

from __future__ import annotations

import asyncio
import itertools
import json
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.attack.http import Answer, ask
from tests.attack.model import Target
from tests.servers.form import multipart

_numbers = itertools.count(1)
SECONDS = 15.0
REFUSED = (OSError, InvalidHandshake, ConnectionClosed, TimeoutError, asyncio.IncompleteReadError)
"""Errors that mean the server doesn't want this client."""


class Visitor:
    """One socket of a client. ``do`` returns the answer, or None when the connection is gone."""

    def __init__(self, target: Target, token: str, address: str, socket: ClientConnection) -> None:
        self.target, self.token, self.address, self._socket = target, token, address, socket
        self.session = ""
        self.events: list[dict[str, Any]] = []

    @classmethod
    async def open(
        cls, target: Target, *, token: str = "", address: str = "", role: str = "client", cookie: str = ""
    ) -> Visitor | None:
        """Open a socket and say hello; without a token as a new client. None if it's refused."""
        address = address or target.address()
        if role == "client":
            token = token or await new_token(target, address)
            if not token:
                return None
        try:
            socket = await connect(
                f"ws://127.0.0.1:{target.port}/ws/{role}/",
                origin=target.origin,  # type: ignore[arg-type]
                additional_headers={"Host": f"localhost:{target.port}", **({"Cookie": cookie} if cookie else {})},
                local_addr=(address, 0),
                compression=None, ping_interval=None, max_size=None, open_timeout=SECONDS, close_timeout=1,
            )  # fmt: skip
        except REFUSED:
            return None
        visitor = cls(target, token, address, socket)
        answer = await visitor.do("hello", **({"token": token} if role == "client" else {}))
        return visitor if answer and answer["type"] == "ack" else None

    async def do(self, kind: str, **fields: Any) -> dict[str, Any] | None:
        """Send a command and wait for its answer; earlier frames are kept in ``events``."""
        return await self.all([{"type": kind, **fields}])

    async def all(self, commands: list[dict[str, Any]]) -> dict[str, Any] | None:
        """Send commands without waiting in between; return the answer to the last, or None when the connection is gone."""
        id = ""
        try:
            async with asyncio.timeout(SECONDS):
                for command in commands:
                    id = f"a{next(_numbers)}"
                    await self._socket.send(json.dumps({"id": id, **command}))
                while True:
                    event: dict[str, Any] = json.loads(await self._socket.recv())
                    if event.get("id") == id and event["type"] in ("ack", "fault"):
                        return event
                    self.events.append(event)
        except REFUSED:
            return None

    async def event(self, kind: str) -> dict[str, Any] | None:
        """Return the newest event of this kind, waiting for the first."""
        with suppress(*REFUSED):
            async with asyncio.timeout(SECONDS):
                while not any(event["type"] == kind for event in self.events):
                    self.events.append(json.loads(await self._socket.recv()))
        return next((event for event in reversed(self.events) if event["type"] == kind), None)

    async def wait(self) -> bool:
        """Enter as a CallBack, which needs no operator; False if it's refused."""
        answer = await self.do("entry.start", entry="callback", name="Carla", phone="+420777123456", slot="")
        if not answer or answer["type"] != "ack":
            return False
        self.session = str(answer["session"])
        return True

    async def upload(self, name: str, content: bytes, *, session: str = "", seconds: float = 60) -> Answer:
        """Send a file to the session."""
        body, kind = multipart({"session": session or self.session, "name": name}, name, content)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        return await ask(
            self.target.port, "/share/upload/", method="POST", headers=headers, body=body, address=self.address, seconds=seconds
        )

    async def close(self) -> None:
        await self._socket.close()


async def new_token(target: Target, address: str = "") -> str:
    """Return a new client's token; empty if it's refused."""
    answer = await ask(target.port, "/widget/demo/client/", method="POST", address=address or target.address())
    return str(answer.json()["token"]) if answer.status == 200 or answer.status == 201 else ""


async def waiting(target: Target, count: int) -> list[Visitor]:
    """Return so many clients waiting as CallBacks, each with its own address; fewer if some are refused."""

    async def one(number: int) -> Visitor | None:
        visitor = await Visitor.open(target, address=target.address(number))
        return visitor if visitor and await visitor.wait() else None

    return [visitor for visitor in await together(*(one(number) for number in range(count))) if visitor]


async def together(*work: Any, most: int = 50) -> list[Any]:
    """Run all at once, at most ``most`` at a time; return the results in order."""
    permits = asyncio.Semaphore(most)

    async def one(each: Any) -> Any:
        async with permits:
            return await each

    return list(await asyncio.gather(*(one(each) for each in work)))
