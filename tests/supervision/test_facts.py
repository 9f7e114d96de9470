"""Facts (A2): spans of operators' states without gap or overlap, and each offer with its outcome, in the transaction of the change."""

from __future__ import annotations

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from sessions_app.actor import Actor
from sessions_app.models import AwayReason, Operator, User
from sessions_app.services import closing, entry, presence, queue, redirect
from sessions_app.services.accounts import account_sign_out
from supervision.models import SessionOffer, StateSpan
from tests.world import World
from tests.world.services import refused, run
from videocall import services as calls
from videocall.models import Call


def states(operator: Actor) -> list[str]:
    return list(StateSpan.objects.filter(operator=operator.pk).order_by("pk").values_list("state", flat=True))


def arrive(world: World, operator: Actor) -> None:
    """Open the console of an operator who was offline."""
    Operator.objects.filter(pk=operator.pk).update(lease_until=None)
    run(presence.operator_arrive, operator)


def assert_whole(operator: Actor) -> None:
    """Check that the spans touch and only the last one is open."""
    spans = list(StateSpan.objects.filter(operator=operator.pk).order_by("since", "pk"))
    assert all(first.until == second.since for first, second in pairwise(spans))
    assert [span.until for span in spans[-1:]] == [None]
    assert all(first.state != second.state or first.reason != second.reason for first, second in pairwise(spans))


def outcomes(session: str) -> list[tuple[str, str]]:
    offers = SessionOffer.objects.filter(session__public_id=session)
    return list(offers.values_list("operator__name", "outcome"))


@pytest.fixture
def timed(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world whose clock only moves when told to."""
    return World(clock=monkeypatch)


@pytest.fixture
def one_by_one(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same, offering to one operator at a time; only Anna and Boris are there."""
    return World(clock=monkeypatch, offers_to_one=True)


def test_a_day_at_the_console_is_a_row_of_spans(timed: World) -> None:
    AwayReason.objects.create(name="Lunch")
    arrive(timed, timed.anna)
    for state, reason in (("away", "Lunch"), ("away", ""), ("online", "")):
        timed.later(5)
        run(presence.presence_set, timed.anna, state=state, reason=reason)
    timed.later(5)
    run(presence.operator_sign_out, timed.anna)
    spans = StateSpan.objects.filter(operator=timed.anna.pk).order_by("pk")
    assert [(span.state, span.reason) for span in spans] == [
        ("online", ""), ("away", "Lunch"), ("away", ""), ("online", ""), ("offline", ""),
    ]  # fmt: skip
    assert [span.until - span.since for span in spans if span.until] == [timedelta(seconds=5)] * 4
    assert {(span.role, span.author) for span in spans} == {("operator", "Anna")}
    assert_whole(timed.anna)


def test_a_call_and_its_wrapup_are_spans_too(timed: World) -> None:
    arrive(timed, timed.anna)
    timed.later(5)
    session = timed.active(entry="videocall")
    timed.later(5)
    run(calls.call_hangup, timed.anna, call=Call.objects.get(session__public_id=session).public_id)
    timed.later(5)
    run(closing.session_end, timed.anna, session=session)
    timed.later(5)
    run(closing.session_wrapup, timed.anna, session=session)
    assert states(timed.anna) == ["online", "busy", "online", "wrapup", "online"]
    assert_whole(timed.anna)


def test_a_call_ended_with_its_session_leaves_no_moment_online(timed: World) -> None:
    arrive(timed, timed.anna)
    session = timed.active(entry="videocall")
    run(closing.session_end, timed.anna, session=session)
    assert states(timed.anna) == ["online", "busy", "wrapup"]


def test_after_a_crash_an_operator_is_offline_since_the_lease_ended(timed: World) -> None:
    arrive(timed, timed.anna)
    until = Operator.objects.get(pk=timed.anna.pk).lease_until
    timed.later(3600)
    span = StateSpan.objects.get(operator=timed.anna.pk, until=None)
    assert (span.state, span.since, span.role) == ("offline", until, "system")
    assert_whole(timed.anna)


def test_a_message_or_a_heartbeat_writes_no_span(timed: World) -> None:
    arrive(timed, timed.anna)
    timed.later(5)
    run(presence.operators_renew, operators=[timed.anna.pk])
    assert states(timed.anna) == ["online"]


def test_a_refused_change_leaves_no_span(timed: World) -> None:
    arrive(timed, timed.anna)
    refused(presence.presence_set, timed.anna, state="away", reason="no such reason")
    assert states(timed.anna) == ["online"]


def test_a_redirect_frees_one_operator_and_not_the_other(timed: World) -> None:
    for operator in (timed.anna, timed.boris):
        arrive(timed, operator)
    session = timed.active()
    run(redirect.session_redirect, timed.anna, session=session, operator=timed.boris.pk)
    timed.later(5)
    run(closing.session_end, timed.boris, session=session)
    assert (states(timed.anna), states(timed.boris)) == (["online"], ["online", "wrapup"])


def test_fifty_changes_at_once_never_overlap(committed_world: World) -> None:
    arrive(committed_world, committed_world.anna)

    def change(number: int) -> None:
        try:
            run(presence.presence_set, committed_world.anna, state=("away", "online")[number % 2])
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_whole(committed_world.anna)


def test_an_offer_runs_out_and_the_next_one_is_accepted(one_by_one: World) -> None:
    session = one_by_one.enter()
    one_by_one.later(1)
    assert outcomes(session) == [("Anna", "")]
    one_by_one.later(60)
    assert outcomes(session) == [("Anna", "ran_out"), ("Boris", "")]
    first = SessionOffer.objects.get(outcome="ran_out")
    assert first.ended_at == first.until
    one_by_one.accept(session, one_by_one.boris)
    assert outcomes(session) == [("Anna", "ran_out"), ("Boris", "accepted")]


def test_an_offer_is_declined_or_withdrawn(one_by_one: World) -> None:
    session = one_by_one.enter()
    one_by_one.later(1)
    run(queue.session_pass, one_by_one.anna, session=session)
    assert outcomes(session) == [("Anna", "declined"), ("Boris", "")]
    run(closing.session_leave, one_by_one.carla, session=session)
    assert outcomes(session) == [("Anna", "declined"), ("Boris", "withdrawn")]


def test_an_offer_to_an_operator_who_goes_away_is_withdrawn(one_by_one: World) -> None:
    session = one_by_one.enter()
    one_by_one.later(1)
    run(presence.presence_set, one_by_one.anna, state="away")
    one_by_one.later(1)
    assert outcomes(session) == [("Anna", "withdrawn"), ("Boris", "")]


def test_a_message_left_instead_withdraws_the_offer(one_by_one: World) -> None:
    session = one_by_one.enter()
    one_by_one.later(1)
    run(entry.message_leave, one_by_one.carla, message="Call me", email="carla@example.com", session=session)
    assert outcomes(session) == [("Anna", "withdrawn")]


def test_the_sessions_page_shows_its_routing_steps(one_by_one: World) -> None:
    session = one_by_one.enter()
    one_by_one.later(1)
    User.objects.create_superuser("sofia", password="Sofia")
    browser = Browser()
    browser.login(username="sofia", password="Sofia")
    row = SessionOffer.objects.get(session__public_id=session).session_id
    page = browser.get(reverse("admin:sessions_app_session_change", args=[row])).content.decode()
    assert "routing steps" in page.lower()
    assert browser.get(reverse("admin:supervision_statespan_changelist")).status_code == 200


def test_signing_an_account_out_ends_the_operators_state(timed: World) -> None:
    """A changed password, a deactivated account: the console is closed, so the operator is offline from then on."""
    arrive(timed, timed.anna)
    timed.later(5)
    run(account_sign_out, http_sessions=[], operator=timed.anna.pk)
    assert states(timed.anna) == ["online", "offline"]
    timed.later(100)
    run(account_sign_out, http_sessions=[], operator=timed.anna.pk)
    assert states(timed.anna) == ["online", "offline"]
    assert_whole(timed.anna)
