"""The operator's control of the client's camera: asked, allowed once, taken back, and only for the two of this call (C7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.videocall.calls import fresh, story
from tests.world import bodies, refused, run
from videocall import camera, legs, services

Steps = list[str]


@pytest.fixture
def call(new_call: Any, world: Any) -> str:
    """A running call in which the client shows the camera."""
    row = new_call.connected()
    run(legs.call_media, world.carla, call=row.public_id, leg="client-tab", microphone="granted", camera="granted")
    return str(row.public_id)


def ask(world: Any, call: str, what: str = "control") -> None:
    run(camera.camera_ask, world.anna, call=call, what=what)


def answer(world: Any, call: str, what: str = "control", *, yes: bool = True) -> None:
    run(camera.camera_answer, world.carla, call=call, leg="client-tab", what=what, yes=yes)


def permission(call: str) -> tuple[str, bool]:
    row = fresh(_row(call))
    return row.camera_asked, row.camera_allowed


def _row(call: str) -> Any:
    return services.Call.objects.get(public_id=call)


def steps(session: str) -> Steps:
    """Return who took which step about the camera."""
    return [f"{role} {move}" for role, move, _state in story(session) if "-" in move]


def test_the_client_allows_once_and_takes_it_back(world: Any, session: str, call: str) -> None:
    ask(world, call)
    assert permission(call) == ("control", False)
    answer(world, call)
    assert permission(call) == ("", True)
    run(camera.camera_end, world.carla, call=call)
    assert permission(call) == ("", False)
    assert steps(session) == ["operator control-ask", "client control-allow", "client control-end"]
    assert bodies(session, "call.changed")[-1]["call"]["camera"] == {"asked": "", "allowed": False}


def test_a_no_is_told_and_may_be_asked_again(world: Any, session: str, call: str) -> None:
    ask(world, call)
    answer(world, call, yes=False)
    assert permission(call) == ("", False)
    ask(world, call)
    assert permission(call) == ("control", False)
    assert steps(session) == ["operator control-ask", "client control-decline", "operator control-ask"]


def test_agreeing_to_the_other_camera_allows_no_control(world: Any, session: str, call: str) -> None:
    ask(world, call, "flip")
    answer(world, call, "flip")
    assert permission(call) == ("", False)
    ask(world, call, "flip")
    answer(world, call, "flip", yes=False)
    assert steps(session)[-3:] == ["client flip-allow", "operator flip-ask", "client flip-decline"]


def test_the_operator_gives_the_control_back(world: Any, session: str, call: str) -> None:
    ask(world, call)
    answer(world, call)
    run(camera.camera_end, world.anna, call=call)
    assert permission(call) == ("", False)
    assert steps(session)[-1] == "operator control-end"


def test_a_withdrawn_question_cant_be_answered(world: Any, session: str, call: str) -> None:
    ask(world, call)
    run(camera.camera_unask, world.anna, call=call)
    said = refused(camera.camera_answer, world.carla, call=call, leg="client-tab", what="control", yes=True)
    assert said.code == "camera.unasked"
    assert permission(call) == ("", False)
    assert steps(session)[-1] == "operator camera-unask"


def test_an_answer_to_another_question_grants_nothing(world: Any, call: str) -> None:
    ask(world, call)
    ask(world, call, "flip")
    said = refused(camera.camera_answer, world.carla, call=call, leg="client-tab", what="control", yes=True)
    assert said.code == "camera.unasked"
    assert permission(call) == ("flip", False)


def test_repeating_a_step_adds_nothing_to_the_log(world: Any, session: str, call: str) -> None:
    run(camera.camera_unask, world.anna, call=call)
    run(camera.camera_end, world.carla, call=call)
    ask(world, call)
    ask(world, call)
    answer(world, call)
    ask(world, call)
    assert steps(session) == ["operator control-ask", "client control-allow"]


def test_only_the_two_of_this_call_take_part_and_each_only_in_its_part(world: Any, call: str) -> None:
    ask(world, call)
    for stranger in (world.boris, world.oskar, world.david):
        for service, fields in (
            (camera.camera_ask, {"what": "control"}),
            (camera.camera_unask, {}),
            (camera.camera_answer, {"leg": "client-tab", "what": "control", "yes": True}),
            (camera.camera_end, {}),
        ):
            assert refused(service, stranger, call=call, **fields).code == "call.not_found"
    assert refused(camera.camera_ask, world.carla, call=call, what="control").code == "call.not_found"
    assert refused(camera.camera_unask, world.carla, call=call).code == "call.not_found"
    own = {"call": call, "leg": "operator-tab", "what": "control", "yes": True}
    assert refused(camera.camera_answer, world.anna, **own).code == "call.not_found"
    assert permission(call) == ("control", False)


def test_a_tab_that_doesnt_carry_the_call_cant_allow_anything(world: Any, call: str) -> None:
    ask(world, call)
    said = refused(camera.camera_answer, world.carla, call=call, leg="old-tab", what="control", yes=True)
    assert said.code == "call.taken"
    assert permission(call) == ("control", False)


def test_there_is_nothing_to_ask_without_a_picture_a_call_or_after_it(world: Any, new_call: Any) -> None:
    row = new_call.requested()
    assert refused(camera.camera_ask, world.anna, call=row.public_id, what="flip").code == "call.state"
    run(services.call_accept, world.carla, call=row.public_id, leg="client-tab", video=False, socket="c1")
    assert refused(camera.camera_ask, world.anna, call=row.public_id, what="flip").code == "camera.off"
    run(services.call_hangup, world.carla, call=row.public_id)
    for service, by, fields in (
        (camera.camera_ask, world.anna, {"what": "flip"}),
        (camera.camera_end, world.carla, {}),
        (camera.camera_answer, world.carla, {"leg": "client-tab", "what": "flip", "yes": True}),
    ):
        assert refused(service, by, call=row.public_id, **fields).code == "call.over"


def test_the_next_call_starts_without_permission(world: Any, new_call: Any, call: str) -> None:
    ask(world, call)
    answer(world, call)
    run(services.call_hangup, world.anna, call=call)
    again = new_call.connected()
    assert permission(again.public_id) == ("", False)


RANGE = {"least": 1, "most": 4, "step": 0.1, "now": 1}
STATE = {"facing": "environment", "flip": True, "torch": "off", "zoom": RANGE}


async def connected(anna: Any, carla: Any, session: str) -> str:
    """Start a call of both tabs with the client's camera on; return its id."""
    await anna.do("call.request", session=session, leg="operator-tab")
    call = (await carla.call("requested"))["id"]
    await carla.do("call.accept", call=call, leg="client-tab", video=True)
    await carla.do("call.media", call=call, leg="client-tab", microphone="granted", camera="granted")
    await anna.event("call.changed", lambda frame: frame["call"]["client"]["camera"] == "granted")
    return str(call)


async def allowed(anna: Any, carla: Any, session: str) -> str:
    call = await connected(anna, carla, session)
    await anna.do("camera.ask", call=call, what="control")
    await carla.do("camera.answer", call=call, leg="client-tab", what="control", yes=True)
    await anna.event("call.changed", lambda frame: frame["call"]["camera"]["allowed"])
    return call


async def test_the_operator_learns_what_the_camera_can_do_and_controls_it(anna: Any, carla: Any, session: str) -> None:
    call = await allowed(anna, carla, session)
    assert (await carla.do("camera.state", call=call, leg="client-tab", camera=STATE))["type"] == "ack"
    assert await anna.event("camera.state") == {"type": "camera.state", "call": call, "leg": "client-tab", "camera": STATE}
    assert (await anna.do("camera.set", call=call, leg="operator-tab", torch=True))["type"] == "ack"
    assert await carla.event("camera.set") == {"type": "camera.set", "call": call, "torch": True, "zoom": None}


async def test_nothing_is_controlled_before_the_client_allows_it_or_after_it_was_taken_back(
    anna: Any, carla: Any, session: str
) -> None:
    call = await connected(anna, carla, session)
    control = {"call": call, "leg": "operator-tab", "zoom": 2}
    assert (await anna.do("camera.set", **control))["code"] == "camera.forbidden"
    await anna.do("camera.ask", call=call, what="control")
    assert (await anna.do("camera.set", **control))["code"] == "camera.forbidden"
    await carla.do("camera.answer", call=call, leg="client-tab", what="control", yes=True)
    assert (await anna.do("camera.set", **control))["type"] == "ack"
    await carla.do("camera.end", call=call)
    assert (await anna.do("camera.set", **control))["code"] == "camera.forbidden"
    assert len([frame for frame in carla.events if frame["type"] == "camera.set"]) == 1


async def test_another_operator_and_the_client_cant_control_it(
    world: Any, tabs: Any, anna: Any, carla: Any, session: str
) -> None:
    call = await allowed(anna, carla, session)
    boris = await tabs.operator(world.boris)
    david = await tabs.client(world.david)
    for leg in ("operator-tab", "boris-tab"):
        assert (await boris.do("camera.set", call=call, leg=leg, torch=True))["code"] == "call.not_found"
    for who in (carla, david):
        assert (await who.do("camera.set", call=call, leg="client-tab", torch=True))["type"] == "fault"
    assert (await david.do("camera.state", call=call, leg="client-tab", camera=STATE))["type"] == "fault"
    assert (await anna.do("camera.state", call=call, leg="operator-tab", camera=STATE))["type"] == "fault"
    assert not [frame for frame in carla.events if frame["type"] == "camera.set"]


async def test_a_tab_that_doesnt_carry_the_operators_side_cant_control_it(
    world: Any, tabs: Any, anna: Any, carla: Any, session: str
) -> None:
    call = await allowed(anna, carla, session)
    second = await tabs.operator(world.anna)
    assert (await second.do("camera.set", call=call, leg="operator-tab", torch=True))["code"] == "call.taken"


@pytest.mark.parametrize(
    "camera",
    [
        STATE | {"facing": "sideways"},
        STATE | {"torch": True},
        STATE | {"zoom": RANGE | {"most": 1e9}},
        STATE | {"zoom": RANGE | {"now": -1}},
        STATE | {"zoom": 3},
        STATE | {"more": "x" * 100},
        {"facing": "user"},
    ],
)
async def test_a_client_reports_nothing_that_isnt_a_camera(anna: Any, carla: Any, session: str, camera: Any) -> None:
    call = await connected(anna, carla, session)
    assert (await carla.do("camera.state", call=call, leg="client-tab", camera=camera))["type"] == "fault"
    assert (await carla.do("camera.state", call=call, leg="client-tab", camera=None))["type"] == "ack"
    assert (await anna.event("camera.state"))["camera"] is None


@pytest.mark.parametrize("fields", [{"zoom": -1}, {"zoom": 1e6}, {"zoom": "2"}, {"torch": "on"}, {"flip": True}])
async def test_an_operator_sends_nothing_out_of_bounds(anna: Any, carla: Any, session: str, fields: Any) -> None:
    call = await allowed(anna, carla, session)
    assert (await anna.do("camera.set", call=call, leg="operator-tab", **fields))["type"] == "fault"
    assert not [frame for frame in carla.events if frame["type"] == "camera.set"]
