"""Browser tabs at a running site: real WebSockets that send commands, keep every event, and wait for conditions."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import secrets
import urllib.parse
import urllib.request
from collections.abc import AsyncIterator, Callable
from http.cookiejar import CookieJar
from typing import Any, ClassVar

import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.servers import Site

SECONDS = 15.0
Frame = dict[str, Any]
_numbers = itertools.count(1)
_run = secrets.token_hex(4)
"""Ids of commands are unique like those of real tabs: a database may remember the ones of an earlier run."""


def new_token(site: Site, widget: str = "demo") -> str:
    """Request a new client's token as the widget's frame does."""
    request = urllib.request.Request(f"{site.url}/widget/{widget}/client/", data=b"", headers={"Origin": site.url})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return str(json.load(answer)["token"])


def sign_in(site: Site, name: str, path: str = "/console/login/") -> str:
    """Sign a demo operator in, or with the admin's path a supervisor; return the cookie."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open(f"{site.url}{path}", timeout=SECONDS).close()
    csrf = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = {"username": name, "password": f"demo-{name}", "csrfmiddlewaretoken": csrf}
    opener.open(f"{site.url}{path}", urllib.parse.urlencode(form).encode(), timeout=SECONDS).close()
    cookies = {cookie.name: cookie.value for cookie in jar}
    assert "http-session" in cookies, f"{name} could not sign in"
    return f"http-session={cookies['http-session']}"


class ClosedError(AssertionError):
    """The socket was closed while waiting."""


class Tab:
    """``do`` waits for the answer to a command, ``event`` for an event that wasn't waited for yet."""

    opened: ClassVar[list[Tab]] = []
    closed_after_test: ClassVar[bool] = False

    def __init__(self, socket: ClientConnection) -> None:
        if "PYTEST_CURRENT_TEST" in os.environ and not self.closed_after_test:
            raise RuntimeError("nothing closes this tab after the test: import tabs_close in the folder's conftest.py")
        self.opened.append(self)
        self.socket = socket
        self.frames: list[Frame] = []
        self.taken = 0
        self.ended = False
        self.news = asyncio.Condition()
        self.reader = asyncio.create_task(self._read())

    @classmethod
    async def client(cls, site: Site, token: str | None = None) -> Tab:
        tab = await cls.open(site, "/ws/client/")
        await tab.ok("hello", token=token or await asyncio.to_thread(new_token, site))
        return tab

    @classmethod
    async def operator(cls, site: Site, name: str = "anna", cookie: str = "") -> Tab:
        tab = await cls.open(site, "/ws/operator/", cookie or await asyncio.to_thread(sign_in, site, name))
        await tab.ok("hello")
        return tab

    @classmethod
    async def supervisor(cls, site: Site, name: str = "sofia") -> Tab:
        tab = await cls.open(site, "/ws/supervisor/", await asyncio.to_thread(sign_in, site, name, "/admin/login/"))
        await tab.ok("hello")
        return tab

    @classmethod
    async def open(cls, site: Site, path: str, cookie: str = "") -> Tab:
        """Open a socket that hasn't said hello."""
        headers = {"Cookie": cookie} if cookie else {}
        return cls(
            await connect(
                site.socket_url(path), origin=site.url, additional_headers=headers, compression=None, ping_interval=None,
                max_size=None, max_queue=None, open_timeout=SECONDS,
            )  # type: ignore[arg-type]
        )  # fmt: skip

    async def _read(self) -> None:
        try:
            async for text in self.socket:
                frame = json.loads(text)
                if frame["type"] == "heartbeat":
                    await self.send("heartbeat", beat=frame["beat"])
                async with self.news:
                    self.frames.append(frame)
                    self.news.notify_all()
        except ConnectionClosed:
            pass
        finally:
            self.ended = True
            async with self.news:
                self.news.notify_all()

    async def send(self, kind: str, *, id: str | None = None, **fields: Any) -> str:
        """Send a command without waiting; return its id."""
        id = id or f"{_run}-{next(_numbers)}"
        await self.socket.send(json.dumps({"id": id, "type": kind, **fields}, ensure_ascii=False))
        return id

    async def until(self, condition: Callable[[], Any], seconds: float = SECONDS) -> Any:
        """Wait until the condition holds and return its value. Raises AssertionError after the time."""
        async with self.news:
            try:
                async with asyncio.timeout(seconds):
                    while not (value := condition()):
                        if self.ended:
                            raise ClosedError(f"closed with {self.socket.close_code}; last: {self.frames[-3:]}")
                        await self.news.wait()
            except TimeoutError:
                raise AssertionError(f"waited in vain; last: {self.frames[-3:]}") from None
        return value

    def answer(self, id: str | None) -> Frame | None:
        return next((frame for frame in self.frames if frame["type"] in ("ack", "fault") and frame["id"] == id), None)

    async def do(self, kind: str, **fields: Any) -> Frame:
        id = await self.send(kind, **fields)
        return await self.until(lambda: self.answer(id))

    async def ok(self, kind: str, **fields: Any) -> Frame:
        answer = await self.do(kind, **fields)
        assert answer["type"] == "ack", answer
        return answer

    async def event(self, kind: str, where: Callable[[Frame], bool] = lambda _: True, seconds: float = SECONDS) -> Frame:
        def found() -> Frame | None:
            for index in range(self.taken, len(self.frames)):
                if self.frames[index]["type"] == kind and where(self.frames[index]):
                    self.taken = index + 1
                    return self.frames[index]
            return None

        return await self.until(found, seconds)

    async def closed(self) -> int | None:
        """Wait until the server has closed the socket; return the code."""
        await asyncio.wait_for(self.socket.wait_closed(), SECONDS)
        await self.reader
        return self.socket.close_code

    async def close(self) -> None:
        await self.socket.close()
        await self.reader


@pytest_asyncio.fixture(autouse=True)
async def tabs_close() -> AsyncIterator[None]:
    """Close the tabs a test has opened: they live in its event loop. For the conftest.py of each folder that opens some."""
    Tab.closed_after_test = True
    yield
    Tab.closed_after_test = False
    while Tab.opened:
        await Tab.opened.pop().close()


async def conversation(client: Tab, operator: Tab) -> str:
    """Enter by chat as the client and accept as the operator; return the session's id once both tabs know it."""
    await client.send("entry.start", entry="chat", name="Carla")
    session = str((await client.event("session.snapshot"))["session"]["id"])
    await operator.event("desk.changed", lambda frame: any(item["id"] == session for item in frame["queue"]))
    await operator.ok("session.accept", session=session)
    await operator.event("session.snapshot", lambda frame: frame["session"]["id"] == session)
    await client.event("session.changed", lambda frame: frame["step"] == "accepted")
    return session
