"""Passing a session on: to whom it may go, what each side sees of it, and what is refused with nothing changed."""

import pytest

from sessions_app.actor import SYSTEM
from sessions_app.models import Group, LogEntry, Operator, Session
from sessions_app.present import console
from sessions_app.services import messages, queue, redirect
from tests.sessions_app.life import PHONE, Centre, bodies, refused, row, run, steps
from videocall import services as calls


@pytest.fixture
def centre(db):
    return Centre()


@pytest.fixture
def session(centre):
    return centre.accept(centre.enter())


@pytest.fixture
def sales(centre):
    """A group of Boris alone."""
    group = Group.objects.create(name="Sales")
    Operator.objects.get(pk=centre.boris.pk).groups.add(group)
    return group


def test_a_colleague_has_it_at_once(centre, session):
    run(redirect.session_redirect, centre.anna, session=session, operator=centre.boris.pk, note="Wants a refund")
    assert (row(session).state, row(session).operator_id) == ("active", centre.boris.pk)
    run(messages.message_post, centre.boris, session=session, text="Hello")
    assert refused(redirect.session_redirect, centre.anna, session=session, operator=centre.boris.pk) == "session.not_found"


def test_the_note_is_for_operators_alone(centre, session):
    run(redirect.session_redirect, centre.anna, session=session, operator=centre.boris.pk, note="Wants a refund")
    assert bodies(session, "session.redirected", shared=False) == [{"to": "Boris", "note": "Wants a refund"}]
    seen = LogEntry.objects.filter(session__public_id=session, shared__isnull=False).values_list("body", flat=True)
    assert not any("refund" in body for body in seen)
    assert bodies(session, "session.changed", shared=True)[-1]["operator"] == "Boris"


def test_a_group_finds_it_in_its_queue_at_its_old_place(centre, session, sales):
    later = centre.enter(centre.david)
    Session.objects.filter(public_id=later).update(group=sales)
    run(redirect.session_redirect, centre.anna, session=session, group=sales.pk)
    assert (row(session).state, row(session).operator, row(session).group) == ("waiting", None, sales)
    assert [item.id for item in console.queue_of(Operator.objects.get(pk=centre.boris.pk))] == [session, later]
    assert [item.id for item in console.queue_of(Operator.objects.get(pk=centre.anna.pk))] == []
    centre.accept(session, centre.boris)
    assert steps(session) == ["queued", "accepted", "redirected", "accepted"]


def test_to_nobody_to_oneself_and_to_both_is_refused(centre, session):
    for target in (
        {},
        {"operator": 0},
        {"operator": centre.anna.pk},
        {"group": 0},
        {"operator": centre.boris.pk, "group": centre.group.pk},
    ):
        assert refused(redirect.session_redirect, centre.anna, session=session, **target) == "redirect.nobody"
    assert row(session).operator_id == centre.anna.pk
    assert steps(session) == ["queued", "accepted"]


@pytest.mark.parametrize(
    "columns",
    [{"lease_until": None}, {"chosen": "away"}, {"chat_limit": 0}, {"takes_chat": False}],
    ids=["offline", "away", "limit", "no chats"],
)
def test_a_colleague_who_cannot_take_it_is_refused_in_words(centre, session, columns):
    Operator.objects.filter(pk=centre.boris.pk).update(**columns)
    assert refused(redirect.session_redirect, centre.anna, session=session, operator=centre.boris.pk) == "redirect.target"
    assert row(session).operator_id == centre.anna.pk


def test_a_colleague_in_a_call_is_refused(centre, session):
    centre.accept(centre.enter(centre.david, entry="videocall"), centre.boris)
    assert refused(redirect.session_redirect, centre.anna, session=session, operator=centre.boris.pk) == "redirect.target"


def test_a_group_where_nobody_is_is_refused(centre, session):
    empty = Group.objects.create(name="Empty")
    assert refused(redirect.session_redirect, centre.anna, session=session, group=empty.pk) == "redirect.target"


def test_during_a_call_nothing_is_passed_on(centre):
    session = centre.accept(centre.enter(entry="videocall"))
    assert refused(redirect.session_redirect, centre.anna, session=session, operator=centre.boris.pk) == "redirect.call"
    call = calls.selectors.live_call(row(session))
    run(calls.call_hangup, centre.carla, call=call.public_id)
    run(redirect.session_redirect, centre.anna, session=session, operator=centre.boris.pk)
    assert row(session).operator_id == centre.boris.pk


def test_what_the_client_asked_the_old_operator_for_is_taken_back(centre, session):
    call = run(calls.call_ask, centre.carla, session=session, leg="tab")
    run(redirect.session_redirect, centre.anna, session=session, operator=centre.boris.pk)
    call.refresh_from_db()
    assert (call.state, call.reason) == ("cancelled", "session")


@pytest.mark.parametrize("who", ["boris", "carla", "david"])
def test_only_its_operator_passes_it_on(centre, session, who):
    code = refused(redirect.session_redirect, getattr(centre, who), session=session, operator=centre.boris.pk)
    assert code == "session.not_found"


def test_a_supervisor_gives_a_waiting_client_to_one_operator(centre):
    session = centre.enter(entry="callback", phone=PHONE)
    run(redirect.session_redirect, SYSTEM, session=session, operator=centre.boris.pk)
    assert refused(queue.session_accept, centre.anna, session=session) == "session.not_found"
    centre.accept(session, centre.boris)


def test_an_operator_passes_on_only_what_is_active(centre):
    session = centre.enter()
    assert refused(redirect.session_redirect, centre.anna, session=session, operator=centre.boris.pk) == "session.not_found"
