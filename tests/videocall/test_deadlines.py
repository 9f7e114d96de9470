"""A call's deadlines. Tests pass the time to the sweeper; nothing waits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sessions_app.models import LogEntry, Operator, Session
from tests.videocall.calls import fresh
from tests.world import run
from videocall import legs
from videocall.deadlines import sweep
from videocall.models import Call


@pytest.fixture(autouse=True)
def time_stands_still(monkeypatch):
    """What a slow machine takes between two lines doesn't count."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


def at(seconds, **kwargs):
    sweep(timezone.now() + timedelta(seconds=seconds), **({"settled": True} | kwargs))


@pytest.mark.parametrize(
    ("state", "seconds", "after", "reason"),
    [
        ("asked", 600, "expired", "no-answer"),
        ("requested", 60, "expired", "no-answer"),
        ("accepted", 120, "failed", "not-connected"),
        ("reconnecting", 45, "failed", "connection-lost"),
    ],
)
def test_each_state_expires_at_its_deadline(new_call, settings, state, seconds, after, reason):
    settings.PROMPT_SECONDS, settings.CALL_GRACE_SECONDS = 60, 45
    call = new_call.at(state)
    at(seconds - 1)
    assert fresh(call).state == state
    at(seconds + 1)
    row = fresh(call)
    assert (row.state, row.reason, row.ended_by) == (after, reason, "system")


def test_a_connected_call_has_no_deadline(new_call):
    call = new_call.connected()
    Operator.objects.update(lease_until=timezone.now() + timedelta(days=2))
    at(24 * 3600)
    assert fresh(call).state == "connected"


def test_the_prompt_lasts_as_long_as_the_setting_says(new_call, settings):
    settings.PROMPT_SECONDS = 3
    call = new_call.requested()
    at(4)
    assert fresh(call).state == "expired"


@pytest.mark.parametrize("state", ["accepted", "reconnecting"])
def test_a_server_just_started_ends_no_running_call(new_call, state):
    call = new_call.at(state)
    at(1000, settled=False)
    assert fresh(call).state == state


def test_a_server_just_started_still_ends_an_unanswered_prompt(new_call):
    call = new_call.requested()
    at(1000, settled=False)
    assert fresh(call).state == "expired"


@pytest.mark.parametrize(("who", "leg", "socket"), [("anna", "operator-tab", "o1"), ("carla", "client-tab", "c1")])
def test_a_leg_absent_for_longer_than_a_reload_interrupts_the_call(world, new_call, who, leg, socket):
    call = new_call.connected()
    run(legs.call_leg_left, getattr(world, who), call=call.public_id, leg=leg, socket=socket)
    at(3)
    assert fresh(call).state == "connected"
    at(5, settled=False)
    assert fresh(call).state == "connected"
    at(5)
    assert fresh(call).state == "reconnecting"


def test_a_leg_that_came_back_in_time_interrupts_nothing(world, new_call):
    call = new_call.connected()
    run(legs.call_leg_left, world.carla, call=call.public_id, leg="client-tab", socket="c1")
    run(legs.call_join, world.carla, call=call.public_id, leg="client-tab", socket="c2")
    at(60)
    assert fresh(call).state == "connected"


def test_a_call_ends_although_a_killed_server_saw_nobody_leave(world, new_call):
    call = new_call.connected()
    Session.objects.update(away=True)
    at(1)
    assert fresh(call).state == "reconnecting"
    at(60)
    assert fresh(call).state == "failed"


def test_an_operator_whose_lease_has_expired_is_gone(new_call):
    call = new_call.connected()
    Operator.objects.update(lease_until=timezone.now())
    at(10)
    assert fresh(call).state == "reconnecting"


@pytest.mark.parametrize(("state", "who", "leg", "socket"), [
    ("asked", "carla", "client-tab", "c1"), ("requested", "anna", "operator-tab", "o1"),
])  # fmt: skip
def test_an_unanswered_request_is_withdrawn_when_its_sender_is_gone(world, new_call, state, who, leg, socket):
    call = new_call.at(state)
    run(legs.call_leg_left, getattr(world, who), call=call.public_id, leg=leg, socket=socket)
    at(14)
    assert fresh(call).state == state
    at(16)
    row = fresh(call)
    assert (row.state, row.reason, row.ended_by) == ("cancelled", "gone", "system")


def test_an_absent_client_can_return_until_the_prompt_ends(world, new_call):
    call = new_call.requested()
    run(legs.call_join, world.carla, call=call.public_id, leg="client-tab", socket="c1")
    run(legs.call_leg_left, world.carla, call=call.public_id, leg="client-tab", socket="c1")
    at(30)
    assert fresh(call).state == "requested"


def test_sweeping_again_does_nothing(new_call):
    call = new_call.reconnecting()
    at(1000)
    version = fresh(call).version
    at(1000)
    assert fresh(call).version == version


def test_racing_sweepers_end_the_call_once(new_call):
    new_call.requested()
    now = timezone.now() + timedelta(seconds=1000)

    def one(_):
        try:
            sweep(now, settled=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(one, range(8)))
    assert Call.objects.get().state == "expired"
    assert LogEntry.objects.filter(kind="call.changed").count() == 2


def test_a_sweep_locks_nothing_while_nothing_is_due(new_call, monkeypatch):
    new_call.connected()
    monkeypatch.setattr("videocall.deadlines.perform", lambda *_, **__: pytest.fail("a call was locked for nothing"))
    at(0)
