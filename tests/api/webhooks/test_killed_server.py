"""A server killed between the commit and the first try, and two servers on one database: every event arrives, in order, by its one id."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from standardwebhooks import Webhook as Signer

from tests.contactcenter.live import Tab
from tests.servers import Postgres, Site
from tests.servers.process import until
from tests.servers.receiver import Receiver

CLIENTS = 4
RESTS = "UPDATE webhooks_webhook SET resumes_at = '2099-01-01 00:00:00+00:00'"
GOES_ON = "UPDATE webhooks_webhook SET resumes_at = NULL"
OUTBOX = "SELECT event_id, key FROM webhooks_delivery ORDER BY id"
LEFT = "SELECT COUNT(*) FROM webhooks_delivery WHERE state <> 'delivered'"


def execute(site: Site, statement: str) -> list[tuple[Any, ...]]:
    if url := site.env.get("DATABASE_URL"):
        with psycopg.connect(url) as database:
            done = database.execute(statement)  # type: ignore[call-overload]
            return list(done.fetchall()) if done.description else []
    database = sqlite3.connect(site.folder / "data" / "contactcenter.sqlite3", timeout=20)
    try:
        with database:
            return list(database.execute(statement).fetchall())
    finally:
        database.close()


@pytest.fixture
def sites(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Site]]:
    """Prepared, not started: one on SQLite, or two on one PostgreSQL."""
    if request.param == "sqlite":
        found = [Site(tmp_path / "site")]
    else:
        postgres: Postgres = request.getfixturevalue("postgres_server")
        env = {"DATABASE_URL": postgres.url()}
        found = [Site(tmp_path / f"site-{number}", env=env) for number in range(2)]
    found[0].prepare()
    yield found
    for site in found:
        site.stop()
    for site in found:
        site.close()


async def sessions(site: Site) -> None:
    """Several clients enter; the first is accepted and ended. A redirect that is refused changes nothing."""
    operator = await Tab.operator(site)
    clients = [await Tab.client(site) for _client in range(CLIENTS)]
    for client in clients:
        await client.ok("entry.start", entry="chat", name="Client")
    changed = await clients[0].event("session.snapshot")
    session = changed["session"]["id"]
    await operator.ok("session.accept", session=session)
    refused = await operator.do("session.redirect", session=session, operator=10_000)
    assert refused["type"] == "fault"
    await operator.ok("session.end", session=session)
    await operator.ok("session.wrapup", session=session)


@pytest.mark.timeout(500)
@pytest.mark.parametrize("sites", ["sqlite", "postgres"], indirect=True)
async def test_what_was_committed_before_the_kill_arrives_after_it(sites: list[Site]) -> None:
    first = sites[0]
    with Receiver() as receiver:
        printed = await asyncio.to_thread(first.manage, "webhook", receiver.url, "--events", "session.created,session.accepted,"
                                          "session.redirected,session.ended,session.closed")  # fmt: skip
        secret = printed.split()[-1]
        execute(first, RESTS)
        await asyncio.to_thread(first.start)
        await sessions(first)
        await asyncio.to_thread(first.kill)
        assert not receiver.received
        written = execute(first, OUTBOX)
        execute(first, GOES_ON)
        for site in sites:
            await asyncio.to_thread(site.start)
        await asyncio.to_thread(until, lambda: execute(first, LEFT) == [(0,)], seconds=60)
        received = list(receiver.received)
    assert len(written) == CLIENTS + 3
    assert sorted({each.id for each in received}) == sorted(id for id, _key in written)
    assert len(received) == len(written)
    by_key: dict[str, list[str]] = defaultdict(list)
    for event_id, key in written:
        by_key[key].append(event_id)
    for ids in by_key.values():
        assert [each.id for each in received if each.id in ids] == ids
    longest = max(by_key.values(), key=len)
    told = [each.event["type"] for each in received if each.id in longest]
    assert told == ["session.created", "session.accepted", "session.ended", "session.closed"]
    for each in received:
        Signer(secret).verify(each.body, each.headers)
