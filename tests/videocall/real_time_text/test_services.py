"""The agreement in the call's row: who may make it, when, and what the log says of it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.videocall.calls import fresh, story
from tests.world import bodies, refused, run
from videocall import legs, present, services
from videocall.deadlines import sweep
from videocall.models import Call
from videocall.real_time_text.services import text_set

LEGS = {"client": "client-tab", "operator": "operator-tab"}


def press(world, call, side, on=True):
    by = world.carla if side == "client" else world.anna
    return run(text_set, by, call=call.public_id, leg=LEGS[side], on=on)


def held(session):
    return [move for _role, move, _state in story(session)].count("held")


def test_both_sides_see_each_step_in_the_log(world, session, new_call):
    call = new_call.connected()
    press(world, call, "operator")
    press(world, call, "client")
    press(world, call, "client", on=False)
    assert story(session)[-3:] == [
        ("operator", "text-ask", "connected"),
        ("client", "text-on", "connected"),
        ("client", "text-off", "connected"),
    ]
    view = present.call_view(fresh(call)).text
    assert (view.state, view.by) == ("off", "client")


def test_a_press_that_changes_nothing_writes_nothing(world, session, new_call):
    call = new_call.connected()
    press(world, call, "client")
    before = story(session)
    press(world, call, "client")
    assert story(session) == before


@pytest.mark.parametrize("state", ["accepted", "connected", "reconnecting"])
def test_it_can_be_agreed_on_whatever_has_become_of_the_picture(world, new_call, state):
    call = new_call.at(state)
    press(world, call, "client")
    press(world, call, "operator")
    assert fresh(call).shares_text


def test_a_call_that_isnt_running_has_no_text(world, new_call):
    call = new_call.requested()
    assert refused(text_set, world.anna, call=call.public_id, leg="operator-tab", on=True).code == "call.state"
    over = new_call.accepted()
    run(services.call_hangup, world.carla, call=over.public_id)
    assert refused(text_set, world.carla, call=over.public_id, leg="client-tab", on=True).code == "call.over"


def test_it_ends_with_the_call(world, new_call):
    call = new_call.connected()
    press(world, call, "client")
    press(world, call, "operator")
    run(services.call_hangup, world.anna, call=call.public_id)
    assert not fresh(call).shares_text


def test_nobody_but_the_two_legs_of_the_call_can_turn_it_on(world, new_call):
    call = new_call.connected()
    for stranger in (world.boris, world.oskar, world.david):
        assert refused(text_set, stranger, call=call.public_id, leg="operator-tab", on=True).code == "call.not_found"
    assert refused(text_set, world.anna, call=call.public_id, leg="another-tab", on=True).code == "call.taken"
    assert refused(text_set, world.carla, call=call.public_id, leg="operator-tab", on=True).code == "call.taken"
    assert fresh(call).text_answers == {"client": "", "operator": ""}


class TestACallThatHasLostItsPicture:
    @pytest.fixture
    def due(self, new_call):
        """Return a call whose time to recover is over."""
        call = new_call.reconnecting()
        Call.objects.filter(pk=call.pk).update(deadline_at=call.created_at)
        return call

    def test_goes_on_by_text_as_long_as_both_are_there(self, world, session, due):
        press(world, due, "client")
        press(world, due, "operator")
        sweep(timezone.now(), settled=True)
        row = fresh(due)
        assert (row.state, row.deadline_at > timezone.now()) == ("reconnecting", True)
        assert story(session)[-1] == ("system", "held", "reconnecting")

    def test_says_so_once_however_long_it_lasts_and_again_when_it_is_interrupted_anew(self, world, session, due):
        press(world, due, "client")
        press(world, due, "operator")
        for _time in range(3):
            Call.objects.filter(pk=due.pk).update(deadline_at=due.created_at)
            sweep(timezone.now(), settled=True)
            assert fresh(due).deadline_at > timezone.now()
        assert held(session) == 1
        # The entry was the last that could tell a page how long it lasts.
        assert bodies(session, "call.changed")[-1]["call"]["deadline_at"] is present.call_view(fresh(due)).deadline_at is None
        run(legs.call_connected, world.anna, call=due.public_id, leg="operator-tab")
        run(legs.call_interrupted, world.carla, call=due.public_id, leg="client-tab")
        Call.objects.filter(pk=due.pk).update(deadline_at=due.created_at)
        sweep(timezone.now(), settled=True)
        assert held(session) == 2

    def test_that_goes_on_by_text_is_lost_when_the_text_is_turned_off(self, world, due):
        press(world, due, "client")
        press(world, due, "operator")
        sweep(timezone.now(), settled=True)
        press(world, due, "client", on=False)
        Call.objects.filter(pk=due.pk).update(deadline_at=due.created_at)
        sweep(timezone.now(), settled=True)
        assert fresh(due).state == "failed"

    def test_is_lost_when_one_of_them_is_gone(self, world, due):
        press(world, due, "client")
        press(world, due, "operator")
        run(legs.call_leg_left, world.carla, call=due.public_id, leg="client-tab", socket="c1")
        Call.objects.filter(pk=due.pk).update(client_leg_left_at=due.created_at.replace(year=2020))
        sweep(timezone.now(), settled=True)
        assert fresh(due).state == "failed"

    def test_is_lost_without_text(self, world, due):
        press(world, due, "client")
        sweep(timezone.now(), settled=True)
        assert fresh(due).state == "failed"
