"""Races: one wins, the others are told, nothing is half done and no number is missing."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from contactcenter.realtime.group_commit import Job, perform
from contactcenter.realtime.group_commit import run as run_jobs
from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.models import Group, LogEntry, Operator, Session
from sessions_app.services import closing, entry, messages, queue
from tests.world import World, log_of, row_of, run, steps

DUELS = 300
RACES = 20
RACERS = 15


def race(threads: ThreadPoolExecutor, attempts: list[tuple[Any, Actor, dict[str, Any]]]) -> list[str]:
    """Run all attempts at once; return the code of each refusal, empty for a success."""

    def one(attempt: tuple[Any, Actor, dict[str, Any]]) -> str:
        service, by, fields = attempt
        try:
            perform(service, key=fields.get("session", ""), by=by, **fields)
            return ""
        except Fault as fault:
            return fault.code
        finally:
            connection.close()

    return list(threads.map(one, attempts))


def test_of_fifteen_operators_accepting_at_once_exactly_one_wins_each_session(committed_world: World) -> None:
    operators = [committed_world.operator(f"Operator {number}") for number in range(RACERS)]
    with ThreadPoolExecutor(RACERS) as threads:
        for number in range(RACES):
            client = committed_world.client(f"Client {number}")
            session = committed_world.enter(client)
            results = Counter(race(threads, [(queue.session_accept, by, {"session": session}) for by in operators]))
            assert results == {"": 1, "session.taken": RACERS - 1}
            row = row_of(session)
            assert steps(session) == ["queued", "accepted"]
            assert log_of(session)[-1].name == row.operator.name
            run(closing.session_end, client, session=session)
            Session.objects.filter(pk=row.pk).update(state="closed")


def test_two_operators_race_300_times_and_exactly_one_wins_each_session(committed_world: World) -> None:
    """Two threads with their own connections start each race together and commit for real; only the database serialises them."""
    operators = [committed_world.anna, committed_world.boris]
    Group.objects.update(queue_size=0)
    Operator.objects.update(chat_limit=DUELS)
    sessions = [committed_world.enter(committed_world.client(f"Client {number}")) for number in range(DUELS)]
    start = Barrier(2, timeout=60)

    def duel(by: Actor) -> list[str]:
        results = []
        try:
            for session in sessions:
                start.wait()
                try:
                    perform(queue.session_accept, key=session, by=by, session=session)
                    results.append("")
                except Fault as fault:
                    results.append(fault.code)
        finally:
            connection.close()
        return results

    with ThreadPoolExecutor(2) as threads:
        anna, boris = threads.map(duel, operators)
    for session, results in zip(sessions, zip(anna, boris, strict=True), strict=True):
        assert sorted(results) == ["", "session.taken"], session
        winner = operators[results.index("")]
        assert (row_of(session).operator_id, steps(session)) == (winner.pk, ["queued", "accepted"])
    assert anna.count("") + boris.count("") == DUELS
    assert min(anna.count(""), boris.count("")) > 0, "one operator always won, so there was no race"


def test_accept_against_leave_has_one_winner(committed_world: World) -> None:
    with ThreadPoolExecutor(2) as threads:
        for number in range(RACES):
            client = committed_world.client(f"Client {number}")
            session = committed_world.enter(client)
            attempts: list[tuple[Any, Actor, dict[str, Any]]] = [
                (queue.session_accept, committed_world.anna, {"session": session}),
                (closing.session_leave, client, {"session": session}),
            ]
            accepted, _left = race(threads, attempts)
            if accepted:
                assert (accepted, steps(session)) == ("session.gone", ["queued", "left"])
            else:
                assert steps(session) == ["queued", "accepted", "ended"]
            Session.objects.update(state="closed")


def test_two_tabs_entering_at_once_make_one_session(committed_world: World) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert race(threads, [(entry.entry_start, committed_world.carla, {"entry": "chat", "message": "hello"})] * 8) == [""] * 8
    assert Session.objects.count() == 1
    assert LogEntry.objects.filter(kind="message.posted").count() == 1


def test_concurrent_writers_leave_no_gap_and_no_duplicate(committed_world: World) -> None:
    """Each thread plays a process: it commits its own batches, with repeats of another's commands."""
    session = committed_world.active()

    def batch(number: int) -> list[str]:
        jobs = [
            Job(
                messages.message_post,
                {"by": committed_world.carla, "session": session, "text": f"{number}-{each}", "command_id": f"{number // 2}-{each}"},
                key=session, sender=committed_world.carla.sender, command=f"{number // 2}-{each}", digest=f"{each}",
            )
            for each in range(10)
        ]  # fmt: skip
        try:
            outcomes, _rings = run_jobs(jobs)
            return [outcome.code if isinstance(outcome, Fault) else "" for outcome in outcomes]  # type: ignore[union-attr]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        refusals = [code for codes in threads.map(batch, range(16)) for code in codes]
    assert set(refusals) == {""}
    lines = log_of(session)
    assert [line.seq for line in lines] == list(range(1, 2 + 80 + 1))
    assert [line.shared for line in lines] == [line.seq for line in lines]
    assert len({line.command for line in lines if line.command}) == 80
    assert (row_of(session).head, row_of(session).shared) == (82, 82)
