"""Acts and calls for help over the sockets: who may send them, who hears of them, and who doesn't."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from contactcenter.realtime.db_reads import read
from sessions_app.models import Group, Operator, User
from tests.world import World, row_of
from tests.world.tabs import Tab, Tabs

WHY = "Anna is needed elsewhere"
EVERYTHING = ("view_board", "steer_session", "steer_operator")


def supervisor(name: str, *groups: Group, rights: tuple[str, ...] = EVERYTHING) -> User:
    user = User.objects.create_user(name.lower(), first_name=name, is_staff=True, all_groups=not groups)
    user.supervised_groups.set(groups)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.fixture
def shop(committed_world: World) -> World:
    return committed_world


async def board_of(tabs: Tabs, *args: Any, **rights: Any) -> Tab:
    return await tabs.supervisor(await read(lambda: supervisor(*args, **rights)))


def acts(shop: World, session: str) -> list[dict[str, Any]]:
    return [
        {"kind": "act.redirect", "session": session, "operator": shop.boris.pk, "reason": WHY},
        {"kind": "act.end", "session": session, "reason": WHY},
        {"kind": "act.wrapup", "session": session, "reason": WHY},
        {"kind": "act.state", "operator": shop.anna.pk, "state": "away", "reason": WHY},
        {"kind": "act.signout", "operator": shop.anna.pk, "reason": WHY},
        {"kind": "help.answer", "session": session, "request": 1, "text": "Hello"},
    ]


async def test_an_ended_session_reaches_its_operator_with_the_reason(shop: World, tabs: Tabs) -> None:
    session = await read(shop.active)
    anna, carla = await tabs.operator(shop.anna), await tabs.client(shop.carla)
    sofia = await board_of(tabs, "Sofia")
    answer = await sofia.do("act.end", session=session, reason=WHY, seen={"state": "active", "operator": shop.anna.pk})
    assert (answer["type"], answer["session"]) == ("ack", session)
    note = await anna.event("note.posted")
    assert (note["text"], note["by"]) == (WHY, {"role": "supervisor", "name": "Sofia"})
    await carla.event("session.changed", lambda event: event["step"] == "ended")
    assert not [event for event in carla.events if event["type"] == "note.posted"]


async def test_the_second_of_two_supervisors_is_refused_with_what_happened(shop: World, tabs: Tabs) -> None:
    session = await read(shop.active)
    sofia, petr = await board_of(tabs, "Sofia"), await board_of(tabs, "Petr")
    seen = {"state": "active", "operator": shop.anna.pk}
    to = {"operator": shop.boris.pk, "reason": WHY, "seen": seen}
    assert (await sofia.do("act.redirect", session=session, **to))["type"] == "ack"
    refusal = await petr.do("act.end", session=session, reason=WHY, seen=seen)
    assert (refusal["code"], refusal["text"]) == ("act.late", "Sofia has just redirected this session to Boris.")
    assert (await read(row_of, session)).state == "active"


async def test_an_operator_is_told_who_did_what_and_why(shop: World, tabs: Tabs) -> None:
    anna, sofia = await tabs.operator(shop.anna), await board_of(tabs, "Sofia")
    assert (await sofia.do("act.state", operator=shop.anna.pk, state="away", reason=WHY))["type"] == "ack"
    steered = await anna.event("operator.steered")
    assert (steered["by"], steered["state"], steered["reason"]) == ("Sofia", "away", WHY)
    await anna.event("desk.changed", lambda event: event["me"]["state"] == "away")
    assert not [event for event in sofia.events if event["type"] == "operator.steered"]


async def test_a_signed_out_operators_console_closes(shop: World, tabs: Tabs) -> None:
    anna, sofia = await tabs.operator(shop.anna), await board_of(tabs, "Sofia")
    assert (await sofia.do("act.signout", operator=shop.anna.pk, reason=WHY))["type"] == "ack"
    assert (await anna.event("operator.steered"))["state"] == "offline"
    while (said := await anna.communicator.receive_output(8))["type"] != "websocket.close":
        pass
    assert said["code"] == 4401
    assert (await read(Operator.objects.get, pk=shop.anna.pk)).lease_until is None


async def test_operators_and_clients_cannot_send_acts(shop: World, tabs: Tabs) -> None:
    session = await read(shop.active)
    for tab in (await tabs.operator(shop.anna), await tabs.client(shop.carla)):
        for act in acts(shop, session)[:4]:
            kind = act.pop("kind")
            assert (await tab.do(kind, **act))["code"] == "command.unknown"


async def test_supervisors_cannot_send_what_operators_send(shop: World, tabs: Tabs) -> None:
    session, sofia = await read(shop.active), await board_of(tabs, "Sofia")
    assert (await sofia.do("help.ask", session=session, reason=WHY))["code"] == "command.unknown"
    assert (await sofia.do("message.post", session=session, text="Hello"))["code"] == "command.unknown"


async def test_a_supervisor_without_the_rights_can_look_only(shop: World, tabs: Tabs) -> None:
    session = await read(shop.active)
    lara = await board_of(tabs, "Lara", rights=("view_board",))
    for act in acts(shop, session):
        kind = act.pop("kind")
        assert (await lara.do(kind, **act))["code"] == "act.forbidden"


async def test_another_groups_rows_are_not_found(shop: World, tabs: Tabs) -> None:
    session = await read(shop.active)
    olga = await board_of(tabs, "Olga", shop.other_group)
    for act in acts(shop, session):
        kind = act.pop("kind")
        assert (await olga.do(kind, **act))["code"].endswith(".not_found")


async def test_a_call_for_help_is_on_the_board_answered_and_gone(shop: World, tabs: Tabs) -> None:
    session = await read(shop.active)
    anna, carla = await tabs.operator(shop.anna), await tabs.client(shop.carla)
    sofia, olga = await board_of(tabs, "Sofia"), await board_of(tabs, "Olga", shop.other_group)
    assert (await anna.do("help.ask", session=session, reason="A refund?"))["type"] == "ack"
    asked = (await sofia.event("board", lambda event: event["help"]))["help"][0]
    assert (asked["name"], asked["reason"], asked["state"]) == ("Anna", "A refund?", "open")
    assert (await sofia.do("help.answer", session=session, request=asked["id"], text="Yes"))["type"] == "ack"
    answered = await anna.event("help.changed", lambda event: event["state"] == "answered")
    assert (answered["text"], answered["by"]["name"], answered["help"]) == ("Yes", "Sofia", None)
    await sofia.event("board", lambda event: [row["state"] for row in event["help"]] == ["answered"])
    assert (await carla.do("session.resume", session=session, after=0))["type"] == "ack"
    for tab, kind in ((carla, "help.changed"), (olga, "board")):
        assert not [event for event in tab.events if event["type"] == kind and event.get("help")]


async def test_calls_for_help_are_limited(shop: World, tabs: Tabs) -> None:
    session, anna = await read(shop.active), await tabs.operator(shop.anna)
    codes = [(await anna.do("help.withdraw", session=session)).get("code") for _ in range(7)]
    assert codes == [None] * 6 + ["rate.exceeded"]
