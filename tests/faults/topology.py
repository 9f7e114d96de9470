"""The servers under load, and the proxies in front of them: ``Cluster`` as deployed, ``Single`` as installed first."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from tests.faults import counted
from tests.faults.clock import Clock
from tests.faults.history import Stored, StoredEntry
from tests.faults.holding import Holding, ask
from tests.faults.model import POSTGRES, SQLITE, Size
from tests.faults.primary import Primary
from tests.faults.proxy import Proxy
from tests.servers import S3, Redis, Site
from tests.servers.process import Server, until
from tests.servers.site import ROOT
from tests.servers.turn import Turn

DISK_MIB = 512
TRACEBACK = re.compile(r"Traceback \(most recent call last\):\n((?:[ \t].*\n|\n|[\w.]+: .*\n|.*(?:cause|exception).*\n)+)")
ROWS = """SELECT s.public_id, e.seq, e.shared, e.kind, e.command, e.sender FROM sessions_app_logentry e
JOIN sessions_app_session s ON s.id = e.session_id ORDER BY s.id, e.seq"""
WAITING = {"CONTACTCENTER_WAITING_ADDRESS": "10000", "CONTACTCENTER_WAITING_GROUP": "10000", "CONTACTCENTER_RATE_SCALE": "1000"}
FILES = {"CONTACTCENTER_SHARE_SESSION_FILES": "1000000"}


class Topology:
    """``async with``: prepared, running, with people in it. Faults act on its parts."""

    name = ""
    count = 1

    def __init__(self, size: Size, *, clock: bool = False, counted: bool = False) -> None:
        """``clock``: the last process gets a clock that can be set; ``counted``: each can be asked what it holds."""
        self.size = size
        self.wants_clock = clock
        self.counted = counted
        self.folder = Path(tempfile.mkdtemp(prefix="contactcenter-faults-"))
        self.folder.chmod(0o755)
        self.parts = ExitStack()
        self.parts.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.sites: list[Web] = []
        self.people: list[dict[str, str]] = []
        self.front = Proxy([])
        self.clock = Clock()
        self.turn: Turn | None = None
        self.restarts: list[asyncio.Task[None]] = []
        """Processes that are being started again while the next one serves."""
        self.credentials: Callable[[], tuple[str, str]] | None = None
        """User name and password for the relay, as a call's leg got them last; set by the load."""

    async def whole(self) -> None:
        """Wait until every process runs."""
        await asyncio.gather(*self.restarts)
        self.restarts.clear()

    @property
    def servers(self) -> list[Server]:
        """The processes whose memory and descriptors a soak watches."""
        return list(self.sites)

    async def __aenter__(self) -> Topology:
        try:
            await self.prepare()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.front.close()
        await asyncio.to_thread(self._stop)

    def _stop(self) -> None:
        for site in self.sites:
            site.kill()
        self.parts.close()

    async def prepare(self) -> None:
        await self.start_parts()
        env = WAITING | FILES | self.env()
        folders = [self.folder / f"site-{number}" for number in range(self.count)]
        self.sites = [Web(folder, server="uvicorn", env=env, counted=self.counted) for folder in folders]
        if self.wants_clock:
            self.clock.prepare(self.folder / "clock", self.sites[-1])
        await asyncio.to_thread(self.sites[0].prepare)
        await asyncio.to_thread(self._make_people)
        await asyncio.gather(*(asyncio.to_thread(site.start) for site in self.sites))
        self.front.backends = [site.port for site in self.sites]
        await self.front.start()

    async def start_parts(self) -> None:
        """Start what the sites need."""

    def env(self) -> dict[str, str]:
        return {}

    def _make_people(self) -> None:
        size = self.size
        each = max(1, (size.clients - size.calls) // size.operators)
        command = [sys.executable, "-m", "bench.people", str(size.clients), str(each), str(size.calls)]
        env = self.sites[0].env | {"DJANGO_SETTINGS_MODULE": "contactcenter.settings"}
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
        self.people = json.loads(done.stdout)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Read straight from the database."""
        raise NotImplementedError

    def stored(self) -> Stored:
        """Return the logs as they're stored."""
        found: Stored = {person["session"]: [] for person in self.people}
        for session, seq, shared, kind, command, sender in self.rows(ROWS):
            found.setdefault(session, []).append(StoredEntry(seq, shared, kind, command or "", sender or ""))
        return found

    def tracebacks(self) -> list[str]:
        """Return the tracebacks of all logs: each kind once, with how often it came."""
        kinds: Counter[str] = Counter()
        for site in self.sites:
            for found in TRACEBACK.findall(site.log):
                kinds[found[-1500:]] += 1
        by_end: dict[str, tuple[int, str]] = {}
        for words, count in kinds.items():
            end = words.strip().rsplit("\n", 1)[-1][:60]
            by_end[end] = (by_end.get(end, (0, ""))[0] + count, words)
        return [f"{count} × {words}" for count, words in by_end.values()]


class Single(Topology):
    """SQLite and one process. As root, its data is on a small file system of its own, which can be filled."""

    name = SQLITE
    small = False

    async def start_parts(self) -> None:
        await asyncio.to_thread(self._mount, self.folder / "site-0" / "data")

    def _mount(self, data: Path) -> None:
        data.mkdir(parents=True)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "contactcenter-faults", str(data)]
        self.small = os.geteuid() == 0 and subprocess.run(mount, stderr=subprocess.DEVNULL, check=False).returncode == 0
        if self.small:
            self.parts.callback(subprocess.run, ["umount", "--lazy", str(data)], check=False)

    @property
    def file(self) -> Path:
        return self.sites[0].folder / "data" / "contactcenter.sqlite3"

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        database = sqlite3.connect(self.file, timeout=30)
        try:
            return database.execute(statement).fetchall()
        finally:
            database.close()


class Cluster(Topology):
    """A proxy, two processes, PostgreSQL, Redis, coturn and an S3 API; the storage has a proxy of its own."""

    name = POSTGRES
    count = 2

    async def start_parts(self) -> None:
        self.postgres = self.parts.enter_context(Primary())
        self.redis = self.parts.enter_context(Redis())
        self.turn = self.parts.enter_context(Turn())
        self.s3 = self.parts.enter_context(S3())
        self.database = self.postgres.url("faults").rpartition("/")[2]
        self.storage = Proxy([self.s3.port])
        await self.storage.start()

    async def __aexit__(self, *error: object) -> None:
        if hasattr(self, "storage"):
            await self.storage.close()
        await super().__aexit__()

    def env(self) -> dict[str, str]:
        assert self.turn
        return {
            "DATABASE_URL": self.postgres.shared_url(self.database),
            "REDIS_URL": self.redis.url,
            "CONTACTCENTER_STORAGE_URL": self.s3.url.replace(f":{self.s3.port}/", f":{self.storage.port}/"),
            **self.relay_env(),
        }

    def relay_env(self) -> dict[str, str]:
        from tests.servers.turn import SECRET

        assert self.turn
        return {"CONTACTCENTER_TURN_URLS": self.turn.url, "CONTACTCENTER_TURN_SECRET": SECRET}

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.postgres.address(self.database)) as database:
            return database.execute(statement.encode()).fetchall()


class Web(Site):
    """A process of the product. With a clock of its own it isn't forked: the library has to be loaded first.

    Neither if it's ``counted``: of pages that are shared with the process that forked it, fewer are each time it writes to one.
    """

    def __init__(self, folder: Path, *, counted: bool = False, **options: Any) -> None:
        super().__init__(folder, **options)
        self.counted = counted
        self.answer = folder / "counted.json"

    def launch_python(self, module: str, *arguments: str, **options: Any) -> None:
        if self.counted:
            self.env |= {counted.FILE: str(self.answer)}
            command = [sys.executable, "-m", counted.__name__, module, *arguments]
            self.launch(command, **options | {"env": self.env, "seconds": 240})
        elif "LD_PRELOAD" in self.env:
            self.launch([sys.executable, "-m", module, *arguments], **options)
        else:
            super().launch_python(module, *arguments, **options)

    def holding(self) -> Holding:
        """Ask what it holds: takes a moment, in which it serves nobody."""
        return ask(self.pid, self.answer)


TOPOLOGIES: dict[str, type[Topology]] = {POSTGRES: Cluster, SQLITE: Single}


def tree(pid: int) -> list[int]:
    """Return a process and its children, grandchildren and so on."""
    found = [pid]
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [each for child in thread.read_text().split() for each in tree(int(child))]
        except OSError:
            continue
    return found


async def gone(server: Server) -> None:
    """Wait until the process has ended."""
    assert await asyncio.to_thread(until, lambda: not server.running, seconds=20)
