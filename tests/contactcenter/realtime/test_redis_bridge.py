"""The bridge: it reports outages, recovers by itself, and carries notifications between two processes.

First on a real Redis, then on one in the hand.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from channels.layers import channel_layers

from contactcenter.realtime import heartbeats, pubsub, redis_bridge
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


class Layer:
    """A Redis in the hand: it delivers what is sent to a group, and fails when it's told to."""

    def __init__(self) -> None:
        self.queue = asyncio.Queue[dict[str, Any]]()
        self.groups: set[str] = set()
        self.sent: list[dict[str, Any]] = []
        self.away = False
        self.fails_once = False
        self.tried = asyncio.Event()

    async def new_channel(self) -> str:
        return "ours"

    async def group_add(self, group: str, channel: str) -> None:
        self._answer()
        self.groups.add(group)

    async def group_discard(self, group: str, channel: str) -> None:
        self._answer()
        self.groups.discard(group)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        self._answer()
        self.sent.append(message)
        if group in self.groups:
            self.queue.put_nowait(message)

    async def receive(self, channel: str) -> dict[str, Any]:
        return await self.queue.get()

    def _answer(self) -> None:
        if self.away or self.fails_once:
            self.fails_once = False
            self.tried.set()
            raise ConnectionError("Redis is away")

    def lost(self) -> list[str]:
        """Return who has said that others miss something."""
        return [message["from"] for message in self.sent if message["type"] == redis_bridge.LOST]

    def from_another(self, message: Any, **more: Any) -> None:
        self.queue.put_nowait({"type": "notification", "from": "another", "notification": msgspec.msgpack.encode(message)} | more)


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Layer:
    layer = Layer()
    monkeypatch.setattr(redis_bridge, "get_channel_layer", lambda: layer)
    monkeypatch.setattr(redis_bridge, "ECHO_SECONDS", 0.1)
    monkeypatch.setattr(redis_bridge, "PAUSE_SECONDS", 0.02)
    return layer


@pytest_asyncio.fixture
async def bridge(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RedisBridge]:
    bridge = RedisBridge()
    monkeypatch.setattr(pubsub, "bridge", bridge)
    task = asyncio.create_task(bridge.run())
    await state(bridge, up=True)
    yield bridge
    assert not task.done()
    task.cancel()


@pytest_asyncio.fixture
async def ear(bridge: RedisBridge) -> AsyncIterator[Ear]:
    ear = Ear()
    pubsub.join("queue.3", ear)
    yield ear
    pubsub.leave("queue.3", ear)


async def happens(condition: Callable[[], bool]) -> None:
    never = asyncio.Event()
    async with asyncio.timeout(SECONDS):
        while not condition():
            await a_moment(never)


class NextReleasesMessage(msgspec.Struct, frozen=True, tag=True):
    number: int = 1


class NextReleasesNotification(msgspec.Struct, frozen=True):
    group: str
    message: NextReleasesMessage


async def test_a_notification_of_another_release_is_skipped_and_told_once(
    bridge: RedisBridge, layer: Layer, ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    before = bridge.failures
    for _ in range(3):
        layer.from_another(NextReleasesNotification("queue.3", NextReleasesMessage()))
    layer.from_another(Notification("queue.3", Refresh()))
    await asyncio.wait_for(ear.rung.wait(), SECONDS)
    assert [record.message.count("NextReleasesMessage") for record in caplog.records] == [1]
    assert bridge.up
    assert bridge.failures == before + 3, "the heartbeat looks for what it may have said"
    pubsub.publish([Notification("queue.4", Refresh())])
    await happens(lambda: any(message["type"] == "notification" for message in layer.sent))


async def test_many_kinds_of_unreadable_notifications_fill_no_log(
    bridge: RedisBridge, layer: Layer, ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(100):
        layer.from_another({"group": "queue.3", "message": {"type": f"Message{number}"}})
    for _ in range(3):
        layer.queue.put_nowait({"type": "notification"})
    layer.from_another(Notification("queue.3", Refresh()))
    await asyncio.wait_for(ear.rung.wait(), SECONDS)
    assert len(caplog.records) == redis_bridge.KINDS


@pytest.mark.parametrize("part", ["receive", "send"])
async def test_a_part_that_fails_starts_again(
    bridge: RedisBridge, layer: Layer, ear: Ear, part: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What nobody foresees is tried here by a mistake inside: without an end of it, the process polls."""
    broken = asyncio.Event()

    def fail(*_: Any) -> Any:
        broken.set()
        raise ValueError("a mistake of ours")

    before = bridge.failures
    with monkeypatch.context() as patched:
        if part == "receive":
            patched.setattr(bridge, "_take", fail)
            patched.setattr(bridge, "_skip", fail)
            layer.from_another(Notification("queue.3", Refresh()))
        else:
            patched.setattr(pubsub, "encode", fail)
            pubsub.publish([Notification("queue.4", Refresh())])
        await asyncio.wait_for(broken.wait(), SECONDS)
        await happens(lambda: bridge.failures > before)
        if part == "receive":
            await state(bridge, up=False)
    await state(bridge, up=True)
    assert "failed and starts again" in caplog.text
    ear.rung.clear()
    layer.from_another(Notification("queue.3", Refresh()))
    await asyncio.wait_for(ear.rung.wait(), SECONDS)
    pubsub.publish([Notification("queue.5", Refresh())])
    await happens(lambda: any(message["type"] == "notification" for message in layer.sent))


async def test_a_short_failure_is_counted_and_told_to_the_others(bridge: RedisBridge, layer: Layer) -> None:
    before = bridge.failures
    layer.fails_once = True
    pubsub.publish([Notification("queue.4", Refresh()) for _ in range(5)])
    await happens(lambda: layer.lost() == [bridge.name])
    await state(bridge, up=True)
    assert bridge.failures > before
    assert not bridge.outgoing


async def test_notifications_that_found_no_room_are_lost_too(bridge: RedisBridge, layer: Layer) -> None:
    pubsub.publish([Notification("queue.4", Refresh())] * (redis_bridge.QUEUE + 1))
    await happens(lambda: layer.lost() == [bridge.name])


async def test_when_another_process_has_lost_something_ours_looks_for_it(
    bridge: RedisBridge, layer: Layer, caplog: pytest.LogCaptureFixture
) -> None:
    before = bridge.failures
    await layer.group_send(redis_bridge.LOST, {"type": redis_bridge.LOST, "from": "another"})
    await happens(lambda: bridge.failures == before + 1)
    await layer.group_send(redis_bridge.LOST, {"type": redis_bridge.LOST, "from": bridge.name})
    await happens(layer.queue.empty)
    assert bridge.failures == before + 1
    assert (bridge.up, caplog.records) == (True, [])


async def test_what_waits_for_redis_is_no_more_than_what_is_followed(bridge: RedisBridge, layer: Layer) -> None:
    for group in ("kept", "left"):
        bridge.follow(group)
    await happens(lambda: {"kept", "left"} <= layer.groups)
    layer.away = True
    for number in range(1000):
        bridge.follow(f"session.{number}")
        bridge.forget(f"session.{number}")
        bridge.forget("kept")
        bridge.follow("kept")
    bridge.forget("left")
    bridge.follow("new")
    assert bridge.changes == {"left", "new"}
    layer.tried.clear()
    await asyncio.wait_for(layer.tried.wait(), SECONDS)
    layer.away = False
    await happens(lambda: "new" in layer.groups and "left" not in layer.groups)
    assert bridge.changes == set()
    assert bridge.subscribed == bridge.wanted == {"kept", "new"}


async def test_a_group_forgotten_while_it_is_subscribed_to_does_not_stay(bridge: RedisBridge, layer: Layer) -> None:
    layer.away = True
    layer.tried.clear()
    bridge.follow("short")
    await asyncio.wait_for(layer.tried.wait(), SECONDS)
    await happens(lambda: not bridge.work.is_set())
    bridge.forget("short")
    layer.away = False
    await state(bridge, up=True)
    await happens(lambda: not bridge.changes)
    bridge.follow("next")
    await happens(lambda: "next" in layer.groups)
    assert "short" not in layer.groups
