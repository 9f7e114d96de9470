"""Requests take turns: few run at once, and one that waits for I/O delays nobody."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from contactcenter.web.concurrency_limit import ConcurrencyLimit, leave


class Application:
    """Requests that run until released."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.let_go: dict[str, asyncio.Event] = {}
        self.changed = asyncio.Condition()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        name = scope["path"]
        self.let_go[name] = asyncio.Event()
        async with self.changed:
            self.begun.append(name)
            self.changed.notify_all()
        await self.let_go[name].wait()
        if name == "broken":
            raise ValueError(name)

    async def until(self, *names: str) -> None:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: self.begun == list(names))


def ask(turns: ConcurrencyLimit, *names: str, method: str = "POST") -> list[asyncio.Task[None]]:
    """Send requests with these names, each from the address its name begins with: a digit, or 1."""
    return [
        asyncio.ensure_future(turns({"method": method, "path": name, "client": (f"192.0.2.{_number(name)}", 1)}, None, None))
        for name in names
    ]


def _number(name: str) -> str:
    return name[0] if name[0].isdigit() else "1"


async def test_waiting_requests_begin_in_order_as_others_end() -> None:
    application = Application()
    turns = ConcurrencyLimit(application, at_once=2, seconds=60)
    tasks = ask(turns, "one", "two", "three", "four")
    await application.until("one", "two")
    application.let_go["two"].set()
    await application.until("one", "two", "three")
    for name in ("one", "three"):
        application.let_go[name].set()
    await application.until("one", "two", "three", "four")
    application.let_go["four"].set()
    await asyncio.gather(*tasks)


async def test_addresses_take_turns_so_that_a_flood_delays_itself() -> None:
    application = Application()
    turns = ConcurrencyLimit(application, at_once=1, seconds=60)
    tasks = ask(turns, "1a", "1b", "1c", "1d", "2a", "3a", "2b")
    expected = ["1a", "1b", "2a", "3a", "1c", "2b", "1d"]
    for number, name in enumerate(expected, 1):
        await application.until(*expected[:number])
        application.let_go[name].set()
    await asyncio.gather(*tasks)


async def test_reads_and_writes_take_turns() -> None:
    application = Application()
    turns = ConcurrencyLimit(application, at_once=1, seconds=60)
    writing = ask(turns, "1a", "2b", "3c")
    await asyncio.sleep(0)
    reading = ask(turns, "4d", "5e", "6f", "7g", method="GET")
    expected = ["1a", "4d", "2b", "5e", "3c", "6f", "7g"]
    for number, name in enumerate(expected, 1):
        await application.until(*expected[:number])
        application.let_go[name].set()
    await asyncio.gather(*writing, *reading)


async def test_a_request_that_leaves_while_waiting_takes_no_slot() -> None:
    application = Application()
    turns = ConcurrencyLimit(application, at_once=1, seconds=60)
    first, gone, last = ask(turns, "first", "gone", "last")
    await application.until("first")
    gone.cancel()
    application.let_go["first"].set()
    await application.until("first", "last")
    application.let_go["last"].set()
    await asyncio.gather(first, last)
    assert gone.cancelled()
    assert turns.free == 1


async def test_a_request_that_waits_for_io_gives_up_its_slot_and_continues() -> None:
    application = Application()
    turns = ConcurrencyLimit(application, at_once=1, seconds=0.01)
    tasks = ask(turns, "slow", "next", "last")
    await application.until("slow", "next", "last")
    for name in ("slow", "next", "last"):
        application.let_go[name].set()
    await asyncio.gather(*tasks)
    (quick,) = ask(turns, "quick")
    await application.until("slow", "next", "last", "quick")
    application.let_go["quick"].set()
    await quick


async def test_a_request_that_starts_waiting_frees_its_slot_at_once() -> None:
    application = Application()

    async def waits(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "waits":
            await asyncio.to_thread(leave)
            leave()  # twice is once
        await application(scope, receive, send)

    turns = ConcurrencyLimit(waits, at_once=1, seconds=60)
    tasks = ask(turns, "waits", "next", "last")
    async with asyncio.timeout(10), application.changed:
        await application.changed.wait_for(lambda: set(application.begun) == {"waits", "next"})
    application.let_go["waits"].set()
    await tasks[0]
    assert "last" not in application.begun
    application.let_go["next"].set()
    async with asyncio.timeout(10), application.changed:
        await application.changed.wait_for(lambda: application.begun[-1] == "last")
    application.let_go["last"].set()
    await asyncio.gather(*tasks)
    assert turns.free == 1


def test_code_outside_a_request_needs_no_slot() -> None:
    leave()


@pytest.mark.parametrize("ending", ["fails", "is broken off"])
async def test_a_failing_request_gives_its_slot_back(ending: str) -> None:
    application = Application()
    turns = ConcurrencyLimit(application, at_once=1, seconds=60)
    broken, after = ask(turns, "broken", "after")
    await application.until("broken")
    if ending == "fails":
        application.let_go["broken"].set()
    else:
        broken.cancel()
    await application.until("broken", "after")
    application.let_go["after"].set()
    await after
    assert isinstance((await asyncio.gather(broken, return_exceptions=True))[0], (ValueError, asyncio.CancelledError))
