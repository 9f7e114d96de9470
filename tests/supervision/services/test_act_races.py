"""Supervisors who act at once: one act is done, the others are refused with words, and the audit has one line for it."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.models import Operator
from sessions_app.services import closing
from supervision.models import AuditEntry, HelpRequest, StateSpan
from supervision.protocol_acts import Seen
from supervision.services import acts
from supervision.services import help as help_services
from tests.supervision.services.conftest import RIGHTS, make_supervisor
from tests.world import World, row_of, run, steps

WHY = "Both of us saw it"
RACERS = 6


def race(attempts: list[tuple[Any, Actor, dict[str, Any]]]) -> Counter[str]:
    def one(attempt: tuple[Any, Actor, dict[str, Any]]) -> str:
        service, by, fields = attempt
        try:
            perform(service, key=str(fields.get("session", "")), by=by, **fields)
            return ""
        except Fault as fault:
            return fault.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as threads:
        return Counter(threads.map(one, attempts))


def supervisors() -> list[Actor]:
    return [make_supervisor(f"Super{number}", *RIGHTS) for number in range(RACERS)]


def test_one_of_many_ends_a_session(committed_world: World) -> None:
    session = committed_world.active()
    fields = {"session": session, "reason": WHY, "seen": Seen(state="active", operator=committed_world.anna.pk)}
    assert race([(acts.act_end, by, fields) for by in supervisors()]) == {"": 1, "act.late": RACERS - 1}
    assert steps(session) == ["queued", "accepted", "ended"]
    assert AuditEntry.objects.filter(verb="end").count() == 1


def test_one_of_many_redirects_it_and_to_one_operator(committed_world: World) -> None:
    session = committed_world.active()
    targets = [committed_world.operator(f"Operator {number}") for number in range(RACERS)]
    seen = Seen(state="active", operator=committed_world.anna.pk)
    attempts = [
        (acts.act_redirect, by, {"session": session, "operator": target.pk, "reason": WHY, "seen": seen})
        for by, target in zip(supervisors(), targets, strict=True)
    ]
    assert race(attempts) == {"": 1, "act.late": RACERS - 1}
    row = row_of(session)
    assert row.operator is not None
    assert f"To: {row.operator.name}" in AuditEntry.objects.get(verb="redirect").detail


def test_an_end_by_operator_client_and_supervisor_happens_once(committed_world: World) -> None:
    session = committed_world.active()
    sofia = supervisors()[0]
    attempts: list[tuple[Any, Actor, dict[str, Any]]] = [
        (acts.act_end, sofia, {"session": session, "reason": WHY}),
        (closing.session_end, committed_world.anna, {"session": session}),
        (closing.session_end, committed_world.carla, {"session": session}),
    ]
    assert race(attempts).keys() <= {"", "act.late"}
    assert steps(session) == ["queued", "accepted", "ended"]
    assert AuditEntry.objects.filter(verb="end").count() == (row_of(session).ended_by == "supervisor")


def test_one_of_many_sets_a_state_or_signs_out(committed_world: World) -> None:
    anna = committed_world.anna.pk
    everybody = supervisors()
    fields: dict[str, Any] = {"operator": anna, "reason": WHY}
    assert race([(acts.act_state, by, fields | {"state": "away"}) for by in everybody]) == {"": 1, "operator.state": RACERS - 1}
    assert race([(acts.act_signout, by, fields) for by in everybody]) == {"": 1, "operator.left": RACERS - 1}
    assert Operator.objects.get(pk=anna).lease_until is None
    spans = StateSpan.objects.filter(operator=anna).order_by("pk").values_list("state", flat=True)
    assert list(spans) == ["away", "offline"]


def test_one_of_many_answers(committed_world: World) -> None:
    session = committed_world.active()
    run(help_services.help_ask, committed_world.anna, session=session, reason="Help")
    fields = {"session": session, "request": HelpRequest.objects.get().pk, "text": "Here"}
    assert race([(help_services.help_answer, by, fields) for by in supervisors()]) == {"": 1, "help.late": RACERS - 1}
