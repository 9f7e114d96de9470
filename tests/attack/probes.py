"""Actions of honest users during an attack, one function each: it returns on success, or raises RefusedError."""

from __future__ import annotations

import asyncio
import io
import json
import os
from typing import Any

from PIL import Image
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.attack.http import ask
from tests.attack.model import Person
from tests.servers.form import multipart


class RefusedError(Exception):
    """An honest user was refused."""


async def socket(port: int, role: str, address: str, cookie: str = "") -> ClientConnection:
    """Open a WebSocket that hasn't said hello."""
    headers = {"Host": f"localhost:{port}", **({"Cookie": cookie} if cookie else {})}
    origin: Any = f"http://localhost:{port}"
    options: dict[str, Any] = {
        "compression": None,
        "ping_interval": None,
        "max_size": None,
        "open_timeout": 30,
        "close_timeout": 1,
    }
    url = f"ws://127.0.0.1:{port}/ws/{role}/"
    return await connect(url, origin=origin, additional_headers=headers, local_addr=(address, 0), **options)


class Conversation:
    """A client and an operator who write to each other; ``say`` returns when the other side has read it."""

    def __init__(self, port: int, person: Person, address: str) -> None:
        self._port, self._person, self._address = port, person, address
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._sockets: dict[str, ClientConnection] = {}
        self._readers: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Connect both sides and say hello."""
        for role, hello in (("client", {"token": self._person["token"]}), ("operator", {})):
            cookie = self._person["cookie"] if role == "operator" else ""
            self._sockets[role] = await socket(self._port, role, self._address, cookie)
            self._readers.append(asyncio.create_task(self._read(self._sockets[role])))
            await self._answered("hello", role, "hello", **hello)

    async def say(self, number: int) -> None:
        """Post a message, from alternating sides."""
        role = ("client", "operator")[number % 2]
        text = f"message {self._person['token']}.{number}."
        await self._answered(text, role, "message.post", session=self._person["session"], text=text)

    async def _answered(self, expected: str, role: str, kind: str, **fields: Any) -> None:
        self._waiting[expected] = future = asyncio.get_running_loop().create_future()
        try:
            await self._sockets[role].send(json.dumps({"id": expected.replace(" ", "-"), "type": kind, **fields}))
            await future
        except ConnectionClosed as closed:
            raise RefusedError(f"the socket was closed with {closed.code}") from None
        finally:
            self._waiting.pop(expected, None)

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                self._heard(socket, str(frame))
        except ConnectionClosed:
            pass
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(RefusedError(f"the socket was closed with {socket.close_code}"))

    def _heard(self, socket: ClientConnection, frame: str) -> None:
        if frame.startswith('{"type":"heartbeat"'):
            answer = {"id": "beat", "type": "heartbeat", "beat": json.loads(frame)["beat"]}
            self._readers.append(asyncio.create_task(socket.send(json.dumps(answer))))
        elif frame.startswith('{"type":"fault"'):
            fault = json.loads(frame)
            for expected, future in self._waiting.items():
                if expected.replace(" ", "-") == fault["id"] and not future.done():
                    future.set_exception(RefusedError(fault["code"]))
        elif '"id":"hello"' in frame:
            self._done("hello")
        elif frame.startswith('{"type":"message.posted"'):
            posted = json.loads(frame)
            own = "client" if socket is self._sockets.get("client") else "operator"
            if posted["by"]["role"] != own:
                self._done(posted["text"])

    def _done(self, expected: str) -> None:
        future = self._waiting.get(expected)
        if future is not None and not future.done():
            future.set_result(None)

    async def close(self) -> None:
        """Drop both sides."""
        for socket in self._sockets.values():
            socket.transport.abort()
        for reader in self._readers:
            reader.cancel()


async def health(port: int, address: str) -> None:
    """Request the health check on a new connection."""
    answer = await ask(port, "/healthz", address=address)
    if answer.status != 200:
        raise RefusedError(f"healthz answered {answer.status}")


def photo(side: int = 120) -> bytes:
    """Return a new PNG of about 40 KB."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "PNG", compress_level=1)
    return out.getvalue()


async def picture(port: int, person: Person, address: str) -> None:
    """Send a small picture to the conversation; retry when told to wait, as people do."""
    body, kind = multipart({"session": person["session"], "name": "photo.png"}, "photo.png", photo())
    headers = {"Authorization": f"Bearer {person['token']}", "Content-Type": kind}
    while True:
        answer = await ask(port, "/share/upload/", method="POST", headers=headers, body=body, address=address, seconds=60)
        if answer.status == 201:
            return
        if answer.status not in (429, 503) or not answer.json().get("retry"):
            raise RefusedError(f"a picture was answered with {answer.status}: {answer.body[:80]!r}")
        await asyncio.sleep(0.2)


async def console(port: int, person: Person, address: str) -> None:
    """Open a console and wait for its data."""
    async with asyncio.timeout(60):
        try:
            opened = await socket(port, "operator", address, person["cookie"])
            await opened.send(json.dumps({"id": "hello", "type": "hello"}))
            while '"id":"hello"' not in str(await opened.recv())[:200]:
                pass
            opened.transport.abort()
        except (ConnectionClosed, OSError) as error:
            raise RefusedError(f"a console did not open: {error}") from None


async def sign_in(port: int, address: str, number: int) -> None:
    """Sign in as a demo operator; retry when told to wait."""
    name = ("anna", "boris")[number % 2]
    while True:
        page = await ask(port, "/console/login/", address=address)
        token = page.cookie("csrftoken")
        headers = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
        form = f"username={name}&password=demo-{name}&csrfmiddlewaretoken={token}".encode()
        answer = await ask(port, "/console/login/", method="POST", headers=headers, body=form, address=address, seconds=60)
        if answer.cookie("http-session"):
            return
        if answer.status not in (200, 429, 503):
            raise RefusedError(f"the sign-in was answered with {answer.status}")
        await asyncio.sleep(2)
