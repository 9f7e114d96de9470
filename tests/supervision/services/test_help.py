"""Operators' calls for help: asked, answered, withdrawn, over; for operators only, and for supervisors of the group."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sessions_app.log.transcript import entry_text
from sessions_app.models import Session
from sessions_app.present import operator_session_view
from sessions_app.services import closing, redirect
from supervision.models import AuditEntry, HelpRequest
from supervision.selectors.help_requests import SHOWN_AFTER, help_on_board
from supervision.services import acts
from supervision.services import help as help_services
from tests.supervision.services.conftest import bind
from tests.world import bodies, log_of, refused, row_of, run

WHY = "The client threatens to sue"


@pytest.fixture
def session(world):
    """Anna has asked for help in this session."""
    session = world.active()
    run(help_services.help_ask, world.anna, session=session, reason=WHY)
    return session


def states(session):
    return [body["state"] for body in bodies(session, "help.changed")]


def on_board(*groups):
    return [(view.name, view.state, view.by) for view in help_on_board(frozenset(groups) or None)]


def answer(by, session, text="Offer a refund", request=None):
    request = request or HelpRequest.objects.latest("pk").pk
    run(help_services.help_answer, by, session=session, request=request, text=text)


def test_it_is_on_the_board_and_in_the_operators_view(world, session):
    assert on_board() == [("Anna", "open", "")]
    assert b"threatens" in bytes(operator_session_view(row_of(session)).help)


def test_it_is_in_the_log_for_operators_only(world, sofia, session):
    answer(sofia, session)
    run(help_services.help_ask, world.anna, session=session, reason="Again")
    run(help_services.help_withdraw, world.anna, session=session)
    assert states(session) == ["open", "answered", "open", "withdrawn"]
    assert bodies(session, "help.changed", shared=True) == []


def test_the_transcript_tells_it(world, sofia, session):
    answer(sofia, session)
    assert [entry_text(entry) for entry in log_of(session)[-2:]] == [f"Asked for help: {WHY}", "Help: Offer a refund"]


def test_an_answer_carries_the_supervisors_name(world, sofia, session):
    answer(sofia, session)
    entry = log_of(session)[-1]
    assert (entry.role, entry.name, bodies(session, "help.changed")[-1]["text"]) == ("supervisor", "Sofia", "Offer a refund")
    assert on_board() == [("Anna", "answered", "Sofia")]
    assert operator_session_view(row_of(session)).help is None
    line = AuditEntry.objects.get()
    assert (line.verb, line.target_name, line.detail) == ("answer_help", str(row_of(session)), "Operator: Anna\nOffer a refund")


def test_the_second_answer_is_refused_in_words(world, sofia, petr, session):
    request = HelpRequest.objects.get().pk
    answer(sofia, session)
    fault = refused(help_services.help_answer, petr, session=session, request=request, text="No")
    assert (fault.code, fault.text) == ("help.late", "Sofia has already answered.")


def test_an_answer_to_a_withdrawn_one_is_refused_even_if_another_is_open(world, sofia, session):
    request = HelpRequest.objects.get().pk
    run(help_services.help_withdraw, world.anna, session=session)
    run(help_services.help_ask, world.anna, session=session, reason="Something else")
    fault = refused(help_services.help_answer, sofia, session=session, request=request, text="No")
    assert fault.text == "Anna has withdrawn this: help is no longer needed."


def test_one_is_open_at_a_time(world, session):
    assert refused(help_services.help_ask, world.anna, session=session, reason="More").code == "help.open"


def test_withdrawing_twice_changes_nothing_more(world, session):
    for _ in range(2):
        run(help_services.help_withdraw, world.anna, session=session)
    assert states(session) == ["open", "withdrawn"]


def test_it_is_over_with_the_session(world, sofia, session):
    run(closing.session_end, world.carla, session=session)
    assert states(session) == ["open", "over"]
    assert on_board() == [("Anna", "over", "")]
    fault = refused(help_services.help_answer, sofia, session=session, request=HelpRequest.objects.get().pk, text="Late")
    assert fault.text == "The session is over."


@pytest.mark.parametrize("target", ["operator", "group"])
def test_it_is_over_when_somebody_else_gets_the_session(world, sofia, session, target):
    to = {"operator": world.boris.pk} if target == "operator" else {"group": world.group.pk}
    run(acts.act_redirect, sofia, session=session, reason="Boris knows", **to)
    assert states(session) == ["open", "over"]


def test_a_refused_redirect_leaves_it_open(world, session):
    assert refused(redirect.session_redirect, world.anna, session=session, operator=0).code == "redirect.nobody"
    assert on_board() == [("Anna", "open", "")]


def test_what_became_of_it_leaves_the_board_after_a_minute(world, session, monkeypatch):
    run(help_services.help_withdraw, world.anna, session=session)
    assert on_board() == [("Anna", "withdrawn", "")]
    later = timezone.now() + SHOWN_AFTER * 2
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert on_board() == []


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "x" * 501])
def test_words_are_needed_and_not_too_many(world, sofia, session, text):
    fault = refused(help_services.help_answer, sofia, session=session, request=HelpRequest.objects.get().pk, text=text)
    assert fault.code == "help.text"
    other = world.active(world.david)
    assert refused(help_services.help_ask, world.anna, session=other, reason=text).code == "help.text"


@pytest.mark.parametrize("state", ["waiting", "wrapup", "closed"])
def test_help_is_for_running_conversations(world, state):
    session = world.at(state)
    assert refused(help_services.help_ask, world.anna, session=session, reason=WHY).code in (
        "session.closed",
        "session.not_found",
    )


def test_only_the_sessions_operator_asks_and_withdraws(world, sofia, session):
    other = world.active(world.david)
    for by in (world.boris, world.carla, world.david, sofia):
        assert refused(help_services.help_ask, by, session=other, reason=WHY).code == "session.not_found"
        assert refused(help_services.help_withdraw, by, session=session).code == "session.not_found"


def test_only_supervisors_of_the_group_answer(world, sofia, looker, session):
    request = HelpRequest.objects.get().pk
    fields = {"session": session, "request": request, "text": "Hello"}
    for by in (looker, world.anna, world.carla):
        assert refused(help_services.help_answer, by, **fields).code == "act.forbidden"
    bind(sofia, world.other_group)
    assert refused(help_services.help_answer, sofia, **fields).code == "session.not_found"
    assert on_board(world.other_group.pk) == []
    assert on_board(world.group.pk) == [("Anna", "open", "")]


def test_a_request_of_another_session_is_not_found(world, sofia, session):
    other = world.active(world.david)
    fields = {"session": other, "request": HelpRequest.objects.get().pk, "text": "Hello"}
    assert refused(help_services.help_answer, sofia, **fields).code == "help.not_found"


def test_it_goes_with_its_session(world, session):
    Session.objects.filter(public_id=session).first().log_entries.all().delete()
    Session.objects.filter(public_id=session).delete()
    assert not HelpRequest.objects.exists()
