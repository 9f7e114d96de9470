"""The bridge on a real Redis: it reports outages, recovers by itself, and carries notifications between two processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
import pytest_asyncio
from channels.layers import channel_layers

from contactcenter.realtime import heartbeats, pubsub
from contactcenter.realtime.pubsub import Notification, Refresh
from contactcenter.realtime.redis_bridge import RedisBridge
from tests.servers import Redis

SECONDS = 20


class Ear:
    def __init__(self) -> None:
        self.rings = 0
        self.rung = asyncio.Event()

    def on_notification(self, group: str, message: pubsub.Message) -> None:
        self.rings += 1
        self.rung.set()


@pytest_asyncio.fixture
async def bridges(
    redis_server: Redis, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[RedisBridge, RedisBridge]]:
    """The bridges of two processes, each with its own connection; the first is ours."""
    host = {"address": redis_server.url, "socket_timeout": None, "socket_connect_timeout": 2}
    layer = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [host]}}
    settings.CHANNEL_LAYERS = {"default": layer}
    pair = []
    for _ in range(2):
        monkeypatch.setattr(channel_layers, "backends", {})
        pair.append(RedisBridge())
    monkeypatch.setattr(pubsub, "bridge", pair[0])
    tasks = [asyncio.create_task(bridge.run()) for bridge in pair]
    for bridge in pair:
        await state(bridge, up=True)
    yield pair[0], pair[1]
    for task in tasks:
        task.cancel()
    await asyncio.wait(
        tasks, timeout=1
    )  # a task may lose its cancellation to a wait that has just ended; the loop's end cancels it again
    for bridge in pair:
        await bridge.layer.flush()


async def a_moment(event: asyncio.Event) -> None:
    """Wait for the event, but not for long."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), 0.1)


async def state(bridge: RedisBridge, *, up: bool) -> None:
    """Wait until the bridge reports this state."""
    never = asyncio.Event()
    async with asyncio.timeout(SECONDS):
        while bridge.up is not up:
            await a_moment(never)


async def notify_until_heard(ear: Ear, other: RedisBridge, group: str) -> None:
    """Notify from the other process until it arrives here: the subscription may still be on its way."""
    async with asyncio.timeout(SECONDS):
        while not ear.rings:
            other.publish([Notification(group, Refresh())])
            await a_moment(ear.rung)


async def test_notifications_from_another_process_arrive_and_our_own_are_not_repeated(
    bridges: tuple[RedisBridge, RedisBridge],
) -> None:
    ours, other = bridges
    ear = Ear()
    pubsub.join("queue.1", ear)
    await notify_until_heard(ear, other, "queue.1")
    before = ear.rings
    pubsub.publish([Notification("queue.1", Refresh())])
    assert ear.rings == before + 1
    pubsub.leave("queue.1", ear)
    assert "queue.1" not in ours.wanted


async def test_a_redis_outage_is_noticed_and_recovered_from(
    bridges: tuple[RedisBridge, RedisBridge], redis_server: Redis
) -> None:
    ours, other = bridges
    ear = Ear()
    pubsub.join("queue.2", ear)
    redis_server.kill()
    try:
        await state(ours, up=False)
        assert heartbeats.bridge_is_down()
        pubsub.publish([Notification("queue.2", Refresh())])
        assert ear.rings == 1
    finally:
        redis_server.start()
    for bridge in bridges:
        await state(bridge, up=True)
    ear.rings = 0
    ear.rung.clear()
    await notify_until_heard(ear, other, "queue.2")
    pubsub.leave("queue.2", ear)
