"""Sign-language mode (L2): either side switches it for both; it stays with the call, and with the calls after it."""

import pytest

from tests.videocall.calls import fresh, story
from tests.world import refused, run
from videocall import legs, services
from videocall.present import call_view


@pytest.mark.parametrize(("who", "leg"), [("anna", "operator-tab"), ("carla", "client-tab")])
def test_either_side_switches_it_for_both_and_the_log_says_who(world, session, new_call, who, leg):
    call = new_call.connected()
    by = getattr(world, who)
    row = run(legs.call_signing, by, call=call.public_id, leg=leg, on=True)
    assert call_view(row).signing
    assert story(session)[-1] == (by.role, "signing", "connected")
    other = world.carla if by is world.anna else world.anna
    other_leg = "client-tab" if by is world.anna else "operator-tab"
    assert not call_view(run(legs.call_signing, other, call=call.public_id, leg=other_leg, on=False)).signing


def test_switching_it_on_twice_is_one_step(world, session, new_call):
    call = new_call.connected()
    for _time in range(2):
        run(legs.call_signing, world.carla, call=call.public_id, leg="client-tab", on=True)
    assert [move for _role, move, _state in story(session)].count("signing") == 1


@pytest.mark.parametrize("who", ["boris", "david", "oskar"])
def test_nobody_else_switches_it(world, new_call, who):
    call = new_call.connected()
    fault = refused(legs.call_signing, getattr(world, who), call=call.public_id, leg="client-tab", on=True)
    assert fault.code == "call.not_found"
    assert not fresh(call).signing


def test_a_tab_that_no_longer_carries_the_call_does_not_switch_it(world, new_call):
    call = new_call.connected()
    run(legs.call_join, world.carla, call=call.public_id, leg="new-tab")
    assert refused(legs.call_signing, world.carla, call=call.public_id, leg="client-tab", on=True).code == "call.taken"
    assert not fresh(call).signing


def test_it_is_refused_in_a_call_that_is_over(world, new_call):
    call = new_call.over()
    assert refused(legs.call_signing, world.carla, call=call.public_id, leg="client-tab", on=True).code == "call.over"


def test_it_survives_a_reload_and_an_interruption(world, new_call):
    call = new_call.connected().public_id
    run(legs.call_signing, world.carla, call=call, leg="client-tab", on=True)
    assert run(legs.call_join, world.carla, call=call, leg="new-tab").signing
    assert run(legs.call_interrupted, world.anna, call=call, leg="operator-tab").signing
    assert run(legs.call_connected, world.carla, call=call, leg="new-tab").signing


def test_the_next_call_of_the_session_begins_as_the_last_one_was(world, session, new_call):
    call = new_call.connected().public_id
    run(legs.call_signing, world.carla, call=call, leg="client-tab", on=True)
    run(services.call_hangup, world.carla, call=call)
    again = new_call.requested()
    assert again.signing
    run(legs.call_signing, world.anna, call=again.public_id, leg="operator-tab", on=False)
    run(services.call_cancel, world.anna, call=again.public_id)
    assert not new_call.asked().signing


def test_a_call_of_another_session_begins_without_it(world, new_call):
    call = new_call.connected().public_id
    run(legs.call_signing, world.carla, call=call, leg="client-tab", on=True)
    run(services.call_hangup, world.carla, call=call)
    other = world.session(world.david, world.boris)
    assert not run(services.call_request, world.boris, session=other, leg="operator-tab").signing


@pytest.mark.parametrize("asked", [False, True])
def test_the_operator_chooses_it_with_the_call_whoever_asked(world, session, new_call, asked):
    if asked:
        new_call.asked()
    request = {"session": session, "leg": "operator-tab"}
    call = run(services.call_request, world.anna, **request, signing=True)
    assert call.signing
    run(services.call_cancel if call.state == "requested" else services.call_hangup, world.anna, call=call.public_id)
    assert not run(services.call_request, world.anna, **request, signing=False).signing
