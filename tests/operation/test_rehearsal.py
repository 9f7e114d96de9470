"""``manage.py rehearse``: a copy of a backup that serves and reaches nobody, in an environment that names production's servers."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contactcenter.live import sign_in
from tests.servers import Site
from tests.servers.process import free_port, until

ROOT = Path(__file__).resolve().parents[2]
AWAY = "127.0.0.1:1"
PRODUCTION = {
    "CONTACTCENTER_DEVELOPMENT": "0",
    "DATABASE_URL": f"postgresql://contactcenter:secret@{AWAY}/contactcenter",
    "REDIS_URL": f"redis://{AWAY}/0",
    "EMAIL_URL": f"smtp://{AWAY}",
    "CONTACTCENTER_STORAGE_URL": f"s3://key:secret@{AWAY}/bucket?region=eu&scheme=http",
    "CONTACTCENTER_PUBLIC_URL": "https://cc.example",
    "SECRET_KEY": "what production's environment file has, forty characters and more",
}


class Rehearsal:
    """The command with production's environment, and the copy it makes."""

    def __init__(self, backup: Path, site: Site, *arguments: str) -> None:
        self.room = backup.parent / "room"
        self.room.mkdir(exist_ok=True)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = backup.parent / "rehearsal.log"
        command = [sys.executable, "manage.py", "rehearse", str(backup), "--port", str(self.port), *arguments]
        env = site.env | PRODUCTION | {"TMPDIR": str(self.room), "CONTACTCENTER_DATA_DIR": str(backup.parent / "unused")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)

    def said(self, words: str) -> bool:
        return words in self.log.read_text()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        (database,) = self.room.glob("rehearsal-*/contactcenter.sqlite3")
        connection = sqlite3.connect(database)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A place with demo data and a webhook that is on. Nothing runs there."""
    found = Site(tmp_path / "production")
    found.prepare()
    found.manage("webhook", f"http://127.0.0.1:{free_port()}/events", "--events", "all")
    return found


@pytest.fixture
def backup(site: Site, tmp_path: Path) -> Path:
    site.manage("backup", str(tmp_path / "backup.zip"))
    return tmp_path / "backup.zip"


@pytest.fixture
def rehearsal(backup: Path, site: Site) -> Iterator[Rehearsal]:
    found = Rehearsal(backup, site)
    yield found
    if found.process.poll() is None:
        found.end()


def test_a_copy_serves_and_knows_none_of_productions_servers(rehearsal: Rehearsal) -> None:
    until(lambda: rehearsal.said("deletes it") or rehearsal.process.poll() is not None, seconds=120)
    assert rehearsal.process.poll() is None, rehearsal.log.read_text()
    assert rehearsal.said("The restore took ")
    with urllib.request.urlopen(f"{rehearsal.url}/readyz", timeout=20) as answer:
        assert json.load(answer) == {"status": "ready", "database": "up", "migrations": "up", "storage": "up", "bridge": "up"}
    assert sign_in(rehearsal, "anna")  # type: ignore[arg-type]
    assert rehearsal.rows("SELECT active FROM webhooks_webhook") == [(0,)]
    assert rehearsal.end() == 0
    assert list(rehearsal.room.iterdir()) == []


def test_a_rehearsal_of_a_damaged_backup_says_so_and_leaves_nothing(backup: Path, site: Site) -> None:
    backup.write_bytes(backup.read_bytes()[:-200])
    rehearsal = Rehearsal(backup, site)
    assert rehearsal.process.wait(60) == 1
    assert rehearsal.said("manage.py restore failed in the copy")
    assert list(rehearsal.room.iterdir()) == []


def test_a_port_in_use_is_noticed_before_anything_is_restored(site: Site, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        rehearsal = Rehearsal(tmp_path / "backup.zip", site, "--port", str(taken.getsockname()[1]))
        assert rehearsal.process.wait(60) == 1
    assert rehearsal.said("Choose another --port.")
