"""What is typed passes to the other side's tab once both have agreed, and to nobody else."""

from __future__ import annotations

import pytest_asyncio

from contactcenter.realtime.db_reads import read
from sessions_app.models import LogEntry
from videocall.real_time_text import consumers

EDIT = {"rev": 1, "line": "line-1", "at": 0, "cut": 0, "add": "H\u00e9llo \U0001f44b"}
SHOW = {"rev": 2, "lines": [{"line": "line-1", "text": "Hello"}], "again": True}


class Side:
    def __init__(self, tab, call, leg):
        self.tab, self.call, self.leg = tab, call, leg

    async def do(self, kind, **fields):
        return await self.tab.do(kind, call=self.call, leg=self.leg, **fields)

    async def turns(self, on):
        assert (await self.do("text.set", on=on))["type"] == "ack"


@pytest_asyncio.fixture
async def sides(anna, carla, session):
    """The operator and the client of an accepted call."""
    await anna.do("call.request", session=session, leg="operator-tab")
    call = (await carla.call("requested"))["id"]
    await carla.do("call.accept", call=call, leg="client-tab", video=False)
    await anna.call("accepted")
    return Side(anna, call, "operator-tab"), Side(carla, call, "client-tab")


async def agreed(sides):
    for side in sides:
        await side.turns(True)
    return sides


async def test_the_other_side_is_asked_and_letters_pass_after_its_yes(sides):
    operator, client = sides
    await operator.turns(True)
    asked = await client.tab.event("call.changed", lambda frame: frame["move"] == "text-ask")
    assert asked["call"]["text"] == {"state": "asked", "by": "operator"}
    assert (await operator.do("text.edit", **EDIT))["code"] == "text.off"
    await client.turns(True)
    await operator.tab.event("call.changed", lambda frame: frame["call"]["text"]["state"] == "on")
    assert (await operator.do("text.edit", **EDIT))["type"] == "ack"
    shown = await client.tab.event("text.edited")
    assert shown == {"type": "text.edited", "call": operator.call, "leg": "operator-tab", **EDIT}
    assert (await client.do("text.show", **SHOW))["type"] == "ack"
    assert await operator.tab.event("text.shown") == {
        "type": "text.shown", "call": client.call, "leg": "client-tab", "back": None, **SHOW,
    }  # fmt: skip


async def test_nothing_passes_before_both_have_agreed_nor_after_one_has_turned_it_off(sides):
    operator, client = sides
    for kind, fields in (("text.edit", EDIT), ("text.show", SHOW)):
        assert (await operator.do(kind, **fields))["code"] == "text.off"
    await agreed(sides)
    await operator.do("text.edit", **EDIT)
    await client.tab.event("text.edited")
    await client.turns(False)
    await operator.tab.event("call.changed", lambda frame: frame["move"] == "text-off")
    for side in sides:
        assert (await side.do("text.edit", **EDIT))["code"] == "text.off"
        assert not [frame for frame in side.tab.events if frame["type"].startswith("text.")]


async def test_only_the_tab_that_carries_the_side_sends_and_hears(world, tabs, sides, session):
    operator, client = await agreed(sides)
    second, stranger = await tabs.operator(world.anna), await tabs.operator(world.boris)
    for tab in (second, stranger):
        for kind, fields in (("text.edit", EDIT), ("text.show", SHOW)):
            fault = await tab.do(kind, call=operator.call, leg="operator-tab", **fields)
            assert fault["code"] == "call.taken"
    await client.do("text.edit", **EDIT)
    await operator.tab.event("text.edited")
    for tab in (second, stranger, client.tab):
        await tab.do("message.type", session=session, on=True)  # whatever was on its way has come
        assert not [frame for frame in tab.events if frame["type"].startswith("text.")]


async def test_a_tab_that_takes_the_side_over_gets_the_letters_from_then_on(world, tabs, sides):
    operator, client = await agreed(sides)
    second = await tabs.operator(world.anna)
    assert (await second.do("call.join", call=operator.call, leg="new-tab"))["type"] == "ack"
    await client.tab.event("call.changed", lambda frame: frame["call"]["operator_leg"] == "new-tab")
    await client.do("text.edit", **EDIT)
    assert (await second.event("text.edited"))["add"] == EDIT["add"]
    assert (await operator.do("text.edit", **EDIT))["code"] == "call.taken"


async def test_what_is_typed_is_neither_stored_nor_logged(sides, caplog):
    operator, client = await agreed(sides)
    lines = await read(LogEntry.objects.count)
    await operator.do("text.edit", **EDIT | {"add": "between us"})
    await operator.do("text.show", **SHOW | {"lines": [{"line": "line-1", "text": "between us"}]})
    await client.tab.event("text.shown")
    assert await read(LogEntry.objects.count) == lines
    assert "between us" not in caplog.text


async def test_letters_have_a_limit_of_their_own(sides, monkeypatch):
    monkeypatch.setattr(consumers, "TEXTS", (15, 10_000))
    operator, client = await agreed(sides)
    answers = [await operator.do("text.edit", **EDIT | {"rev": number}) for number in range(20)]
    assert [answer.get("code") for answer in answers] == [None] * 15 + ["rate.exceeded"] * 5
    assert (await operator.tab.do("heartbeat", beat=0))["type"] == "ack"
    assert (await client.do("text.edit", **EDIT))["type"] == "ack"


async def test_a_whole_message_is_pasted_at_once_and_nothing_longer_is_taken(sides):
    operator, client = await agreed(sides)
    assert (await operator.do("text.edit", **EDIT | {"add": "\U0001f9d1" * 4000}))["type"] == "ack"
    assert len((await client.tab.event("text.edited"))["add"]) == 4000
    for wrong in ({"add": "x" * 16_001}, {"at": -1}, {"cut": 16_001}, {"rev": -1}, {"line": "no id"}):
        assert (await operator.do("text.edit", **EDIT | wrong))["code"] == "command.invalid"
        assert (await operator.do("text.edit", **EDIT))["type"] == "ack"  # the fifth wrong one in a row would close the socket
    too_many = [{"line": f"l{number}", "text": "x"} for number in range(9)]
    assert (await operator.do("text.show", **SHOW | {"lines": too_many}))["code"] == "command.invalid"


async def test_the_finished_line_is_an_ordinary_message_with_the_lines_id(sides, session):
    operator, client = await agreed(sides)
    posted = {"session": session, "text": "Hello"}
    for _again in range(2):
        assert (await client.tab.do("message.post", command="line-1", **posted))["type"] == "ack"
    assert (await operator.tab.event("message.posted"))["command"] == "line-1"
    assert await read(LogEntry.objects.filter(kind="message.posted").count) == 1
