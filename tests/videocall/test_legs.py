"""Legs, the tabs of a call: joining, taking over, reporting, leaving; a replaced tab is out."""

import json

import pytest
from django.utils import timezone

from sessions_app.models import LogEntry
from tests.videocall.calls import fresh
from tests.world import refused, run
from videocall import legs


def moves_of(session):
    rows = LogEntry.objects.filter(session__public_id=session, kind="call.changed").order_by("seq")
    return [json.loads(row.body)["move"] for row in rows]


def test_a_tab_can_arm_during_the_prompt(world, new_call):
    call = run(legs.call_join, world.carla, call=new_call.requested().public_id, leg="client-tab")
    assert (call.state, call.client_leg, call.operator_leg) == ("requested", "client-tab", "operator-tab")


@pytest.mark.parametrize("who", ["anna", "carla"])
def test_after_a_reload_the_new_tab_takes_over_and_the_call_reconnects(world, new_call, who):
    by = getattr(world, who)
    call = new_call.connected()
    row = run(legs.call_join, by, call=call.public_id, leg="new-tab")
    assert (row.state, row.leg_of(by.role)) == ("reconnecting", "new-tab")
    assert row.deadline_at is not None
    row = run(legs.call_connected, by, call=call.public_id, leg="new-tab")
    assert (row.state, row.deadline_at) == ("connected", None)


def test_connected_at_is_the_first_connection(world, new_call):
    call = new_call.reconnecting()
    assert run(legs.call_connected, world.anna, call=call.public_id, leg="operator-tab").connected_at == call.connected_at


@pytest.mark.parametrize(
    ("service", "kwargs"),
    [
        (legs.call_connected, {}),
        (legs.call_interrupted, {}),
        (legs.call_media, {"microphone": "off", "camera": "off"}),
    ],
)
def test_a_replaced_tab_is_refused(world, new_call, service, kwargs):
    call = new_call.connected()
    run(legs.call_join, world.carla, call=call.public_id, leg="new-tab")
    before = fresh(call)
    assert refused(service, world.carla, call=call.public_id, leg="client-tab", **kwargs).code == "call.taken"
    assert fresh(call).version == before.version


def test_the_devices_of_a_new_tab_are_unknown(world, new_call):
    call = new_call.connected().public_id
    run(legs.call_media, world.carla, call=call, leg="client-tab", microphone="granted", camera="off")
    row = run(legs.call_join, world.carla, call=call, leg="new-tab")
    assert (row.client_microphone, row.client_camera) == ("not-asked", "not-asked")


def test_joining_again_changes_and_logs_nothing(world, session, new_call):
    call = new_call.connected()
    before = moves_of(session)
    assert run(legs.call_join, world.carla, call=call.public_id, leg="client-tab", socket="c2").version == call.version
    assert moves_of(session) == before


def test_repeated_reports_change_nothing(world, session, new_call):
    call = new_call.connected().public_id
    run(legs.call_connected, world.carla, call=call, leg="client-tab")
    assert moves_of(session) == ["request", "accept", "connected"]
    run(legs.call_interrupted, world.carla, call=call, leg="client-tab")
    run(legs.call_interrupted, world.anna, call=call, leg="operator-tab")
    assert moves_of(session) == ["request", "accept", "connected", "interrupt"]


def test_failing_before_the_first_connection_is_no_interruption(world, new_call):
    call = new_call.accepted()
    assert run(legs.call_interrupted, world.anna, call=call.public_id, leg="operator-tab").state == "accepted"


def test_device_states_are_announced_once_per_change(world, session, new_call):
    call = new_call.connected().public_id
    for camera in ("asking", "granted", "granted", "off"):
        run(legs.call_media, world.carla, call=call, leg="client-tab", microphone="granted", camera=camera)
    assert moves_of(session).count("media") == 3
    body = json.loads(LogEntry.objects.filter(session__public_id=session).latest("seq").body)["call"]
    assert body["client"] == {"microphone": "granted", "camera": "off", "screen": False}
    assert body["operator"] == {"microphone": "not-asked", "camera": "not-asked", "screen": False}


def test_a_closed_socket_marks_its_leg_absent_until_it_returns(world, new_call):
    call = new_call.connected()
    run(legs.call_leg_left, world.carla, call=call.public_id, leg="client-tab", socket="c1")
    assert fresh(call).client_leg_left_at is not None
    assert fresh(call).operator_leg_left_at is None
    assert fresh(call).state == "connected"
    run(legs.call_join, world.carla, call=call.public_id, leg="client-tab", socket="c2")
    assert fresh(call).client_leg_left_at is None


def test_an_old_socket_closing_late_does_not_mark_the_leg_absent(world, new_call):
    call = new_call.connected()
    run(legs.call_join, world.carla, call=call.public_id, leg="client-tab", socket="c2")
    run(legs.call_leg_left, world.carla, call=call.public_id, leg="client-tab", socket="c1")
    assert fresh(call).client_leg_left_at is None


def test_closing_a_replaced_tab_does_not_affect_the_new_one(world, new_call):
    call = new_call.connected()
    run(legs.call_join, world.carla, call=call.public_id, leg="new-tab", socket="c2")
    run(legs.call_leg_left, world.carla, call=call.public_id, leg="client-tab", socket="c1")
    assert fresh(call).client_leg_left_at is None


def test_closing_a_tab_after_the_call_changes_nothing(world, new_call):
    call = new_call.over()
    run(legs.call_leg_left, world.carla, call=call.public_id, leg="client-tab", socket="c1")
    assert fresh(call).client_leg_left_at is None
    assert fresh(call).ended_at <= timezone.now()


@pytest.mark.parametrize(
    ("microphone", "camera", "allowed"),
    [
        ("granted", "not-asked", True),
        ("blocked-person", "off", True),
        ("muted", "no-device", True),
        ("asking", "blocked-person", False),
    ],
)
def test_the_first_allowed_device_of_the_client_is_remembered(world, new_call, microphone, camera, allowed):
    call = new_call.accepted()
    run(legs.call_media, world.anna, call=call.public_id, leg="operator-tab", microphone="granted", camera="granted")
    run(legs.call_media, world.carla, call=call.public_id, leg="client-tab", microphone=microphone, camera=camera)
    first = fresh(call).allowed_at
    assert (first is not None) == allowed
    run(legs.call_join, world.carla, call=call.public_id, leg="another-tab")
    run(legs.call_media, world.carla, call=call.public_id, leg="another-tab", microphone="lost", camera="granted")
    assert fresh(call).allowed_at == first or not allowed
