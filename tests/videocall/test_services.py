"""Requesting, answering and ending a call: rights, log entries, and the words of refusals."""

import json

import pytest

from sessions_app.models import LogEntry
from tests.videocall.calls import fresh, story
from tests.world import refused, run
from videocall import legs, moves, services
from videocall.models import Call


def test_each_step_from_request_to_acceptance_is_in_the_log(world, session, new_call):
    call = run(services.call_hangup, world.anna, call=new_call.connected().public_id)
    assert story(session) == [
        ("operator", "request", "requested"),
        ("client", "accept", "accepted"),
        ("operator", "connected", "connected"),
        ("operator", "hangup", "ended"),
    ]
    row = fresh(call)
    assert (row.state, row.ended_by, row.reason, row.version) == ("ended", "operator", "hangup", 4)
    assert row.created_at <= row.accepted_at <= row.connected_at <= row.ended_at
    assert row.deadline_at is None


def test_both_sides_see_every_entry_of_a_call(session, new_call):
    new_call.over()
    assert all(event.shared is not None for event in LogEntry.objects.filter(session__public_id=session))


def test_an_entry_has_the_whole_call(world, session, new_call):
    call = new_call.accepted(video=True)
    body = json.loads(LogEntry.objects.filter(session__public_id=session).latest("seq").body)["call"]
    assert body["id"] == call.public_id
    assert body["session"] == session
    assert (body["client_leg"], body["operator_leg"]) == ("client-tab", "operator-tab")
    assert (body["video"], body["prompt"]) == (True, True)
    assert body["defaults"] == {
        "operator_microphone": True, "operator_camera": True, "client_microphone": True, "client_camera": False,
    }  # fmt: skip


def test_the_client_asks_and_the_operator_starts_without_a_prompt(world, session, new_call):
    asked = new_call.asked()
    call = new_call.requested()
    assert call.pk == asked.pk
    assert (call.state, call.prompt) == ("accepted", False)
    assert story(session)[-1] == ("operator", "request", "accepted")


def test_asking_during_a_prompt_returns_the_existing_call(session, new_call):
    requested = new_call.requested()
    assert new_call.asked().pk == requested.pk
    assert story(session) == [("operator", "request", "requested")]


@pytest.mark.parametrize("verb", ["asked", "requested"])
def test_asking_twice_makes_one_request(session, new_call, verb):
    assert new_call.at(verb).pk == new_call.at(verb).pk
    assert len(story(session)) == 1


def test_the_clients_reason_for_declining_is_stored(world, session, new_call):
    call = run(services.call_decline, world.carla, call=new_call.requested().public_id, reason="no-microphone")
    assert (call.state, call.reason, call.ended_by) == ("declined", "no-microphone", "client")


def test_the_operator_declines_what_the_client_asked_for(world, new_call):
    call = run(services.call_decline, world.anna, call=new_call.asked().public_id)
    assert (call.state, call.ended_by) == ("declined", "operator")


def test_the_operator_withdraws_and_can_ask_again(world, new_call):
    call = run(services.call_cancel, world.anna, call=new_call.requested().public_id)
    assert (call.state, call.reason, call.ended_by) == ("cancelled", "withdrawn", "operator")
    assert new_call.requested().pk != call.pk


def test_the_client_takes_back_what_it_asked_for(world, new_call):
    assert run(services.call_cancel, world.carla, call=new_call.asked().public_id).state == "cancelled"


@pytest.mark.parametrize("who", ["anna", "carla"])
@pytest.mark.parametrize("state", ["accepted", "connected", "reconnecting"])
def test_either_side_hangs_up_and_a_new_call_can_follow(world, new_call, state, who):
    call = run(services.call_hangup, getattr(world, who), call=new_call.at(state).public_id)
    assert (call.state, call.ended_by) == ("ended", getattr(world, who).role)
    assert new_call.requested().state == "requested"


def test_the_second_to_hang_up_is_told_that_the_call_is_over(world, session, new_call):
    call = new_call.over()
    fault = refused(services.call_hangup, world.anna, call=call.public_id)
    assert (fault.code, fault.text) == ("call.over", "The call is over: ended.")
    assert fresh(call).ended_by == "client"
    assert story(session)[-1] == ("client", "hangup", "ended")


def test_a_second_tab_that_accepts_is_told_that_the_call_is_taken(world, new_call):
    call = new_call.accepted().public_id
    assert refused(services.call_accept, world.carla, call=call, leg="other-tab", video=True).code == "call.taken"
    assert run(services.call_accept, world.carla, call=call, leg="client-tab", video=True).client_leg == "client-tab"


def test_an_impossible_move_is_refused_with_the_state_in_words(world, new_call):
    fault = refused(services.call_cancel, world.anna, call=new_call.connected().public_id)
    assert (fault.code, fault.text) == ("call.state", "This can’t be done now: the call is running.")


COMMANDS = {
    "accept": (services.call_accept, {"leg": "x", "video": True}),
    "decline": (services.call_decline, {}),
    "cancel": (services.call_cancel, {}),
    "hangup": (services.call_hangup, {}),
    "join": (legs.call_join, {"leg": "x"}),
    "connected": (legs.call_connected, {"leg": "x"}),
    "interrupted": (legs.call_interrupted, {"leg": "x"}),
    "media": (legs.call_media, {"leg": "x", "microphone": "off", "camera": "off"}),
    "leg left": (legs.call_leg_left, {"leg": "x"}),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("state", ["asked", "requested", "connected", "over"])
@pytest.mark.parametrize("stranger", ["boris", "david"])
def test_strangers_get_the_same_answer_as_for_a_missing_call(world, session, new_call, command, state, stranger):
    world.session(world.david, world.boris)
    call = new_call.at(state)
    service, kwargs = COMMANDS[command]
    by = getattr(world, stranger)
    theirs = refused(service, by, call=call.public_id, **kwargs)
    nothing = refused(service, by, call="no-such-call", **kwargs)
    assert theirs.code == "call.not_found"
    assert theirs.answer("1") == nothing.answer("1")
    assert fresh(call).version == call.version


@pytest.mark.parametrize(
    ("state", "command", "who"),
    [
        ("requested", "accept", "anna"),
        ("requested", "decline", "anna"),
        ("requested", "cancel", "carla"),
        ("asked", "decline", "carla"),
        ("asked", "cancel", "anna"),
    ],
)
def test_the_other_sides_moves_are_not_found(world, new_call, state, command, who):
    call = new_call.at(state)
    service, kwargs = COMMANDS[command]
    fault = refused(service, getattr(world, who), call=call.public_id, **kwargs)
    assert fault.answer("1") == refused(service, getattr(world, who), call="no-such-call", **kwargs).answer("1")
    assert fresh(call).state == state


@pytest.mark.parametrize("who", ["boris", "david"])
@pytest.mark.parametrize("service", [services.call_ask, services.call_request])
def test_nobody_starts_a_call_in_somebody_elses_session(world, session, service, who):
    assert refused(service, getattr(world, who), session=session, leg="x").code == "session.not_found"
    assert not Call.objects.exists()


def test_neither_side_can_do_the_others_part(world, session):
    for service, by in ((services.call_request, world.carla), (services.call_ask, world.anna)):
        assert refused(service, by, session=session, leg="x").code == "call.not_found"
    assert not Call.objects.exists()


@pytest.mark.parametrize("state", sorted(moves.OVER))
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "leg left"])
def test_a_finished_call_cannot_be_revived(world, new_call, state, command):
    call = new_call.requested()
    Call.objects.filter(pk=call.pk).update(state=state)
    service, kwargs = COMMANDS[command]
    for by in (world.anna, world.carla):
        assert refused(service, by, call=call.public_id, **kwargs).code == "call.over"
    assert fresh(call).version == call.version
