"""The supervisors' socket: who may open it, and what it sends when."""

from __future__ import annotations

from typing import Any

import pytest

from contactcenter.realtime.db_reads import read
from contactcenter.sockets import SupervisorSocket
from sessions_app.models import User
from tests.supervision.supervisors import supervisor
from tests.world import World
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
    assert (await tab.communicator.receive_output())["code"] == code
