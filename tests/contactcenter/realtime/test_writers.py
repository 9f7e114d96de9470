"""The writers: commands of many sockets share a transaction, and messages don't wait for services that take longer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from contactcenter.realtime import group_commit
from contactcenter.realtime.group_commit import Job, single_statement
from contactcenter.realtime.writers import HEAVY, Backlog, Writer, commit
from sessions_app.services.messages import message_post
from tests.world import World


@pytest.fixture
def session(committed_world: World) -> str:
    return committed_world.active()


def enter() -> None: ...


@single_statement
def come_back() -> None: ...


async def test_commands_from_many_sockets_share_a_transaction(
    committed_world: World,
    session: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    together, sizes = group_commit._run_in_one_transaction, []

    def count(jobs: Any) -> Any:
        sizes.append(len(jobs))
        return together(jobs)

    monkeypatch.setattr(group_commit, "_run_in_one_transaction", count)
    posts = [
        commit(message_post, key=session, by=committed_world.carla, session=session, text=str(number)) for number in range(200)
    ]
    await asyncio.gather(*posts)
    assert sum(sizes) == 200
    assert max(sizes) > 10


def test_messages_wait_for_only_a_few_heavy_services() -> None:
    backlog = Backlog()
    writer = Writer(backlog)
    entries = [Job(enter, {}, key=str(number)) for number in range(5)]
    words = [Job(message_post, {}, key=str(number)) for number in range(3)]
    for each in (entries[0], words[0], *entries[1:], *words[1:]):
        backlog.jobs.put(each)
    assert list(writer._batches()) == [words, entries[:HEAVY]]
    late = Job(message_post, {})
    backlog.jobs.put(late)
    assert list(writer._batches()) == [[late], entries[HEAVY : 2 * HEAVY]]
    rest = [job for _ in range(5 - 2 * HEAVY) for batch in writer._batches() for job in batch]
    assert rest == entries[2 * HEAVY :]


def test_a_crowd_that_comes_back_shares_a_transaction_apart_from_heavier_services() -> None:
    backlog = Backlog()
    writer = Writer(backlog)
    crowd = [Job(come_back, {}, key=str(number)) for number in range(10)]
    entry = Job(enter, {})
    for each in (*crowd[:7], entry, *crowd[7:]):
        backlog.jobs.put(each)
    assert [batch for _ in range(3) for batch in writer._batches()] == [crowd[:7], [entry], crowd[7:]]


def test_one_writer_at_a_time_runs_heavy_services_while_the_other_commits_messages() -> None:
    backlog = Backlog()
    busy, free = Writer(backlog), Writer(backlog)
    entries = [Job(enter, {}, key=str(number)) for number in range(3)]
    for entry in entries[:2]:
        backlog.jobs.put(entry)
    running = busy._batches()
    assert next(running) == entries[:1]
    word = Job(message_post, {})
    for each in (entries[2], word):
        backlog.jobs.put(each)
    assert list(free._batches()) == [[word]]
    assert list(running) == []
    assert [job for _ in range(2) for batch in busy._batches() for job in batch] == entries[1:]
