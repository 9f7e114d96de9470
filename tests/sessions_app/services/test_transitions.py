"""Accepting, limits, wrap-up, leaving and returning: what operators and clients may do with a session, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.deadlines import sweep
from sessions_app.models import Operator, Result, Session
from sessions_app.protocol import Page
from sessions_app.selectors.availability import availability
from sessions_app.services import clients, closing, presence, queue, transitions
from tests.world import World, bodies, refused, row_of, run, steps


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """Time stands still: what a slow machine takes between two lines doesn't count."""
    return World(clock=monkeypatch)


def operator_row(world: World) -> Operator:
    return Operator.objects.get(pk=world.anna.pk)


def test_the_operator_who_accepts_is_named_in_the_log(world: World) -> None:
    session = world.active()
    assert bodies(session, "session.changed")[-1] == {
        "step": "accepted", "state": "active", "away": False, "operator": "Anna", "result": ""
    }  # fmt: skip


def test_the_second_to_accept_is_told_who_was_first(world: World) -> None:
    session = world.active()
    with pytest.raises(Fault, match="Anna") as caught:
        run(queue.session_accept, world.boris, session=session)
    assert caught.value.code == "session.taken"


def test_accepting_again_adds_no_entry(world: World) -> None:
    session = world.active()
    run(queue.session_accept, world.anna, session=session)
    assert steps(session) == ["queued", "accepted"]


def test_an_operator_has_no_more_conversations_than_the_limit(world: World) -> None:
    Operator.objects.filter(pk=world.anna.pk).update(chat_limit=1)
    world.active()
    assert refused(queue.session_accept, world.anna, session=world.enter(world.david)).code == "operator.unavailable"
    assert "1" in selectors.operator_state(operator_row(world))[1]


def test_nobody_new_is_accepted_during_wrap_up(world: World) -> None:
    Result.objects.create(name="Solved")
    session = world.ended()
    other = world.enter(world.david)
    assert selectors.operator_state(operator_row(world))[0] == "wrapup"
    assert refused(queue.session_accept, world.anna, session=other).code == "operator.unavailable"
    run(closing.session_wrapup, world.anna, session=session, result="Solved", note="Valve was shut")
    run(queue.session_accept, world.anna, session=other)


@pytest.mark.parametrize("change", [{"chosen": "away"}, {"lease_until": None}])
def test_an_away_or_offline_operator_accepts_nobody(world: World, change: dict[str, object]) -> None:
    session = world.enter()
    Operator.objects.filter(pk=world.anna.pk).update(**change)
    assert refused(queue.session_accept, world.anna, session=session).code == "operator.unavailable"


def test_a_wrap_up_keeps_result_and_note_for_operators(world: World) -> None:
    Result.objects.create(name="Solved")
    session = world.ended()
    run(closing.session_wrapup, world.anna, session=session, result="Solved", note="Valve was shut")
    assert (row_of(session).result, bodies(session, "note.posted")) == ("Solved", [{"text": "Valve was shut", "command": None}])


def test_a_refused_wrap_up_keeps_no_note(world: World) -> None:
    session = world.ended()
    assert refused(closing.session_wrapup, world.anna, session=session, note="x" * 4001).code == "message.too_long"
    assert row_of(session).state == "wrapup"


def test_operators_are_told_of_a_new_page_and_nobody_of_the_same_one(world: World) -> None:
    session = world.active()
    page = Page(url="https://shop.example/boilers", title="Boilers")
    for _ in range(2):
        run(clients.page_visit, world.carla, session=session, page=page)
    assert [body["client"]["page"]["title"] for body in bodies(session, "client.changed")] == ["Boilers"]
    assert row_of(session).shared == 2


# The client's presence


def let_be_gone(world: World, session: str, seconds: float) -> None:
    """Let the client's only socket be gone for so many seconds."""
    run(transitions.client_arrive, world.carla, session=session, socket="s1")
    run(transitions.client_left, world.carla, session=session, socket="s1")
    Session.objects.filter(public_id=session).update(client_left_at=timezone.now() - timedelta(seconds=seconds))


@pytest.mark.parametrize(("seconds", "away"), [(settings.AWAY_SECONDS - 1, False), (settings.AWAY_SECONDS + 1, True)])
def test_a_client_is_away_after_some_seconds_only(world: World, seconds: float, away: bool) -> None:
    session = world.active()
    let_be_gone(world, session, seconds)
    sweep(timezone.now())
    sweep(timezone.now())
    assert row_of(session).away is away
    assert steps(session) == ["queued", "accepted", *(["client-away"] if away else [])]


def test_a_returning_client_is_announced_once(world: World) -> None:
    session = world.active()
    let_be_gone(world, session, 10)
    sweep(timezone.now())
    for socket in ("s2", "s3"):
        run(transitions.client_arrive, world.carla, session=session, socket=socket)
    assert steps(session)[2:] == ["client-away", "client-back"]
    assert not row_of(session).away


def test_a_client_who_was_not_missed_is_registered_without_telling_anybody(world: World) -> None:
    session = world.active()
    let_be_gone(world, session, 1)
    assert run(transitions.client_here, world.carla, session=session, socket="s2") is True
    row = row_of(session)
    assert (row.client_socket, row.client_left_at) == ("s2", None)
    assert steps(session) == ["queued", "accepted"]


def test_a_client_shown_as_away_has_to_be_announced(world: World) -> None:
    session = world.active()
    let_be_gone(world, session, 10)
    sweep(timezone.now())
    assert run(transitions.client_here, world.carla, session=session, socket="s2") is False
    assert row_of(session).away


def test_nobody_is_here_for_another_client_or_after_the_end(world: World) -> None:
    session = world.active()
    assert run(transitions.client_here, world.david, session=session, socket="s2") is False
    Session.objects.filter(public_id=session).update(state="closed")
    assert run(transitions.client_here, world.carla, session=session, socket="s2") is False
    assert row_of(session).client_socket != "s2"


def test_a_reload_does_not_flicker(world: World) -> None:
    session = world.active()
    let_be_gone(world, session, 1)
    run(transitions.client_arrive, world.carla, session=session, socket="s2")
    sweep(timezone.now() + timedelta(seconds=60))
    assert steps(session) == ["queued", "accepted"]


def test_closing_an_older_tab_does_not_affect_the_newer_one(world: World) -> None:
    session = world.active()
    run(transitions.client_arrive, world.carla, session=session, socket="old tab")
    run(transitions.client_arrive, world.carla, session=session, socket="new tab")
    run(transitions.client_left, world.carla, session=session, socket="old tab")
    assert row_of(session).client_left_at is None


@pytest.mark.parametrize(("start", "end", "step"), [("waiting", "abandoned", "abandoned"), ("active", "wrapup", "ended")])
def test_a_client_absent_beyond_the_grace_period_is_gone(world: World, start: str, end: str, step: str) -> None:
    session = world.at(start)
    let_be_gone(world, session, settings.CLIENT_GRACE_SECONDS - 1)
    sweep(timezone.now())
    assert row_of(session).state == start
    let_be_gone(world, session, settings.CLIENT_GRACE_SECONDS + 1)
    sweep(timezone.now())
    row = row_of(session)
    assert (row.state, row.ended_by, steps(session)[-1]) == (end, "client", step)
    sweep(timezone.now())
    assert steps(session).count(step) == 1


# The operator's presence


def test_presence_is_a_lease(world: World) -> None:
    Operator.objects.update(lease_until=None)
    assert availability(world.widget)["state"] == "offline"
    run(presence.operator_arrive, world.anna)
    assert selectors.operator_state(operator_row(world))[0] == "online"
    assert availability(world.widget)["state"] == "online"
    later = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS + 1)
    assert selectors.operator_state(operator_row(world), later)[0] == "offline"


def test_away_holds_in_a_second_tab_and_ends_with_the_lease(world: World) -> None:
    run(presence.presence_set, world.anna, state="away")
    run(presence.operator_arrive, world.anna)
    assert operator_row(world).chosen == "away"
    run(presence.operator_sign_out, world.anna)
    run(presence.operator_arrive, world.anna)
    assert operator_row(world).chosen == "online"


def test_a_widget_says_why_nobody_can_be_reached(world: World) -> None:
    Operator.objects.update(chosen="away")
    assert availability(world.widget)["state"] == "offline"
    Operator.objects.update(chosen="online", chat_limit=0)
    assert availability(world.widget)["state"] == "busy"
    Operator.objects.update(chat_limit=3)
    world.group.queue_size = 1
    world.group.save()
    world.enter()
    assert availability(world.widget)["state"] == "busy"
