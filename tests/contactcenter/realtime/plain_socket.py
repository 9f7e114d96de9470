"""A socket of a role of its own, without a server or a product: keeps what it sends, and waits for conditions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from msgspec import Meta

from contactcenter.realtime.socket import Socket
from contactcenter.realtime.wire import Command, Count, Event, Reader


class Hello(Command, tag="hello"):
    pass


class Work(Command, tag="work"):
    number: Count = 0
    word: Annotated[str, Meta(max_length=60_000)] = ""


class Beat(Event, tag="heartbeat"):
    beat: int
    heads: dict[str, int]


class Somebody(NamedTuple):
    sender: str = "operator:1"


class Plain(Socket):
    """The socket under test."""

    role = "operator"
    reader = Reader([Hello, Work])

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.news = asyncio.Condition()
        self.fails: Callable[[], None] = lambda: None
        self.scope: dict[str, Any] = {}
        self.setup()
        self.base_send = self.keep

    async def keep(self, message: dict[str, Any]) -> None:
        self.sent.append(json.loads(message["text"]) if "text" in message else message["code"])
        async with self.news:
            self.news.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with self.news, asyncio.timeout(10):
            await self.news.wait_for(condition)

    async def on_hello(self, command: Hello) -> None:
        self.welcome(Somebody())

    async def on_work(self, command: Work) -> None:
        self.fails()

    def heartbeat_event(self, beat: int, at: str, heads: dict[str, int]) -> Event:
        return Beat(beat=beat, heads=heads)

    def numbers(self) -> list[int]:
        return [frame["seq"] for frame in self.sent if isinstance(frame, dict) and "seq" in frame and frame["type"] == "line"]
