"""When a call is possible (C1), when it starts by itself (C2), and that it ends with its session."""

import pytest

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.models import LogEntry, Operator, Session
from sessions_app.selectors import operator_state
from sessions_app.services.closing import session_end
from sessions_app.services.queue import session_accept
from tests.videocall.calls import fresh, story
from tests.world import refused, run
from videocall import services
from videocall.models import Call


def test_a_call_needs_the_conversation_to_be_the_operators_only_one(world, session):
    world.session(world.david, world.anna)
    fault = refused(services.call_request, world.anna, session=session, leg="x")
    assert fault.code == "call.unavailable"
    assert fault.text == "Calls need your full attention. End or redirect your other conversations first."


def test_a_conversation_in_wrapup_does_not_count(world, new_call):
    world.session(world.david, world.anna, state="wrapup")
    assert new_call.requested().state == "requested"


def test_a_call_the_client_asks_for_follows_the_same_rule(world, session, new_call):
    call = new_call.asked()
    world.session(world.david, world.anna)
    assert refused(services.call_request, world.anna, session=session, leg="x").code == "call.unavailable"
    assert fresh(call).state == "asked"


@pytest.mark.parametrize("state", ["wrapup", "closed"])
@pytest.mark.parametrize("verb", ["asked", "requested"])
def test_there_is_no_call_in_a_conversation_that_has_ended(session, new_call, state, verb):
    Session.objects.update(state=state)
    with pytest.raises(Fault) as caught:
        new_call.at(verb)
    assert caught.value.code == "call.unavailable"
    assert caught.value.text == "Calls are only possible in an active conversation."


@pytest.mark.parametrize("state", ["requested", "accepted", "connected", "reconnecting"])
def test_an_operator_in_a_call_is_busy_and_takes_nobody(world, new_call, state):
    new_call.at(state)
    anna = Operator.objects.get(pk=world.anna.pk)
    assert operator_state(anna) == ("busy", "You’re in a call.")
    waiting = world.session(world.david)
    fault = refused(session_accept, world.anna, session=waiting)
    assert (fault.code, fault.text) == ("operator.unavailable", "You’re in a call.")


@pytest.mark.parametrize("state", ["asked", "over"])
def test_an_operator_only_asked_for_a_call_is_not_busy(world, new_call, state):
    new_call.at(state)
    assert operator_state(Operator.objects.get(pk=world.anna.pk))[0] == "online"


@pytest.mark.parametrize("entry", ["videocall", "callback", "invitation"])
def test_an_automatic_entry_starts_its_call_when_it_is_accepted(world, entry):
    waiting = world.session(world.carla, entry=entry)
    run(session_accept, world.anna, session=waiting)
    assert story(waiting) == [("system", "start", "accepted")]
    call = Call.objects.get()
    assert (call.prompt, call.client_leg, call.operator_leg) == (False, "", "")


def test_a_chat_starts_no_call(world):
    waiting = world.session(world.carla)
    run(session_accept, world.anna, session=waiting)
    assert not Call.objects.exists()


def test_a_callback_whose_client_is_away_starts_no_call(world):
    waiting = world.session(world.carla, entry="callback", away=True)
    run(session_accept, world.anna, session=waiting)
    assert not Call.objects.exists()


def test_an_automatic_entry_cannot_be_accepted_beside_another_conversation(world, session):
    waiting = world.session(world.david, entry="videocall")
    assert refused(session_accept, world.anna, session=waiting).code == "call.unavailable"
    assert Session.objects.get(public_id=waiting).state == "waiting"


@pytest.mark.parametrize(
    ("state", "after", "ended_by"),
    [
        ("asked", "cancelled", "system"),
        ("requested", "cancelled", "system"),
        ("accepted", "ended", "client"),
        ("connected", "ended", "client"),
        ("reconnecting", "ended", "client"),
    ],
)
def test_a_live_call_ends_with_its_session(world, session, new_call, state, after, ended_by):
    call = new_call.at(state)
    run(session_end, world.carla, session=session)
    row = fresh(call)
    assert (row.state, row.ended_by, row.reason) == (after, ended_by, "session")
    kinds = list(LogEntry.objects.filter(session__public_id=session).order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["call.changed", "session.changed"]


def test_a_session_that_cannot_end_keeps_its_call(world, session, new_call, monkeypatch):
    call = new_call.connected()
    monkeypatch.setattr("sessions_app.services.transitions.lifecycle.step", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        perform(session_end, by=world.carla, session=session)
    assert fresh(call).state == "connected"
