"""A backup while two hundred messages a second arrive: everything acknowledged before it began is in it, and nothing half."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.contactcenter.live import Tab
from tests.servers import Postgres, Site
from tests.servers.site import ROOT

CLIENTS = 20
RATE = 200
LOG = """SELECT s.public_id, e.seq, e.shared, e.command, e.body FROM sessions_app_logentry e
JOIN sessions_app_session s ON s.id = e.session_id ORDER BY s.id, e.seq"""
HEADS = "SELECT public_id, head, shared FROM sessions_app_session"
Log = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def site(tmp_path: Path, postgres_server: Postgres) -> Iterator[Site]:
    """Return a running site on PostgreSQL."""
    site = Site(tmp_path / "first", server="uvicorn", env={"DATABASE_URL": postgres_server.url()})
    site.prepare()
    site.start()
    yield site
    site.close()


def people(site: Site) -> list[dict[str, str]]:
    """Put clients with open sessions into the site's database."""
    env = site.env | {"DJANGO_SETTINGS_MODULE": "contactcenter.settings"}
    command = [sys.executable, "-m", "bench.people", str(CLIENTS)]
    return list(json.loads(subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True).stdout))


class Writer:
    """A client who writes at a steady rate, numbers the messages, and never waits for an answer."""

    def __init__(self, tab: Tab, session: str) -> None:
        self.tab, self.session, self.sent = tab, session, 0

    async def write(self, stop: asyncio.Event) -> None:
        began = time.monotonic()
        while not stop.is_set():
            due = began + self.sent * CLIENTS / RATE
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            id = f"{self.session}-{self.sent}"
            await self.tab.send("message.post", id=id, session=self.session, text=f"says {self.sent}")
            self.sent += 1

    @property
    def acknowledged(self) -> set[str]:
        return {frame["id"] for frame in self.tab.frames if frame["type"] == "ack" and str(frame["id"]).startswith(self.session)}


def read(url: str) -> tuple[Log, dict[str, tuple[int, int]]]:
    """Return every log, and each session's own counts of it."""
    logs: Log = {}
    with psycopg.connect(url) as database:
        for session, *entry in database.execute(LOG).fetchall():
            logs.setdefault(session, []).append(tuple(entry))
        return logs, {session: (head, shared) for session, head, shared in database.execute(HEADS).fetchall()}


async def test_a_backup_under_load_has_all_that_was_acknowledged_and_nothing_half(
    site: Site, postgres_server: Postgres, tmp_path: Path
) -> None:
    pairs = await asyncio.to_thread(people, site)
    writers = [Writer(await Tab.client(site, pair["token"]), pair["session"]) for pair in pairs]
    stop = asyncio.Event()
    writing = [asyncio.create_task(writer.write(stop)) for writer in writers]
    await writers[0].tab.until(lambda: len(writers[0].acknowledged) >= 3 * RATE // CLIENTS)

    before = set().union(*(writer.acknowledged for writer in writers))
    began, sent = time.monotonic(), sum(writer.sent for writer in writers)
    await asyncio.to_thread(site.manage, "backup", str(tmp_path / "backup.zip"))
    seconds, during = time.monotonic() - began, sum(writer.sent for writer in writers) - sent
    stop.set()
    await asyncio.gather(*writing)
    for writer in writers:
        await writer.tab.until(lambda writer=writer: len(writer.acknowledged) == writer.sent)

    url = postgres_server.url()
    other = Site(tmp_path / "second", env={"DATABASE_URL": url})
    await asyncio.to_thread(other.manage, "restore", str(tmp_path / "backup.zip"))
    logs, heads = await asyncio.to_thread(read, url)
    everything, _ = await asyncio.to_thread(read, site.env["DATABASE_URL"])
    restored = {command for log in logs.values() for _seq, _shared, command, _body in log}
    assert before <= restored
    assert during > RATE * seconds / 2, "the load was there while the backup ran"
    for session, log in logs.items():
        assert log == everything[session][: len(log)]
        shared = [entry[1] for entry in log if entry[1] is not None]
        assert [entry[0] for entry in log] == list(range(1, heads[session][0] + 1))
        assert shared == list(range(1, heads[session][1] + 1))
    print(f"{len(before)} acknowledged before, {during} sent during {seconds:.1f} s, {len(restored)} restored")
