"""Accepting, limits, wrap-up, leaving and coming back: what operators and clients may do with a session, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.deadlines import sweep
from sessions_app.models import Operator, Session
from sessions_app.protocol import Page
from sessions_app.selectors.availability import availability
from sessions_app.services import clients, closing, presence, queue, transitions
from tests.sessions_app.conftest import Place, bodies, refused, row_of, run, steps


def operator_row(place: Place) -> Operator:
    return Operator.objects.get(pk=place.anna.pk)


def test_the_operator_who_accepts_is_named_in_the_log(place: Place) -> None:
    session = place.active()
    assert bodies(session, "session.changed")[-1] == {
        "step": "accepted", "state": "active", "away": False, "operator": "Anna", "result": ""
    }  # fmt: skip


def test_who_comes_second_is_told_who_was_first(place: Place) -> None:
    session = place.active()
    with pytest.raises(Fault, match="Anna") as caught:
        run(queue.session_accept, place.boris, session=session)
    assert caught.value.code == "session.taken"


def test_accepting_again_is_as_good_as_once(place: Place) -> None:
    session = place.active()
    run(queue.session_accept, place.anna, session=session)
    assert steps(session) == ["queued", "accepted"]


def test_an_operator_has_no_more_conversations_than_the_limit(place: Place) -> None:
    Operator.objects.filter(pk=place.anna.pk).update(chat_limit=1)
    place.active()
    assert refused(queue.session_accept, place.anna, session=place.waiting(place.david)) == "operator.unavailable"
    assert "1" in selectors.operator_state(operator_row(place))[1]


def test_who_wraps_up_takes_nobody_new(place: Place) -> None:
    session = place.ended()
    other = place.waiting(place.david)
    assert selectors.operator_state(operator_row(place))[0] == "wrapup"
    assert refused(queue.session_accept, place.anna, session=other) == "operator.unavailable"
    run(closing.session_wrapup, place.anna, session=session, result="Solved", note="Valve was shut")
    run(queue.session_accept, place.anna, session=other)


@pytest.mark.parametrize("change", [{"chosen": "away"}, {"lease_until": None}])
def test_who_is_away_or_offline_takes_nobody(place: Place, change: dict[str, object]) -> None:
    session = place.waiting()
    Operator.objects.filter(pk=place.anna.pk).update(**change)
    assert refused(queue.session_accept, place.anna, session=session) == "operator.unavailable"


def test_a_wrap_up_keeps_result_and_note_for_operators(place: Place) -> None:
    session = place.ended()
    run(closing.session_wrapup, place.anna, session=session, result="Solved", note="Valve was shut")
    assert (row_of(session).result, bodies(session, "note.posted")) == ("Solved", [{"text": "Valve was shut", "command": None}])


def test_a_wrap_up_that_is_refused_keeps_no_note(place: Place) -> None:
    session = place.ended()
    assert refused(closing.session_wrapup, place.anna, session=session, note="x" * 4001) == "message.too_long"
    assert row_of(session).state == "wrapup"


def test_another_page_is_told_to_operators_and_the_same_one_to_nobody(place: Place) -> None:
    session = place.active()
    page = Page(url="https://shop.example/boilers", title="Boilers")
    for _ in range(2):
        run(clients.page_visit, place.carla, session=session, page=page)
    assert [body["client"]["page"]["title"] for body in bodies(session, "client.changed")] == ["Boilers"]
    assert row_of(session).shared == 2


# The client's presence


def left(place: Place, session: str, seconds: float) -> None:
    """The client's only socket has been gone for so many seconds."""
    run(transitions.client_arrive, place.carla, session=session, socket="s1")
    run(transitions.client_left, place.carla, session=session, socket="s1")
    Session.objects.filter(public_id=session).update(client_left_at=timezone.now() - timedelta(seconds=seconds))


@pytest.mark.parametrize(("seconds", "away"), [(settings.AWAY_SECONDS - 1, False), (settings.AWAY_SECONDS + 1, True)])
def test_a_client_is_away_after_a_while_and_not_at_once(place: Place, seconds: float, away: bool) -> None:
    session = place.active()
    left(place, session, seconds)
    sweep(timezone.now())
    sweep(timezone.now())
    assert row_of(session).away is away
    assert steps(session) == ["queued", "accepted", *(["client-away"] if away else [])]


def test_a_client_who_comes_back_is_back_once(place: Place) -> None:
    session = place.active()
    left(place, session, 10)
    sweep(timezone.now())
    for socket in ("s2", "s3"):
        run(transitions.client_arrive, place.carla, session=session, socket=socket)
    assert steps(session)[2:] == ["client-away", "client-back"]
    assert not row_of(session).away


def test_a_reload_does_not_flicker(place: Place) -> None:
    session = place.active()
    left(place, session, 1)
    run(transitions.client_arrive, place.carla, session=session, socket="s2")
    sweep(timezone.now() + timedelta(seconds=60))
    assert steps(session) == ["queued", "accepted"]


def test_a_second_tab_that_closes_does_not_take_the_newer_one_along(place: Place) -> None:
    session = place.active()
    run(transitions.client_arrive, place.carla, session=session, socket="old tab")
    run(transitions.client_arrive, place.carla, session=session, socket="new tab")
    run(transitions.client_left, place.carla, session=session, socket="old tab")
    assert row_of(session).client_left_at is None


@pytest.mark.parametrize(("start", "end", "step"), [("waiting", "abandoned", "abandoned"), ("active", "wrapup", "ended")])
def test_who_does_not_come_back_within_the_grace_has_gone(place: Place, start: str, end: str, step: str) -> None:
    session = place.at(start)
    left(place, session, settings.CLIENT_GRACE_SECONDS - 1)
    sweep(timezone.now())
    assert row_of(session).state == start
    left(place, session, settings.CLIENT_GRACE_SECONDS + 1)
    sweep(timezone.now())
    row = row_of(session)
    assert (row.state, row.ended_by, steps(session)[-1]) == (end, "client", step)
    sweep(timezone.now())
    assert steps(session).count(step) == 1


# The operator's presence


def test_presence_is_a_lease(place: Place) -> None:
    Operator.objects.update(lease_until=None)
    assert availability(place.widget)["state"] == "offline"
    run(presence.operator_arrive, place.anna)
    assert selectors.operator_state(operator_row(place))[0] == "online"
    assert availability(place.widget)["state"] == "online"
    later = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS + 1)
    assert selectors.operator_state(operator_row(place), later)[0] == "offline"


def test_who_was_away_is_still_away_in_another_tab_and_online_after_having_been_gone(place: Place) -> None:
    run(presence.presence_set, place.anna, state="away")
    run(presence.operator_arrive, place.anna)
    assert operator_row(place).chosen == "away"
    run(presence.operator_sign_out, place.anna)
    run(presence.operator_arrive, place.anna)
    assert operator_row(place).chosen == "online"


def test_a_widget_says_why_nobody_can_be_reached(place: Place) -> None:
    Operator.objects.update(chosen="away")
    assert availability(place.widget)["state"] == "offline"
    Operator.objects.update(chosen="online", chat_limit=0)
    assert availability(place.widget)["state"] == "busy"
    Operator.objects.update(chat_limit=3)
    place.group.queue_size = 1
    place.group.save()
    place.waiting()
    assert availability(place.widget)["state"] == "busy"
