"""Limits on handshakes per network address: over time, and on simultaneous strangers; refused ones cost nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from contactcenter.realtime import handshake_limit
from contactcenter.realtime.handshake_limit import HandshakeLimit
from contactcenter.realtime.socket_limits import STRANGER


class Application:
    """An application that keeps each socket open until the test releases it."""

    def __init__(self) -> None:
        self.scopes: list[dict[str, Any]] = []
        self.over = asyncio.Event()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        await self.over.wait()


class Door:
    def __init__(self) -> None:
        self.application = Application()
        self.limit = HandshakeLimit(self.application)
        self.answers: list[dict[str, Any]] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def knock(self, address: str, *, extensions: bool = True) -> bool:
        """Open a socket from an address; return whether it was accepted."""
        before = len(self.application.scopes)
        scope = {"type": "websocket", "client": [address, 1], "headers": []}
        if extensions:
            scope["extensions"] = {"websocket.http.response": {}}
        self.tasks.append(asyncio.create_task(self.limit(scope, self._receive, self._send)))
        for _ in range(5):
            await asyncio.sleep(0)
        return len(self.application.scopes) > before

    async def _receive(self) -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def _send(self, message: dict[str, Any]) -> None:
        self.answers.append(message)

    async def everybody_leaves(self) -> None:
        self.application.over.set()
        await asyncio.gather(*self.tasks)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.RATE_SCALE = 1
    monkeypatch.setattr(handshake_limit, "STRANGERS", 2)
    monkeypatch.setattr(handshake_limit, "HANDSHAKES", (100, 1000))


async def is_accepted(door: Door, *addresses: str) -> list[bool]:
    return [await door.knock(address) for address in addresses]


async def test_strangers_are_limited_per_address() -> None:
    door = Door()
    assert await is_accepted(door, "192.0.2.1", "192.0.2.1", "192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2") == [
        True,
        True,
        False,
        False,
        True,
    ]
    await door.everybody_leaves()


async def test_a_socket_is_no_stranger_after_hello() -> None:
    door = Door()
    await is_accepted(door, *["192.0.2.1"] * 2)
    for scope in door.application.scopes:
        scope[STRANGER].leave()
        scope[STRANGER].leave()
    assert await is_accepted(door, *["192.0.2.1"] * 3) == [True, True, False]
    await door.everybody_leaves()


async def test_a_closed_socket_does_not_count() -> None:
    door = Door()
    await is_accepted(door, *["192.0.2.1"] * 2)
    await door.everybody_leaves()
    assert door.limit.strangers == {}
    assert await door.knock("192.0.2.1")


async def test_all_addresses_of_an_ipv6_network_count_as_one() -> None:
    door = Door()
    assert await is_accepted(door, *(f"2001:db8:1:1::{number}" for number in range(3))) == [True, True, False]
    await door.everybody_leaves()


async def test_an_ipv6_site_has_four_times_the_limit() -> None:
    door = Door()
    assert await is_accepted(door, *(f"2001:db8:1:{number:x}::1" for number in range(9))) == [True] * 8 + [False]
    await door.everybody_leaves()


async def test_handshakes_per_address_are_limited_over_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake_limit, "HANDSHAKES", (2, 1000))
    door = Door()
    door.application.over.set()
    assert await is_accepted(door, "192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2") == [True, True, False, True]


async def test_sockets_without_a_known_address_are_not_counted_together() -> None:
    door = Door()
    assert await is_accepted(door, *[""] * 5) == [True] * 5
    await door.everybody_leaves()


async def test_a_refusal_is_a_429_with_words_if_the_server_supports_it() -> None:
    door = Door()
    await is_accepted(door, *["192.0.2.1"] * 3)
    start, body = door.answers
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 429)
    assert b"Try again in a moment" in body["body"]
    await door.everybody_leaves()


async def test_a_refusal_is_a_close_on_other_servers() -> None:
    door = Door()
    await is_accepted(door, *["192.0.2.1"] * 2)
    assert not await door.knock("192.0.2.1", extensions=False)
    assert door.answers == [{"type": "websocket.close", "code": 4429}]
    await door.everybody_leaves()
