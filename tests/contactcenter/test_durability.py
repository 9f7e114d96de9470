"""A server killed amid two thousand messages: what was acknowledged is stored, once and in order, and both sides saw exactly that."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from websockets.exceptions import WebSocketException

from tests.contactcenter.conftest import SiteCopier
from tests.contactcenter.live import SECONDS, ClosedError, Frame, Tab, conversation, new_token, sign_in
from tests.servers import Postgres, Site
from tests.servers.process import answers, until

MESSAGES = 1000
WINDOW = 40
KILL_AT = 600

LINES = """SELECT e.kind, e.sender, e.command, e.shared, e.body FROM sessions_app_logentry e
JOIN sessions_app_session s ON s.id = e.session_id WHERE s.public_id = {} ORDER BY e.seq"""


class Person:
    """Sends numbered messages, never more than a window of them unacknowledged, and keeps the received ones in order.

    After a cut it does what our pages do: reconnect, resume after the last entry, resend what wasn't acknowledged.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.tab: Tab | None = None
        self.session = ""
        self.waiting: dict[str, str] = {}
        self.acknowledged: set[str] = set()
        self.seen: list[Frame] = []
        self.ahead: dict[int, Frame] = {}
        self.head = 0
        self.cuts = 0
        self.next = 0

    def take(self, frame: Frame) -> None:
        """Take an entry if it's the next one; ignore known ones."""
        if "shared" not in frame or frame["seq"] <= self.head:
            return
        self.ahead[frame["seq"]] = frame
        while self.head + 1 in self.ahead:
            self.head += 1
            self.seen.append(self.ahead.pop(self.head))

    async def fill(self, lines: list[Frame]) -> None:
        """Take the entries of a snapshot or a page; request older ones until they join the known ones."""
        assert self.tab
        for line in lines:
            self.take(line)
        if self.ahead:
            await self.tab.send("session.history", session=self.session, before=min(self.ahead))

    async def connect(self, open_tab: Any) -> None:
        self.tab = await open_tab()
        if self.session:
            await self.tab.ok("session.resume", session=self.session, after=self.head)
        for id, text in list(self.waiting.items()):
            await self.tab.send("message.post", id=id, session=self.session, text=text)

    async def read(self, position: int) -> int:
        """Handle the frames since ``position``; return the new position."""
        assert self.tab
        for frame in self.tab.frames[position:]:
            if frame["type"] == "ack" and frame["id"] in self.waiting:
                del self.waiting[frame["id"]]
                self.acknowledged.add(frame["id"])
            assert frame["type"] != "fault" or frame["retry"], frame
            if frame["type"] == "session.snapshot" and frame["session"]["id"] == self.session:
                await self.fill(frame["session"]["events"])
            elif frame["type"] == "session.page":
                await self.fill(frame["events"])
            else:
                self.take(frame)
        return len(self.tab.frames)

    async def read_rest(self, position: int) -> None:
        """Handle frames that came before the cut."""
        with suppress(WebSocketException):
            await self.read(position)

    async def talk(self, open_tab: Any) -> None:
        """Run until every message is acknowledged, however often the server goes away."""
        while True:
            assert self.tab
            position = 0
            try:
                while True:
                    position = await self.read(position)
                    while len(self.waiting) < WINDOW and self.next < MESSAGES:
                        id, text = f"{self.name}-{self.next}", f"{self.name} says {self.next}"
                        self.next, self.waiting[id] = self.next + 1, text
                        await self.tab.send("message.post", id=id, session=self.session, text=text)
                    if not self.waiting and self.next == MESSAGES:
                        return
                    await self.tab.until(lambda at=position: len(self.tab.frames) > at)
            except (WebSocketException, ClosedError):
                await self.tab.reader
                self.cuts += 1
                await self.read_rest(position)
                await self.connect(open_tab)

    async def see(self, head: int) -> None:
        """Wait for the whole log."""
        assert self.tab
        position = 0
        while True:
            position = await self.read(position)
            if self.head >= head:
                return
            await self.tab.until(lambda at=position: len(self.tab.frames) > at, seconds=25)


@pytest.fixture
def sqlite_site(copy_site: SiteCopier) -> Site:
    return copy_site()


@pytest.fixture
def postgres_site(copy_site: SiteCopier, postgres_server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Site:
    url = postgres_server.url()
    Site(tmp_path_factory.mktemp("tables"), env={"DATABASE_URL": url}).prepare()
    return copy_site(env={"DATABASE_URL": url})


def stored(site: Site, session: str) -> list[tuple[Any, ...]]:
    """Return the log of a session, read directly from the database."""
    if url := site.env.get("DATABASE_URL"):
        with psycopg.connect(url) as database:
            return database.execute(LINES.format("%s"), [session]).fetchall()  # type: ignore[arg-type]
    database = sqlite3.connect(site.folder / "data" / "contactcenter.sqlite3")
    try:
        return database.execute(LINES.format("?"), [session]).fetchall()
    finally:
        database.close()


def patiently(site: Site, open_tab: Any) -> Any:
    """Open a tab as soon as there is a server."""

    async def open() -> Tab:
        async with asyncio.timeout(2 * SECONDS):
            while True:
                await asyncio.to_thread(until, lambda: answers(site.port))
                try:
                    return await open_tab()
                except (OSError, EOFError, WebSocketException, ClosedError):
                    continue

    return open


@pytest.mark.parametrize("kind", ["sqlite_site", "postgres_site"])
async def test_a_killed_server_loses_repeats_and_reorders_no_message(request: pytest.FixtureRequest, kind: str) -> None:
    site: Site = request.getfixturevalue(kind)
    token, cookie = await asyncio.to_thread(new_token, site), await asyncio.to_thread(sign_in, site, "anna")
    client, operator = Person("client"), Person("operator")
    open_client = patiently(site, lambda: Tab.client(site, token))
    open_operator = patiently(site, lambda: Tab.operator(site, cookie=cookie))
    await client.connect(open_client)
    await operator.connect(open_operator)
    assert client.tab
    assert operator.tab
    client.session = operator.session = await conversation(client.tab, operator.tab)

    async def kill() -> None:
        tab = client.tab
        assert tab
        await tab.until(lambda: sum(frame["type"] == "message.posted" for frame in tab.frames) >= KILL_AT)
        await asyncio.to_thread(site.kill)
        await asyncio.to_thread(site.start)

    await asyncio.gather(client.talk(open_client), operator.talk(open_operator), kill())
    assert client.cuts
    assert operator.cuts

    lines = await asyncio.to_thread(stored, site, client.session)
    posted = [line for line in lines if line[0] == "message.posted"]
    commands = [line[2] for line in posted]
    assert client.acknowledged | operator.acknowledged <= set(commands)
    assert len(commands) == len(set(commands)) == 2 * MESSAGES
    for name in ("client", "operator"):
        assert [id for id in commands if id.startswith(name)] == [f"{name}-{number}" for number in range(MESSAGES)]
    assert [line[3] for line in lines if line[3] is not None] == list(range(1, len(lines) + 1))

    for person in (client, operator):
        await person.see(len(lines))
        texts = [frame["text"] for frame in person.seen if frame["type"] == "message.posted"]
        assert texts == [json.loads(line[4])["text"] for line in posted]
        assert [frame["seq"] for frame in person.seen] == list(range(1, len(lines) + 1))
