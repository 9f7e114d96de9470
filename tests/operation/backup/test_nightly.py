"""The script for cron in docs/deployment.md: it does what the timer of systemd does, in cron's own bare environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/deployment.md").read_text()
DAY = 86_400


class Place:
    """A data folder, an environment file and a folder of backups, and the page's script for them."""

    def __init__(self, folder: Path) -> None:
        self.data, self.backups, self.script = folder / "data", folder / "backups", folder / "backup.sh"
        self.backups.mkdir()
        (folder / "env").write_text(f"CONTACTCENTER_DATA_DIR={self.data}\n")
        (text,) = re.findall(r"```sh\n(#!/bin/sh\n# A backup named by its time.+?)```", PAGE, re.DOTALL)
        for there, here in (
            ("/srv/contactcenter", str(ROOT)),
            ("./env", str(folder / "env")),
            ("/backups", str(self.backups)),
        ):
            assert there in text
            text = text.replace(there, here)
        self.script.write_text(text)
        self.manage("migrate", "--verbosity=0")
        old = self.backups / "20200101T000000Z.zip"
        old.touch()
        os.utime(old, (0, time.time() - 15 * DAY))

    def manage(self, *arguments: str) -> None:
        env = {"PATH": os.environ["PATH"], "CONTACTCENTER_DATA_DIR": str(self.data)}
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True)

    def run(self) -> tuple[int, str]:
        done = subprocess.run(
            ["sh", str(self.script)],
            env={"PATH": "/usr/bin:/bin"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def left(self) -> list[str]:
        return sorted(file.name for file in self.backups.glob("*.zip"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_it_leaves_a_backup_that_was_read_back_and_says_nothing(place: Place) -> None:
    assert place.run() == (0, "")
    (name,) = place.left()
    assert re.fullmatch(r"\d{8}T\d{6}Z\.zip", name)


def test_without_a_backup_it_says_why(place: Place) -> None:
    (place.data / "contactcenter.sqlite3").write_bytes(b"no database " * 500)
    code, words = place.run()
    assert code == 1
    assert words
    assert place.left() == ["20200101T000000Z.zip"], "the last backup stays"


def test_of_old_backups_the_last_stays_and_the_others_go(place: Place) -> None:
    older = place.backups / "20190101T000000Z.zip"
    older.touch()
    os.utime(older, (0, time.time() - 20 * DAY))
    (place.data / "contactcenter.sqlite3").write_bytes(b"no database " * 500)
    assert place.run()[0] == 1
    assert place.left() == ["20200101T000000Z.zip"]


def test_a_backup_without_a_lost_file_is_read_back_too_and_the_loss_is_reported(place: Place) -> None:
    code = (
        "import django; django.setup(); from django.utils import timezone; from sessions_app.models import LibraryItem;"
        "LibraryItem.objects.create(kind='upload', name='a', mime='text/plain', size=1, sha256='0' * 64, file='lost', state='ready',"
        "created_at=timezone.now())"
    )
    env = {
        "PATH": os.environ["PATH"],
        "CONTACTCENTER_DATA_DIR": str(place.data),
        "DJANGO_SETTINGS_MODULE": "contactcenter.settings",
    }
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True)
    status, words = place.run()
    assert status == 2
    assert "lost" in words
    assert len(place.left()) == 1
