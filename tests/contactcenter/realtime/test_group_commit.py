"""Group commit: answers wait for the disk, jobs don't affect each other, and a repeated id gets its first answer."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection, transaction

from contactcenter.realtime import group_commit, pubsub
from contactcenter.realtime.db_reads import read
from contactcenter.realtime.group_commit import CommandResult, Job, perform, run, unit
from contactcenter.realtime.pubsub import Refresh
from contactcenter.realtime.wire import Fault
from contactcenter.realtime.writers import commit
from sessions_app import log
from sessions_app.actor import Actor
from sessions_app.log import SessionLedger, row_cache, statements
from sessions_app.models import LogEntry, Session
from sessions_app.protocol import NotePosted
from sessions_app.services.messages import message_post, message_seen, note_post
from tests.servers.process import until
from tests.world import World, log_of, row_of


@pytest.fixture(params=["locked rows", "rows as last seen"])
def session(committed_world: World, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A session of Carla and Anna; messages run on its locked row, or at first on the row as this process last saw it."""
    session = committed_world.active()
    if request.param == "locked rows":
        monkeypatch.setattr(row_cache, "recall", lambda _sessions: None)
    else:
        row_cache.remember([row_of(session)])
    return session


def job(
    by: Actor, session: str, text: str, command: str = "", service: Any = message_post, digest: str = "d", language: str = ""
) -> Job:
    fields = {"by": by, "session": session, "text": text}
    return Job(service, fields, session, by.sender, command or None, digest, language=language)


def texts(session: str) -> list[str]:
    return [line.body for line in log_of(session)[2:]]


def check_numbers(session: str) -> None:
    """Check that the log has no gap in either numbering and that the row's counters are its ends."""
    lines, row = log_of(session), row_of(session)
    assert [line.seq for line in lines] == list(range(1, row.head + 1))
    assert [line.shared for line in lines if line.shared is not None] == list(range(1, row.shared + 1))


def refuse(*, by: Actor, session: str, text: str) -> None:
    """Write an entry, a row and a notification, then refuse."""
    row = unit().ledger.session(session)
    log.append(row, NotePosted, by=by, operators_only=True, text=text)
    Session.objects.filter(pk=row.pk).update(topic="changed")
    unit().notify("nobody", Refresh())
    raise Fault("test.refused", "No.")


def crash(*, by: Actor, session: str, text: str) -> None:
    log.append(unit().ledger.session(session), NotePosted, by=by, operators_only=True, text=text)
    raise ValueError("a mistake of ours")


def collide(*, by: Actor, session: str, text: str) -> None:
    raise OperationalError("the database refuses this one")


async def test_answers_wait_for_the_end_of_the_transaction(
    committed_world: World,
    session: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_the_end, go_on = threading.Event(), threading.Event()
    flush = SessionLedger.flush

    def wait(ledger: SessionLedger, **_: Any) -> Any:
        rings = flush(ledger, commit=False)
        at_the_end.set()
        assert go_on.wait(10)
        return rings

    monkeypatch.setattr(SessionLedger, "flush", wait)
    answer = asyncio.ensure_future(commit(message_post, key=session, by=committed_world.carla, session=session, text="hello"))
    assert await asyncio.to_thread(at_the_end.wait, 10)
    assert not answer.done()
    assert await read(LogEntry.objects.filter(kind="message.posted").count) == 0
    go_on.set()
    await answer
    assert await read(LogEntry.objects.filter(kind="message.posted").count) == 1


async def test_no_answer_comes_while_the_database_makes_the_batch_wait(committed_world: World, session: str) -> None:
    locked, go_on = threading.Event(), threading.Event()

    def lock() -> None:
        with transaction.atomic():
            Session.objects.select_for_update().get(public_id=session)
            Session.objects.filter(public_id=session).update(topic="locked")
            locked.set()
            assert go_on.wait(10)

    holding = asyncio.ensure_future(read(lock))
    assert await asyncio.to_thread(locked.wait, 10)
    posted = commit(
        message_post, key=session, sender="client:1", command="c", by=committed_world.carla, session=session, text="hello"
    )
    answer = asyncio.ensure_future(posted)
    assert await read(LogEntry.objects.filter(kind="message.posted").count) == 0
    assert not answer.done()
    go_on.set()
    await holding
    assert (await answer).seq == 3
    assert await read(LogEntry.objects.filter(kind="message.posted").count) == 1


def test_a_command_another_process_has_just_stored_gets_that_answer(
    committed_world: World, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was looked for before the other's commit: the database refuses to store it twice, and it's looked for again."""
    run([job(committed_world.carla, session, "hello", "id")])
    begin, early = statements.begin, iter([True])

    def look_up_too_early(keys: Any, commands: Any) -> Any:
        rows, earlier = begin(keys, commands)
        return rows, [] if next(early, False) else earlier

    monkeypatch.setattr(statements, "begin", look_up_too_early)
    outcomes, rings = run([job(committed_world.carla, session, text, text) for text in ("id", "other")])
    assert [outcome.seq for outcome in outcomes if isinstance(outcome, CommandResult)] == [3, 4]
    assert len(rings) == 1
    check_numbers(session)


def test_messages_need_no_lock_while_nobody_else_changes_the_row(committed_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = committed_world.active()
    run([job(committed_world.carla, session, "one", "a")])
    with monkeypatch.context() as patched:
        patched.delattr(SessionLedger, "prepare")
        outcomes, rings = run([job(committed_world.anna, session, text, text) for text in ("two", "three", "two")])
    assert [outcome.seq for outcome in outcomes if isinstance(outcome, CommandResult)] == [4, 5, 4]
    assert len(rings) == 2
    pubsub.changed_elsewhere(session)
    assert row_cache.recall([session]) is None
    check_numbers(session)


def changed_by_another_process(session: str, **columns: Any) -> None:
    """Change the row behind this process's back."""
    Session.objects.filter(public_id=session).update(**columns)


def test_a_message_after_anothers_change_of_the_row_goes_by_the_row(committed_world: World, session: str) -> None:
    changed_by_another_process(session, operator=committed_world.boris.pk)
    outcomes, rings = run([job(committed_world.anna, session, "mine?", "a"), job(committed_world.boris, session, "mine", "b")])
    refused, posted = outcomes
    assert isinstance(refused, Fault)
    assert isinstance(posted, CommandResult)
    assert (refused.code, posted.seq, len(rings)) == ("session.not_found", 3, 1)
    changed_by_another_process(session, state="closed")
    (refused,), rings = run([job(committed_world.boris, session, "too late", "c")])
    assert isinstance(refused, Fault)
    assert (refused.code, rings) == ("session.closed", [])
    check_numbers(session)


def test_a_message_after_anothers_message_takes_the_next_number(committed_world: World, session: str) -> None:
    run([job(committed_world.carla, session, "one", "a")])
    row = row_of(session)
    LogEntry.objects.create(session=row, seq=4, shared=4, kind="message.posted", body="{}", role="operator", at=row.created_at)
    changed_by_another_process(session, head=4, shared=4)
    (outcome,), _rings = run([job(committed_world.carla, session, "three", "b")])
    assert isinstance(outcome, CommandResult)
    assert outcome.seq == 5
    check_numbers(session)


def test_one_changed_row_of_a_batch_keeps_the_others_numbers_whole(committed_world: World, session: str) -> None:
    other = committed_world.active(committed_world.david)
    run([job(committed_world.carla, session, "one", "a"), job(committed_world.david, other, "one", "a")])
    changed_by_another_process(other, client_read=1)
    outcomes, rings = run([job(committed_world.carla, session, "two", "b"), job(committed_world.david, other, "two", "b")])
    assert [type(outcome) for outcome in outcomes] == [CommandResult, CommandResult]
    assert len(rings) == 2
    for each in (session, other):
        assert len(texts(each)) == 2
        check_numbers(each)
    assert row_of(other).client_read == 1


def test_read_marks_are_stored_with_the_messages(committed_world: World, session: str) -> None:
    seen = Job(
        message_seen, {"by": committed_world.carla, "session": session, "delivered": 3, "read": 3}, session, "client:1", "s", "d"
    )
    for number in range(2):
        run([job(committed_world.anna, session, "hello", f"m{number}"), seen])
    row = row_of(session)
    assert (row.client_delivered, row.client_read, row.operator_read) == (3, 3, 0)
    check_numbers(session)


@pytest.mark.parametrize("failing", [refuse, crash, collide])
def test_a_failed_job_leaves_no_entry_row_notification_or_gap(
    committed_world: World,
    session: str,
    failing: Any,
) -> None:
    anna, carla = committed_world.anna, committed_world.carla
    jobs = [job(carla, session, "one"), job(anna, session, "bad", service=failing), job(carla, session, "two", "id")]
    outcomes, rings = run(jobs)
    assert isinstance(outcomes[0], CommandResult)
    assert isinstance(outcomes[1], Exception)
    assert isinstance(outcomes[2], CommandResult)
    assert (outcomes[2].session, outcomes[2].seq) == (session, 4)
    assert ["one" in texts(session)[0], "two" in texts(session)[1], len(texts(session))] == [True, True, 2]
    assert row_of(session).topic == ""
    assert {ring.group for ring in rings} == {f"session.{session}"}
    check_numbers(session)


@pytest.mark.parametrize("service", [refuse, crash])
def test_a_failed_job_alone_in_its_transaction_leaves_nothing_either(committed_world: World, session: str, service: Any) -> None:
    before = log_of(session)
    outcomes, notifications = run([job(committed_world.anna, session, "x", "c1", service)])
    assert isinstance(outcomes[0], Exception)
    assert notifications == []
    assert log_of(session) == before
    assert not row_of(session).topic
    assert isinstance(run([job(committed_world.anna, session, "after it", "c1")])[0][0], CommandResult)
    check_numbers(session)


def test_a_batch_that_the_database_refuses_is_retried_job_by_job(
    committed_world: World,
    session: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_the_end, sizes = SessionLedger._notifications, []

    def fail_together(ledger: SessionLedger) -> Any:
        sizes.append(len(ledger.entries))
        if len(ledger.entries) > 1:
            raise OperationalError("deadlock detected")
        return at_the_end(ledger)

    monkeypatch.setattr(SessionLedger, "_notifications", fail_together)
    outcomes, rings = run([job(committed_world.carla, session, str(number), f"id{number}") for number in range(5)])
    assert sizes[-6:] == [5, 1, 1, 1, 1, 1]
    assert [outcome.seq for outcome in outcomes if isinstance(outcome, CommandResult)] == [3, 4, 5, 6, 7]
    assert len(rings) == 5
    check_numbers(session)


def test_a_database_outage_is_reported_as_retryable(
    committed_world: World,
    session: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_ledger: SessionLedger) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(SessionLedger, "_notifications", fail)
    (outcome,), rings = run([job(committed_world.carla, session, "hello", "id")])
    assert isinstance(outcome, Fault)
    assert (outcome.code, outcome.retry, rings) == ("server.busy", True, [])
    monkeypatch.undo()
    (outcome,), _rings = run([job(committed_world.carla, session, "hello", "id")])
    assert isinstance(outcome, CommandResult)
    assert len(texts(session)) == 1


def test_without_a_connection_a_batch_is_refused_at_once_instead_of_job_by_job(
    committed_world: World, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def fail(_ledger: SessionLedger, _jobs: Any) -> None:
        tries.append(1)
        raise OperationalError("the server closed the connection")

    def unreachable() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(SessionLedger, "prepare", fail)
    monkeypatch.setattr(group_commit, "_reconnect", lambda: monkeypatch.setattr(connection, "ensure_connection", unreachable))
    outcomes, _rings = run(
        [job(committed_world.carla, session, str(number), language="cs" if number else "") for number in range(9)]
    )
    assert len(tries) == 1
    assert [getattr(outcome, "code", "") for outcome in outcomes] == ["server.busy"] * 9
    assert len({outcome.text for outcome in outcomes if isinstance(outcome, Fault)}) == 2, (
        "each in the language of whom it's told"
    )
    assert all(isinstance(outcome, Fault) and outcome.retry for outcome in outcomes)


def test_whoever_waits_too_long_for_others_that_write_may_try_again(
    committed_world: World, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite alone takes turns; while another program holds its lock, nobody waits for more than one time-out of it."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets many write at a time")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", connection.settings_dict["OPTIONS"] | {"timeout": 0.1})
    jobs = [job(committed_world.carla, session, text, text, language=text) for text in ("cs", "de")]
    with group_commit._writing.turn():
        outcomes, notifications = run(jobs)
    assert notifications == []
    assert [(outcome.code, outcome.retry) for outcome in outcomes if isinstance(outcome, Fault)] == [("server.busy", True)] * 2
    assert len({str(outcome) for outcome in outcomes}) == 2, "each in the language of whom it's told"
    assert [type(outcome) for outcome in run(jobs)[0]] == [CommandResult] * 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases let several write")
def test_while_another_program_holds_the_lock_of_sqlite_a_batch_waits_once(
    committed_world: World, session: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tries: list[str] = []

    def wait_in_vain(*_arguments: object) -> None:
        tries.append("once")
        with closing(sqlite3.connect(tmp_path / "a")) as holder, closing(sqlite3.connect(tmp_path / "a", timeout=0)) as other:
            holder.execute("BEGIN IMMEDIATE")
            with connection.wrap_database_errors:
                other.execute("BEGIN IMMEDIATE")

    jobs = [job(committed_world.carla, session, text, text, language=text) for text in ("cs", "de")]
    with monkeypatch.context() as locked:
        for step in ("recall", "prepare"):
            locked.setattr(SessionLedger, step, wait_in_vain)
        outcomes, notifications = run(jobs)
    assert (len(tries), notifications) == (1, [])
    assert [(outcome.code, outcome.retry) for outcome in outcomes if isinstance(outcome, Fault)] == [("server.busy", True)] * 2
    assert [type(outcome) for outcome in run(jobs)[0]] == [CommandResult] * 2


def test_the_time_out_of_sqlite_is_that_of_the_settings() -> None:
    if connection.vendor == "sqlite":
        assert group_commit._patience() == 20


def test_unstorable_data_is_refused_for_good_and_affects_no_other_job(
    committed_world: World, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_end = SessionLedger._notifications

    def refuse(ledger: SessionLedger) -> Any:
        if any("bad" in line.body for line in ledger.entries):
            raise DataError("value out of range")
        return at_the_end(ledger)

    monkeypatch.setattr(SessionLedger, "_notifications", refuse)
    jobs = [
        job(committed_world.carla, session, text, text, language=each)
        for text, each in (("one", "cs"), ("bad", "de"), ("two", ""))
    ]
    outcomes, _rings = run(jobs)
    refused = outcomes[1]
    assert isinstance(refused, Fault)
    assert refused.text.startswith("Das enthält etwas"), "in the language of whom it's told"
    assert (refused.code, refused.retry) == ("command.invalid", False)
    assert [type(outcome) for outcome in outcomes] == [CommandResult, Fault, CommandResult]
    assert len(texts(session)) == 2


@pytest.mark.parametrize("together", [True, False])
def test_a_repeated_id_gets_the_first_answer_and_writes_nothing(committed_world: World, session: str, together: bool) -> None:
    repeats = [job(committed_world.carla, session, "hello", "id") for _ in range(30)]
    batches = [repeats] if together else [[each] for each in repeats]
    outcomes = [outcome for batch in batches for outcome in run(batch)[0]]
    assert [(outcome.session, outcome.seq) if isinstance(outcome, CommandResult) else outcome for outcome in outcomes] == [
        (session, 3)
    ] * 30
    assert len(texts(session)) == 1


def test_an_id_reused_for_another_body_is_refused_and_ids_are_per_sender(committed_world: World, session: str) -> None:
    run([job(committed_world.carla, session, "hello", "id")])
    (outcome,), _rings = run([job(committed_world.carla, session, "other", "id", digest="e", language="de")])
    assert isinstance(outcome, Fault)
    assert (outcome.code, outcome.text) == ("command.reused", "Diese ID gehört schon zu einem anderen Befehl.")
    (outcome,), _rings = run([job(committed_world.anna, session, "hello", "id")])
    assert isinstance(outcome, CommandResult)
    assert len(texts(session)) == 2


def test_an_id_whose_command_was_refused_is_free_again(committed_world: World, session: str) -> None:
    outcomes, _rings = run([
        job(committed_world.anna, session, "x", "id", service=refuse), job(committed_world.anna, session, "note", "id", service=note_post)
    ])  # fmt: skip
    assert isinstance(outcomes[1], CommandResult)
    check_numbers(session)


def test_acknowledgements_use_the_numbering_their_sender_sees(committed_world: World, session: str) -> None:
    run([job(committed_world.anna, session, "note", "a", service=note_post)])
    outcomes, _rings = run([job(committed_world.carla, session, "hi", "b"), job(committed_world.anna, session, "hi", "c")])
    assert [outcome.seq for outcome in outcomes if isinstance(outcome, CommandResult)] == [3, 5]


def test_only_a_running_service_may_write(world: World) -> None:
    session = row_of(world.enter())
    with pytest.raises(RuntimeError):
        log.append(session, NotePosted, by=world.anna, operators_only=True, text="x")
    with pytest.raises(RuntimeError):
        perform(lambda **_: perform(note_post, by=world.anna, session="x", text="y"))


def test_a_repeated_notification_is_sent_once(world: World) -> None:
    def ring(**_: object) -> None:
        unit().notify("one", Refresh())
        unit().notify("one", Refresh())

    assert len(run([Job(ring, {})])[1]) == 1


class Waiting:
    """Stands for the socket that waits for an answer."""


@pytest.fixture
def by_count_alone() -> Iterator[None]:
    """Objects are freed by their reference counts: the collector rests."""
    gc.disable()
    yield
    gc.enable()


async def test_a_refusal_does_not_hold_the_socket_that_got_it(committed_world: World, session: str, by_count_alone: None) -> None:
    freed, loop = asyncio.Event(), asyncio.get_running_loop()

    async def refused() -> None:
        waiting = Waiting()
        weakref.finalize(waiting, loop.call_soon_threadsafe, freed.set)
        with suppress(Fault):
            await commit(refuse, key=session, by=committed_world.anna, session=session, text="")

    await refused()
    async with asyncio.timeout(10):
        await freed.wait()


def test_a_refusal_does_not_hold_the_view_that_got_it(committed_world: World, session: str, by_count_alone: None) -> None:
    def refused() -> weakref.ref[Waiting]:
        waiting = Waiting()
        with suppress(Fault):
            perform(refuse, key=session, by=committed_world.anna, session=session, text="")
        return weakref.ref(waiting)

    assert refused()() is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases let several write")
def test_a_message_waits_for_one_transaction_of_a_sweep_not_for_all(committed_world: World) -> None:
    session, order = committed_world.active(), list[str]()

    def say() -> None:
        order.append("message")
        message_post(by=committed_world.carla, session=session, text="Hello?")

    def write() -> None:
        perform(say, key=session)
        connection.close()

    message = threading.Thread(target=write)

    def expire() -> None:
        order.append("sweep")
        if not message.ident:
            message.start()
            assert until(lambda: len(group_commit._writing) == 1, seconds=10)

    for _ in range(5):
        perform(expire)
    message.join()
    assert order == ["sweep", "message", "sweep", "sweep", "sweep", "sweep"]
    assert ["Hello?" in text for text in texts(session)] == [True]
