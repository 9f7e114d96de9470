"""The supervisors' socket: who may open it, and what it sends when."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from contactcenter.realtime import heartbeats
from contactcenter.realtime.db_reads import read
from contactcenter.sockets import SupervisorSocket
from sessions_app.models import User
from sessions_app.services.closing import session_rate
from sessions_app.services.entry import entry_start
from sessions_app.services.presence import presence_set
from supervision import present
from supervision.consumers import board_feed
from tests.supervision.supervisors import supervisor
from tests.world import World
from tests.world.services import run
from tests.world.tabs import Tab, Tabs


@pytest.fixture
def shop(committed_world: World) -> World:
    return committed_world


async def board(tab: Tab, where: Any = lambda _: True) -> dict[str, Any]:
    return await tab.event("board", where)


def measured(frame: dict[str, Any], name: str) -> Any:
    return {each["name"]: each["value"] for each in frame["measures"]}[name]


async def test_a_supervisor_gets_the_board(shop: World, tabs: Tabs) -> None:
    session = await read(shop.enter)
    tab = await tabs.supervisor(await read(supervisor, "sofia"))
    shown = await board(tab)
    assert {row["name"] for row in shown["operators"]} == {"Anna", "Boris", "Oskar"}
    assert [row["id"] for row in shown["waiting"]] == [session]
    assert (measured(shown, "waiting"), measured(shown, "offered"), measured(shown, "service_level")) == (1, 1, None)


@pytest.mark.parametrize(
    ("columns", "code"),
    [({"is_staff": False}, 4403), ({"is_active": False}, 4401), ({}, 4403)],
    ids=["an operator", "switched off", "without the right"],
)
async def test_nobody_else_gets_it(shop: World, tabs: Tabs, columns: dict[str, bool], code: int) -> None:
    user = await read(lambda: User.objects.create_user("mallory", **({"is_staff": True} | columns)))
    await is_refused(tabs, user, code)


async def test_a_stranger_does_not_get_it(shop: World, tabs: Tabs) -> None:
    await is_refused(tabs, None, 4401)


async def is_refused(tabs: Tabs, user: User | None, code: int) -> None:
    tab = await tabs._open(SupervisorSocket, "/ws/supervisor/", {"user": user})
    assert (await tab.do("hello"))["type"] == "fault"
    assert (await tab.communicator.receive_output(timeout=8))["code"] == code


async def test_whatever_changes_comes_within_a_second(shop: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Because it's told, and not when the board is looked up for want of a change."""
    assert board_feed.GATHER_SECONDS + board_feed.PAUSE_SECONDS < 1
    monkeypatch.setattr(board_feed, "IDLE_SECONDS", 3600)
    session = await read(shop.closed)
    tab = await tabs.supervisor(await read(supervisor, "sofia"))
    await board(tab)
    changes = {
        "a client enters": (entry_start, shop.david, {"entry": "chat"}, lambda shown: measured(shown, "waiting") == 1),
        "a rating": (
            session_rate,
            shop.carla,
            {"session": session, "value": 5},
            lambda shown: measured(shown, "satisfaction") == 1,
        ),
        "an operator goes away": (presence_set, shop.boris, {"state": "away"}, lambda shown: measured(shown, "away") == 1),
    }
    for service, by, fields, shows in changes.values():
        await read(run, service, by, **fields)
        await board(tab, shows)


async def test_two_boards_of_the_same_view_cost_one_lookup(shop: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Any] = []
    feeds: list[Any] = []
    original, refresh = present.live_view, board_feed.BoardFeed._refresh
    monkeypatch.setattr(present, "live_view", lambda *of: looked.append(of) or original(*of))
    monkeypatch.setattr(board_feed.BoardFeed, "_refresh", lambda feed: feeds.append(feed) or refresh(feed))
    opened = [await tabs.supervisor(await read(supervisor, name)) for name in ("sofia", "karla")]
    for tab in opened:
        await board(tab)
    await read(shop.enter)
    for tab in opened:
        await board(tab, lambda shown: measured(shown, "waiting") == 1)
    assert (len(set(feeds)), len(feeds[0].sockets)) == (1, 2)
    assert len(looked) <= len(feeds)


async def test_a_bound_supervisor_hears_nothing_of_other_groups(shop: World, tabs: Tabs) -> None:
    tab = await tabs.supervisor(await read(supervisor, "sofia", shop.other_group))
    shown = await board(tab)
    assert [row["name"] for row in shown["operators"]] == ["Oskar"]
    await read(shop.enter)
    await read(run, presence_set, shop.oskar, state="away")
    shown = await board(tab, lambda shown: measured(shown, "away") == 1)
    assert (shown["waiting"], measured(shown, "waiting"), measured(shown, "offered")) == ([], 0, 0)


async def test_who_loses_the_right_loses_the_board_with_the_next_heartbeat(shop: World, tabs: Tabs) -> None:
    user = await read(supervisor, "sofia")
    tab = await tabs.supervisor(user)
    await board(tab)
    await read(user.user_permissions.clear)
    await heartbeats.beat([socket for slot in heartbeats._slots for socket in slot if socket.role == "supervisor"])
    while (frame := await tab.communicator.receive_output(timeout=8))["type"] != "websocket.close":
        pass
    assert frame["code"] == 4403


async def test_the_board_goes_on_after_what_nobody_foresaw(
    shop: World, tabs: Tabs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(board_feed, "IDLE_SECONDS", 0.5)
    tab = await tabs.supervisor(await read(supervisor, "sofia"))
    await board(tab)
    failed, loop, original = asyncio.Event(), asyncio.get_running_loop(), present.live_view

    def fail_once(*of: Any) -> Any:
        if failed.is_set():
            return original(*of)
        loop.call_soon_threadsafe(failed.set)
        raise ValueError("a row nobody foresaw")

    monkeypatch.setattr(present, "live_view", fail_once)
    await read(shop.enter)
    await asyncio.wait_for(failed.wait(), 20)
    await board(tab, lambda shown: measured(shown, "waiting") == 1)
    assert "the live board failed" in caplog.text
