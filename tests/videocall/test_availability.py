"""When a call can be (C1), when it starts by itself (C2), and that it ends with its session."""

import pytest

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.models import LogEntry, Operator, Session
from sessions_app.selectors import operator_state
from sessions_app.services.closing import session_end
from sessions_app.services.queue import session_accept
from tests.videocall.conftest import fresh, refused, run, story
from videocall import services
from videocall.models import Call


def test_a_call_needs_the_conversation_to_be_the_operators_only_one(place, session):
    place.session(place.david)
    fault = refused(services.call_request, place.anna, session=session, leg="x")
    assert fault.code == "call.unavailable"
    assert fault.text == "Calls need your full attention. End or redirect your other conversations first."


def test_a_conversation_in_wrapup_does_not_count(place, steps):
    place.session(place.david, state="wrapup")
    assert steps.requested().state == "requested"


def test_what_the_client_asked_for_is_refused_by_the_same_rule(place, session, steps):
    call = steps.asked()
    place.session(place.david)
    assert refused(services.call_request, place.anna, session=session, leg="x").code == "call.unavailable"
    assert fresh(call).state == "asked"


@pytest.mark.parametrize("state", ["wrapup", "closed"])
@pytest.mark.parametrize("verb", ["asked", "requested"])
def test_there_is_no_call_in_a_conversation_that_has_ended(session, steps, state, verb):
    Session.objects.update(state=state)
    with pytest.raises(Fault) as caught:
        steps.at(verb)
    assert caught.value.code == "call.unavailable"
    assert caught.value.text == "Calls are only possible in an active conversation."


@pytest.mark.parametrize("state", ["requested", "accepted", "connected", "reconnecting"])
def test_an_operator_in_a_call_is_busy_and_takes_nobody(place, steps, state):
    steps.at(state)
    anna = Operator.objects.get(pk=place.anna.pk)
    assert operator_state(anna) == ("busy", "You’re in a call.")
    waiting = place.session(place.david, state="waiting", operator_id=None, accepted_at=None)
    fault = refused(session_accept, place.anna, session=waiting)
    assert (fault.code, fault.text) == ("operator.unavailable", "You’re in a call.")


@pytest.mark.parametrize("state", ["asked", "over"])
def test_an_operator_whom_a_client_only_asks_is_not_busy(place, steps, state):
    steps.at(state)
    assert operator_state(Operator.objects.get(pk=place.anna.pk))[0] == "online"


@pytest.mark.parametrize("entry", ["videocall", "callback", "invitation"])
def test_an_automatic_entry_starts_its_call_when_it_is_accepted(place, entry):
    waiting = place.session(entry=entry, state="waiting", operator_id=None, accepted_at=None)
    run(session_accept, place.anna, session=waiting)
    assert story(waiting) == [("system", "start", "accepted")]
    call = Call.objects.get()
    assert (call.prompt, call.client_leg, call.operator_leg) == (False, "", "")


def test_a_chat_starts_no_call(place):
    waiting = place.session(state="waiting", operator_id=None, accepted_at=None)
    run(session_accept, place.anna, session=waiting)
    assert not Call.objects.exists()


def test_a_callback_whose_client_is_away_starts_no_call(place):
    waiting = place.session(entry="callback", state="waiting", operator_id=None, accepted_at=None, away=True)
    run(session_accept, place.anna, session=waiting)
    assert not Call.objects.exists()


def test_an_automatic_entry_cannot_be_accepted_beside_another_conversation(place, session):
    waiting = place.session(place.david, entry="videocall", state="waiting", operator_id=None, accepted_at=None)
    assert refused(session_accept, place.anna, session=waiting).code == "call.unavailable"
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
def test_a_live_call_ends_with_its_session(place, session, steps, state, after, ended_by):
    call = steps.at(state)
    run(session_end, place.carla, session=session)
    row = fresh(call)
    assert (row.state, row.ended_by, row.reason) == (after, ended_by, "session")
    kinds = list(LogEntry.objects.filter(session__public_id=session).order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["call.changed", "session.changed"]


def test_a_session_that_cannot_end_keeps_its_call(place, session, steps, monkeypatch):
    call = steps.connected()
    monkeypatch.setattr("sessions_app.services.transitions.lifecycle.step", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        perform(session_end, by=place.carla, session=session)
    assert fresh(call).state == "connected"
