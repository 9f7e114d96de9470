"""Redirecting a session: allowed targets, what each side sees, and refusals that change nothing."""

import pytest

from sessions_app.actor import SYSTEM
from sessions_app.models import Group, LogEntry, Operator, Session
from sessions_app.present import console
from sessions_app.services import messages, queue, redirect
from tests.world import PHONE, bodies, refused, row_of, run, steps


@pytest.fixture
def session(world):
    return world.active()


@pytest.fixture
def sales(world):
    """A group that Boris alone serves."""
    group = Group.objects.create(name="Sales")
    Operator.objects.get(pk=world.boris.pk).groups.add(group)
    return group


def test_a_colleague_gets_it_at_once(world, session):
    run(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk, note="Wants a refund")
    assert (row_of(session).state, row_of(session).operator_id) == ("active", world.boris.pk)
    run(messages.message_post, world.boris, session=session, text="Hello")
    assert refused(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk).code == "session.not_found"


def test_the_note_is_for_operators_only(world, session):
    run(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk, note="Wants a refund")
    assert bodies(session, "session.redirected", shared=False) == [{"to": "Boris", "note": "Wants a refund"}]
    seen = LogEntry.objects.filter(session__public_id=session, shared__isnull=False).values_list("body", flat=True)
    assert not any("refund" in body for body in seen)
    assert bodies(session, "session.changed", shared=True)[-1]["operator"] == "Boris"


def test_a_group_gets_it_in_its_queue_at_its_old_place(world, session, sales):
    later = world.enter(world.david)
    Session.objects.filter(public_id=later).update(group=sales)
    run(redirect.session_redirect, world.anna, session=session, group=sales.pk)
    assert (row_of(session).state, row_of(session).operator, row_of(session).group) == ("waiting", None, sales)
    assert [item.id for item in console.queue_of(Operator.objects.get(pk=world.boris.pk))] == [session, later]
    assert [item.id for item in console.queue_of(Operator.objects.get(pk=world.anna.pk))] == []
    world.accept(session, world.boris)
    assert steps(session) == ["queued", "accepted", "redirected", "accepted"]


def test_redirecting_to_nobody_to_oneself_or_to_both_is_refused(world, session):
    for target in (
        {},
        {"operator": 0},
        {"operator": world.anna.pk},
        {"group": 0},
        {"operator": world.boris.pk, "group": world.group.pk},
    ):
        assert refused(redirect.session_redirect, world.anna, session=session, **target).code == "redirect.nobody"
    assert row_of(session).operator_id == world.anna.pk
    assert steps(session) == ["queued", "accepted"]


@pytest.mark.parametrize(
    "columns",
    [{"lease_until": None}, {"chosen": "away"}, {"chat_limit": 0}, {"takes_chat": False}],
    ids=["offline", "away", "limit", "no chats"],
)
def test_a_colleague_who_cannot_take_it_is_refused_in_words(world, session, columns):
    Operator.objects.filter(pk=world.boris.pk).update(**columns)
    assert refused(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk).code == "redirect.target"
    assert row_of(session).operator_id == world.anna.pk


def test_a_group_without_anybody_online_is_refused(world, session):
    empty = Group.objects.create(name="Empty")
    assert refused(redirect.session_redirect, world.anna, session=session, group=empty.pk).code == "redirect.target"


@pytest.mark.parametrize("who", ["boris", "carla", "david"])
def test_only_its_operator_redirects_it(world, session, who):
    code = refused(redirect.session_redirect, getattr(world, who), session=session, operator=world.boris.pk).code
    assert code == "session.not_found"


def test_a_supervisor_gives_a_waiting_client_to_one_operator(world):
    session = world.enter(entry="callback", phone=PHONE)
    run(redirect.session_redirect, SYSTEM, session=session, operator=world.boris.pk)
    assert refused(queue.session_accept, world.anna, session=session).code == "session.not_found"
    world.accept(session, world.boris)


def test_an_operator_redirects_only_active_sessions(world):
    session = world.enter()
    assert refused(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk).code == "session.not_found"
