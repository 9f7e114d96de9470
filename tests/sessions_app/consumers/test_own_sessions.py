"""A console has the sessions its operator has, and no others: when one is taken away while it's read, and when nobody tells."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contactcenter.realtime import group_commit, heartbeats, pubsub, tasks
from contactcenter.realtime.db_reads import read
from sessions_app import channel_names, log, present, selectors
from sessions_app.consumers import operator
from sessions_app.models import Operator
from sessions_app.present import console
from sessions_app.services import closing, messages, queue, redirect
from tests.world import World, run
from tests.world.tabs import Tab, Tabs


@pytest.fixture
def world(transactional_db: None) -> World:
    return World()


def to_boris(world: World, session: str) -> None:
    run(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk)


def once_read(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, act: Callable[[], Any]) -> None:
    """Have ``act`` done, and everybody notified, between the first call of this function and its return."""
    plain, loop, calls = getattr(where, name), asyncio.get_running_loop(), [act]

    def slowly(*args: Any, **kwargs: Any) -> Any:
        found = plain(*args, **kwargs)
        if calls:
            calls.pop()()
            told = threading.Event()
            loop.call_soon_threadsafe(lambda: loop.call_later(0.05, told.set))
            assert told.wait(5)
        return found

    monkeypatch.setattr(where, name, slowly)


def kinds(tab: Tab) -> list[str]:
    return [frame["type"] for frame in tab.events]


async def asks(tab: Tab) -> None:
    """Collect what the tab is sent for all that has happened, and an answer after it."""
    here = asyncio.get_running_loop()
    while doing := [task for task in tasks._tasks if task.get_loop() is here]:
        await asyncio.wait(doing)
    assert (await tab.do("colleagues.find"))["type"] == "ack"


async def reads_nothing(tab: Tab, world: World, session: str) -> None:
    assert channel_names.session(session) not in pubsub.followed()
    await read(lambda: run(messages.message_post, world.carla, session=session, text="For Boris"))
    await asks(tab)
    assert "message.posted" not in kinds(tab)


def silently(act: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Do this as another process does while Redis is away."""
    with monkeypatch.context() as patched:
        patched.setattr(pubsub, "publish_from_thread", lambda _notifications: None)
        act()


# Taken away while it's read


async def test_a_session_lost_while_the_console_opens_is_not_followed(
    world: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await read(world.active)
    once_read(monkeypatch, console, "desk_snapshot", lambda: to_boris(world, session))
    anna = await tabs.operator(world.anna)
    assert kinds(anna) == ["desk.snapshot", "session.dropped"]  # before hello is answered: no message gets between
    await reads_nothing(anna, world, session)


async def test_a_session_lost_before_the_snapshot_is_read_is_not_followed(
    world: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await read(world.active)
    once_read(monkeypatch, operator, "_session_ids", lambda: silently(lambda: to_boris(world, session), monkeypatch))
    anna = await tabs.operator(world.anna)
    assert (await anna.event("desk.snapshot"))["sessions"] == []
    await reads_nothing(anna, world, session)


async def test_a_session_lost_while_it_is_shown_is_not_followed(
    world: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, session = await tabs.operator(world.anna), await read(world.enter)
    once_read(monkeypatch, present, "operator_session_view", lambda: to_boris(world, session))
    await read(lambda: run(queue.session_accept, world.anna, session=session))
    await anna.event("session.dropped")
    await reads_nothing(anna, world, session)
    assert "session.snapshot" not in kinds(anna)


@pytest.mark.parametrize("page", [0, log.PAGE])
async def test_a_session_lost_while_it_is_resumed_is_not_followed(
    page: int, world: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a page of no entries the whole session is shown."""
    session = await read(world.active)
    anna = await tabs.operator(world.anna)
    monkeypatch.setattr(log, "PAGE", page)
    once_read(monkeypatch, selectors, "session_of", lambda: to_boris(world, session))
    assert (await anna.do("session.resume", session=session, after=0))["code"] == "session.not_found"
    await anna.event("session.dropped")
    await reads_nothing(anna, world, session)


async def test_a_session_gained_while_the_console_opens_is_shown_with_what_follows(
    world: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await read(world.enter)

    def accept() -> None:
        world.accept(session)
        run(messages.message_post, world.carla, session=session, text="Hello")

    once_read(monkeypatch, console, "desk_snapshot", accept)
    anna = await tabs.operator(world.anna)
    assert (await anna.event("desk.snapshot"))["sessions"] == []
    shown = (await anna.event("session.snapshot"))["session"]
    assert (shown["id"], shown["events"][-1]["text"]) == (session, "Hello")


async def test_a_session_gained_just_before_the_snapshot_is_sent_once(
    world: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written while the snapshot is on its way comes at once."""
    session = await read(world.enter)
    once_read(monkeypatch, operator, "_session_ids", lambda: world.accept(session))
    text = {"session": session, "text": "Hello"}
    once_read(monkeypatch, console, "desk_snapshot", lambda: run(messages.message_post, world.carla, **text))
    anna = await tabs.operator(world.anna)
    assert [row["id"] for row in (await anna.event("desk.snapshot"))["sessions"]] == [session]
    await asks(anna)
    assert not {"session.snapshot", "session.dropped"} & set(kinds(anna))
    assert (await anna.event("message.posted"))["text"] == "Hello"


# Nobody tells


async def test_lost_notifications_are_made_up_for_at_the_next_refresh(
    world: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await read(world.active)
    anna, boris = await tabs.operator(world.anna), await tabs.operator(world.boris)
    await read(silently, lambda: to_boris(world, session), monkeypatch)
    await heartbeats.poll()
    assert (await anna.event("session.dropped"))["session"] == session
    assert (await boris.event("session.snapshot"))["session"]["id"] == session
    await read(lambda: run(messages.message_post, world.carla, session=session, text="For Boris"))
    assert (await boris.event("message.posted"))["text"] == "For Boris"
    await asks(anna)
    assert "message.posted" not in kinds(anna)


async def test_a_session_that_could_not_be_shown_is_shown_at_the_next_refresh(
    world: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, session = await tabs.operator(world.anna), await read(world.enter)

    def fail() -> None:
        raise group_commit.DatabaseError

    once_read(monkeypatch, present, "operator_session_view", fail)
    await read(world.accept, session)
    await anna.event("session.dropped")
    await heartbeats.poll()
    assert (await anna.event("session.snapshot"))["session"]["id"] == session


async def test_a_session_gained_while_the_desk_is_read_stays(world: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is older, and doesn't have it."""
    anna, session = await tabs.operator(world.anna), await read(world.enter)
    once_read(monkeypatch, operator, "_session_ids", lambda: world.accept(session))
    await heartbeats.poll()
    assert (await anna.event("session.snapshot"))["session"]["id"] == session
    await asks(anna)
    assert not {"session.snapshot", "session.dropped"} & set(kinds(anna))
    assert channel_names.session(session) in pubsub.followed()


async def test_nothing_more_is_sent_when_the_desk_is_right(world: World, tabs: Tabs) -> None:
    """A session in wrap-up is on the desk. One that's over and was resumed isn't; it's followed on."""
    over = await read(world.closed)
    session, ended = await read(world.active, world.david), await read(world.ended)
    anna = await tabs.operator(world.anna)
    assert (await anna.do("session.resume", session=over, after=0))["type"] == "ack"
    for _time in range(2):
        pubsub.deliver(pubsub.Notification(channel_names.operator(world.anna.pk), pubsub.AssignmentChanged(session, True)))
        await heartbeats.poll()
        await asks(anna)
    told = kinds(anna)
    assert told.count("desk.changed") == 1
    assert not {"session.snapshot", "session.dropped"} & set(told)
    assert {channel_names.session(each) for each in (over, ended, session)} <= set(pubsub.followed())
    await read(lambda: run(closing.session_wrapup, world.anna, session=ended))
    assert (await anna.event("session.dropped"))["session"] == ended
    await heartbeats.poll()
    await asks(anna)
    assert "session.dropped" not in kinds(anna)


def test_own_sessions_cost_a_desk_one_query(world: World) -> None:
    for number in range(3):
        world.active(world.client(f"Client {number}"))
    row = Operator.objects.get(pk=world.anna.pk)
    with CaptureQueriesContext(connection) as alone:
        console.desk_changed(row)
    with CaptureQueriesContext(connection) as both:
        _text, owned = operator._desk(row)
    assert (len(both), len(owned)) == (len(alone) + 1, 3)
