"""The SQL behind every message: finding earlier answers, locking, inserting."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from contactcenter.realtime import pubsub
from contactcenter.realtime.group_commit import Job
from contactcenter.realtime.group_commit import run as run_jobs
from contactcenter.realtime.pubsub import EntryAppended
from sessions_app.log import statements
from sessions_app.models import LogEntry
from sessions_app.services import closing, messages
from tests.world import World, row_of, run

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def record(session: str, seq: int, **fields: object) -> statements.EntryRow:
    row = row_of(session)
    made = statements.EntryRow(
        session, row.pk, "note.posted", '{"text":"é \\u2028 \U0001f600"}', "operator", "Anna O'Neil", AT, seq
    )
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def write(*entries: statements.EntryRow, heads: list[tuple[int, int, int]] | None = None) -> None:
    statements.finish(entries, heads or [(entry.session_id, entry.seq, 0) for entry in entries[-1:]], commit=False)


def test_an_entry_is_stored_as_given(world: World) -> None:
    session = world.active()
    given = record(session, 50, shared=40, sender="operator:1", command="c1", digest="d")
    write(given, record(session, 51))
    stored = list(LogEntry.objects.filter(seq__gte=50).order_by("seq"))
    for line, row in zip([given, record(session, 51)], stored, strict=True):
        for name in ("seq", "shared", "kind", "body", "role", "name", "at", "sender", "command", "digest"):
            assert getattr(row, name) == getattr(line, name)


def test_a_number_is_taken_once(world: World) -> None:
    session = world.active()
    write(record(session, 50))
    with pytest.raises(IntegrityError), transaction.atomic():
        write(record(session, 50))


def test_command_ids_are_looked_up_per_sender(world: World) -> None:
    session = world.active()
    write(record(session, 50, sender="operator:1", command="c1"), record(session, 51, sender="operator:2", command="c2"))
    asked = [("operator:1", "c1"), ("operator:1", "c2"), ("operator:2", "c1"), ("operator:3", "c3")]
    locked, earlier = statements.begin([], asked)
    assert (locked, [(line.session, line.seq) for line in earlier]) == ([], [(session, 50)])


def test_heads_are_written_for_each_session(world: World) -> None:
    one, two = world.active(), world.active(world.david)
    write(record(one, 90), heads=[(row_of(one).pk, 90, 80), (row_of(two).pk, 70, 60)])
    assert [(row_of(key).head, row_of(key).shared) for key in (one, two)] == [(90, 80), (70, 60)]


def test_sessions_are_locked_in_order_of_id_and_read_lazily(world: World) -> None:
    keys = [world.active(), world.active(world.david)]
    with transaction.atomic():
        rows, earlier = statements.begin([*keys, "unknown"], [])
        assert earlier == []
        assert [row.public_id for row in rows] == sorted(keys)
        assert all(row.created_at == row_of(row.public_id).created_at for row in rows)


def test_a_message_takes_six_queries_whatever_the_length_of_the_log(
    world: World, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    session = world.active()
    for number in range(20):
        run(messages.message_post, world.carla, session=session, text=f"{number}")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        run(messages.message_post, world.carla, session=session, text="one more")


def test_sockets_get_kind_and_step_of_an_entry_without_parsing_it(world: World) -> None:
    session = world.active()
    jobs = [
        Job(
            messages.message_post,
            {"by": world.anna, "session": session, "text": '"step":"ended"', "command_id": "c"},
            key=session,
        ),
        Job(closing.session_end, {"by": world.anna, "session": session}, key=session),
    ]
    _outcomes, rings = run_jobs(jobs)
    told = [ring.message for ring in rings if isinstance(ring.message, EntryAppended)]
    assert [(line.kind, line.step) for line in told] == [("message.posted", ""), ("session.changed", "ended")]
    assert [pubsub.decode(pubsub.encode(ring)) for ring in rings] == rings
