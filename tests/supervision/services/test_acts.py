"""Supervisors' acts: what they change, where the reason stands, and how late and forbidden ones are refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as HttpSession
from django.test import Client as Browser
from django.utils import timezone

from sessions_app.models import AwayReason, Operator, User
from sessions_app.services import closing, presence, queue
from supervision.models import AuditEntry, StateSpan
from supervision.protocol_acts import Seen
from supervision.services import acts
from tests.supervision.services.conftest import bind
from tests.world import bodies, log_of, refused, row_of, run, steps

WHY = "Anna is needed elsewhere"


def audited():
    lines = AuditEntry.objects.exclude(verb="sign_in").order_by("pk")
    return [(line.user_name, line.verb, line.target_name, line.detail) for line in lines]


def operator_of(actor):
    return Operator.objects.get(pk=actor.pk)


def test_a_session_is_redirected_with_the_reason_as_its_note(world, sofia):
    session = world.active()
    run(acts.act_redirect, sofia, session=session, operator=world.boris.pk, reason=WHY)
    assert row_of(session).operator_id == world.boris.pk
    assert bodies(session, "session.redirected", shared=False) == [{"to": "Boris", "note": WHY}]
    assert audited() == [("sofia", "redirect", str(row_of(session).number), f"To: Boris\n{WHY}")]


def test_a_session_is_redirected_to_a_group(world, sofia):
    session = world.active()
    run(acts.act_redirect, sofia, session=session, group=world.other_group.pk, reason=WHY)
    assert (row_of(session).state, row_of(session).group) == ("waiting", world.other_group)


def test_an_ended_session_has_the_reason_as_a_note_for_operators(world, sofia):
    session = world.active()
    run(acts.act_end, sofia, session=session, reason=f"  {WHY}\n")
    assert row_of(session).state == "wrapup"
    assert bodies(session, "note.posted", shared=False) == [{"text": WHY, "command": None}]
    assert bodies(session, "note.posted", shared=True) == []
    assert [entry.name for entry in log_of(session)[-2:]] == ["Sofia", "Sofia"]
    assert audited() == [("sofia", "end", str(row_of(session).number), WHY)]


def test_a_waiting_session_that_is_ended_is_missed(world, sofia):
    session = world.enter()
    run(acts.act_end, sofia, session=session, reason=WHY)
    assert row_of(session).state == "missed"


def test_a_wrapup_is_ended_and_its_operator_is_free(world, sofia):
    session = world.ended()
    run(acts.act_wrapup, sofia, session=session, reason=WHY)
    assert steps(session)[-1] == "closed"
    span = StateSpan.objects.get(operator=world.anna.pk, until=None)
    assert (span.state, span.role, span.author) == ("online", "supervisor", "Sofia")


def test_an_operator_is_set_away_by_the_supervisor(world, sofia):
    AwayReason.objects.create(name="Lunch")
    run(presence.operator_arrive, world.anna)
    run(acts.act_state, sofia, operator=world.anna.pk, state="away", away_reason="Lunch", reason=WHY)
    anna = operator_of(world.anna)
    assert (anna.chosen, anna.away_reason, anna.takes_chat) == ("away", "Lunch", True)
    span = StateSpan.objects.get(operator=anna, until=None)
    assert (span.state, span.reason, span.role, span.author) == ("away", "Lunch", "supervisor", "Sofia")
    assert audited() == [("sofia", "set_state", "Anna", f"away\nLunch\n{WHY}")]
    run(acts.act_state, sofia, operator=world.anna.pk, state="online", reason="Enough")
    assert operator_of(world.anna).chosen == "online"


def test_an_operator_is_signed_out_everywhere(world, sofia):
    browser = Browser()
    browser.force_login(operator_of(world.anna).user)
    run(acts.act_signout, sofia, operator=world.anna.pk, reason=WHY)
    assert operator_of(world.anna).lease_until is None
    assert HttpSession.objects.count() == 0
    span = StateSpan.objects.get(operator=world.anna.pk, until=None)
    assert (span.state, span.role, span.author) == ("offline", "supervisor", "Sofia")
    assert audited() == [("sofia", "force_sign_out", "Anna", WHY)]


# Reasons

ACTS = {
    "redirect": (acts.act_redirect, {"operator": 0}),
    "end": (acts.act_end, {}),
    "wrapup": (acts.act_wrapup, {}),
}


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "\n\t", "x" * 201])
@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_a_session_needs_a_reason_of_one_line(world, sofia, act, reason):
    service, fields = ACTS[act]
    session = world.ended() if act == "wrapup" else world.active()
    assert refused(service, sofia, session=session, reason=reason, **fields).code == "act.reason"
    assert audited() == []


@pytest.mark.parametrize("reason", ["", "x" * 201])
def test_an_act_on_an_operator_needs_one_too(world, sofia, reason):
    fields = {"operator": world.anna.pk, "reason": reason}
    assert refused(acts.act_state, sofia, state="away", **fields).code == "act.reason"
    assert refused(acts.act_signout, sofia, **fields).code == "act.reason"


def test_a_reason_may_have_two_hundred_characters(world, sofia):
    run(acts.act_end, sofia, session=world.active(), reason="ř" * 200)


# Too late


def test_a_session_that_has_just_ended_says_who_ended_it(world, sofia, petr):
    session = world.active()
    run(acts.act_end, petr, session=session, reason=WHY)
    for service, fields in ((acts.act_end, {}), (acts.act_redirect, {"operator": world.boris.pk})):
        fault = refused(service, sofia, session=session, reason=WHY, **fields)
        assert (fault.code, fault.text) == ("act.late", "Petr has already ended this session.")
    assert [line[0] for line in audited()] == ["petr"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("wrapup", "Anna has already ended this session."),
        ("closed", "Anna has already finished this session."),
        ("abandoned", "This client has stopped waiting."),
    ],
)
def test_a_session_that_is_over_says_how(world, sofia, state, words):
    assert refused(acts.act_end, sofia, session=world.at(state), reason=WHY).text == words


def test_a_client_who_did_not_come_back(world, sofia, monkeypatch):
    from sessions_app.services import transitions

    session = world.active()
    row = row_of(session)
    type(row).objects.filter(pk=row.pk).update(client_left_at=timezone.now() - timedelta(days=1))
    run(transitions.client_gone, session=session)
    words = "This session is already over: the client didn’t come back."
    assert refused(acts.act_end, sofia, session=session, reason=WHY).text == words


def test_a_session_redirected_elsewhere_is_not_redirected_again(world, sofia, petr):
    session = world.active()
    seen = Seen(state="active", operator=world.anna.pk)
    run(acts.act_redirect, petr, session=session, operator=world.boris.pk, reason=WHY, seen=seen)
    fault = refused(acts.act_redirect, sofia, session=session, group=world.group.pk, reason=WHY, seen=seen)
    assert (fault.code, fault.text) == ("act.late", "Petr has just redirected this session to Boris.")
    assert refused(acts.act_end, sofia, session=session, reason=WHY, seen=seen).code == "act.late"
    assert row_of(session).operator_id == world.boris.pk


def test_a_waiting_session_that_was_accepted_meanwhile(world, sofia):
    session = world.enter()
    seen = Seen(state="waiting")
    run(queue.session_accept, world.anna, session=session)
    fault = refused(acts.act_end, sofia, session=session, reason=WHY, seen=seen)
    assert fault.text == "Anna has just accepted this client."


def test_a_finished_wrapup(world, sofia):
    session = world.closed()
    fault = refused(acts.act_wrapup, sofia, session=session, reason=WHY)
    assert fault.text == "Anna has already finished this session."
    assert refused(acts.act_wrapup, sofia, session=world.active(world.david), reason=WHY).code == "session.not_ended"


def test_an_operator_who_has_left(world, sofia):
    run(presence.operator_sign_out, world.anna)
    for service, fields in ((acts.act_signout, {}), (acts.act_state, {"state": "away"})):
        fault = refused(service, sofia, operator=world.anna.pk, reason=WHY, **fields)
        assert (fault.code, fault.text) == ("operator.left", "Anna has left. Nobody is at the console.")


def test_the_second_of_two_supervisors_reads_who_was_first(world, sofia, petr):
    fields = {"operator": world.anna.pk, "state": "away", "reason": WHY}
    run(acts.act_state, petr, **fields)
    assert refused(acts.act_state, sofia, **fields).text == "Anna is already away. Set by Petr."
    run(acts.act_state, petr, **fields)  # the same command again, because its answer was lost
    assert len(audited()) == 1


def test_an_unknown_away_reason_changes_nothing(world, sofia):
    fields = {"operator": world.anna.pk, "state": "away", "reason": WHY, "away_reason": "Bowling"}
    assert refused(acts.act_state, sofia, **fields).code == "presence.reason"
    assert operator_of(world.anna).chosen == "online"


def test_a_refused_redirect_leaves_no_trace(world, sofia):
    run(presence.operator_sign_out, world.boris)
    session = world.active()
    fault = refused(acts.act_redirect, sofia, session=session, operator=world.boris.pk, reason=WHY)
    assert fault.text == "Boris is offline."
    assert audited() == []


def test_a_repeated_command_is_answered_and_done_once(world, sofia):
    from contactcenter.realtime.group_commit import Job
    from contactcenter.realtime.group_commit import run as run_jobs

    session = world.active()
    fields = {"by": sofia, "session": session, "reason": WHY}
    jobs = [Job(acts.act_end, fields, key=session, sender=sofia.sender, command="c1", digest="d") for _ in range(2)]
    outcomes, _ = run_jobs(jobs)
    assert [outcome.seq for outcome in outcomes] == [outcomes[0].seq] * 2
    assert len(audited()) == 1


# Wrong persons


def every_act(world):
    return [
        (acts.act_redirect, {"session": world.active(), "operator": world.boris.pk}),
        (acts.act_end, {"session": world.active(world.david)}),
        (acts.act_wrapup, {"session": world.ended(world.client("Eva"))}),
        (acts.act_state, {"operator": world.anna.pk, "state": "away"}),
        (acts.act_signout, {"operator": world.anna.pk}),
    ]


def test_without_the_permission_nothing_can_be_done(world, looker):
    for service, fields in every_act(world):
        assert refused(service, looker, reason=WHY, **fields).code == "act.forbidden"
    assert audited() == []


def test_operators_and_clients_cannot_act(world):
    for service, fields in every_act(world):
        for by in (world.anna, world.carla):
            assert refused(service, by, reason=WHY, **fields).code == "act.forbidden"


def test_a_supervisor_of_another_group_finds_nothing(world, sofia):
    everything = every_act(world)
    bind(sofia, world.other_group)
    for service, fields in everything:
        code = "operator.not_found" if "state" in fields or "session" not in fields else "session.not_found"
        assert refused(service, sofia, reason=WHY, **fields).code == code
    assert audited() == []


def test_a_bound_supervisor_redirects_to_nobody_else(world, sofia):
    bind(sofia, world.group)
    session = world.active()
    for target in ({"operator": world.oskar.pk}, {"group": world.other_group.pk}):
        assert refused(acts.act_redirect, sofia, session=session, reason=WHY, **target).code == "redirect.nobody"
    run(acts.act_redirect, sofia, session=session, reason=WHY, operator=world.boris.pk)


@pytest.mark.parametrize("columns", [{"is_staff": False}, {"is_active": False}])
def test_rights_taken_meanwhile_count(world, sofia, columns):
    User.objects.filter(pk=sofia.pk).update(**columns)
    assert refused(acts.act_end, sofia, session=world.active(), reason=WHY).code == "act.forbidden"


def test_unknown_sessions_and_operators_are_not_found(world, sofia):
    assert refused(acts.act_end, sofia, session="x" * 22, reason=WHY).code == "session.not_found"
    assert refused(acts.act_signout, sofia, operator=2**31, reason=WHY).code == "operator.not_found"


def test_a_missed_call_ends_with_its_session(world, sofia):
    from videocall.models import Call

    session = world.active(entry="videocall")
    run(acts.act_end, sofia, session=session, reason=WHY)
    assert [(call.state, call.ended_by) for call in Call.objects.all()] == [("ended", "supervisor")]
    run(closing.session_wrapup, world.anna, session=session)
