"""Notifications inside a process, and what crosses the bridge."""

from __future__ import annotations

import asyncio
import signal

import pytest

from contactcenter import deadlines
from contactcenter.background import Background
from contactcenter.realtime import heartbeats, pubsub
from contactcenter.realtime.pubsub import AssignmentChanged, Broadcast, EntryAppended, Notification, Refresh, SignOut


class Ear:
    """A listener that keeps what it gets and can be told to fail."""

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.heard_all: list[tuple[str, pubsub.Message]] = []

    def on_notification(self, group: str, message: pubsub.Message) -> None:
        if self.fails:
            raise ValueError("an ear that fails")
        self.heard_all.append((group, message))


class Wire:
    """A bridge that records its calls."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def publish(self, rings: list[Notification]) -> None:
        self.said += [f"publish {ring.group}" for ring in rings]

    def follow(self, group: str) -> None:
        self.said.append(f"follow {group}")

    def forget(self, group: str) -> None:
        self.said.append(f"forget {group}")


@pytest.fixture
def bridge(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire = Wire()
    monkeypatch.setattr(pubsub, "bridge", wire)
    return wire


async def test_only_current_members_of_a_group_are_notified() -> None:
    member, other = Ear(), Ear()
    pubsub.join("one", member)
    pubsub.join("two", other)
    pubsub.publish([Notification("one", Refresh())])
    pubsub.leave("one", member)
    pubsub.publish([Notification("one", Refresh())])
    assert member.heard_all == [("one", Refresh())]
    assert other.heard_all == []
    pubsub.leave("two", other)
    assert {"one", "two"}.isdisjoint(pubsub.followed())


async def test_a_failing_listener_does_not_affect_the_others(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = Ear(fails=True), Ear()
    for ear in (bad, good):
        pubsub.join("session.secret", ear)
    pubsub.publish([Notification("session.secret", Refresh())])
    for ear in (bad, good):
        pubsub.leave("session.secret", ear)
    assert len(good.heard_all) == 1
    assert "secret" not in caplog.messages[0]


async def test_a_group_is_subscribed_to_once_for_all_listeners(bridge: Wire) -> None:
    ears = [Ear(), Ear()]
    for ear in ears:
        pubsub.join("one", ear)
    for ear in ears:
        pubsub.leave("one", ear)
    pubsub.leave("one", ears[0])
    assert bridge.said == ["follow one", "forget one"]


async def test_local_notifications_are_published_and_remote_ones_are_not_echoed(bridge: Wire) -> None:
    pubsub.publish([Notification("one", Refresh())])
    pubsub.deliver(Notification("one", Refresh()))
    pubsub.publish([])
    assert bridge.said == ["publish one"]


async def test_a_process_without_a_socket_so_far_tells_the_others_what_its_threads_did(
    bridge: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first request may be a view's or the API's, or a sweep may find something before."""
    monkeypatch.setattr(pubsub, "_loop", None)
    monkeypatch.setattr(heartbeats, "run", asyncio.Event().wait)
    monkeypatch.setattr(deadlines, "run", asyncio.Event().wait)
    background = Background(None)
    background.start()
    try:
        await asyncio.to_thread(pubsub.publish_from_thread, [Notification("one", Refresh())])
        await asyncio.sleep(0)
        assert bridge.said == ["publish one"]
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGUSR1)
        for task in background.tasks:
            task.cancel()


@pytest.mark.parametrize(
    "message",
    [
        EntryAppended("s", 2, 1, '{"a":"\u202e"}', None),
        Broadcast("{}", "client", "skip"),
        Refresh(),
        AssignmentChanged("s", True),
        SignOut(4401),
    ],
)
def test_every_message_crosses_the_bridge_unchanged(message: pubsub.Message) -> None:
    assert pubsub.decode(pubsub.encode(Notification("session.x", message))) == Notification("session.x", message)
