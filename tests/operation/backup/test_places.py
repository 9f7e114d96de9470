"""Backups move between databases, and bring the secret key that their data need."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

from operation.backup.tables import MADE_BY_MIGRATE
from tests.servers import Postgres, Site
from tests.upgrade import HERE, RELEASES

OWN_KEY = {"SECRET_KEY": ""}


def rows(archive: Path) -> dict[str, int]:
    """Return the number of rows of every table."""
    with zipfile.ZipFile(archive) as made:
        return {name: table["rows"] for name, table in json.loads(made.read("manifest.json"))["tables"].items()}


def test_from_sqlite_to_postgresql_and_back(tmp_path: Path, postgres_server: Postgres) -> None:
    first = HERE / RELEASES[-1] / "backup.zip"
    postgresql = Site(tmp_path / "postgresql", env={"DATABASE_URL": postgres_server.url()})
    postgresql.manage("restore", str(first))
    postgresql.manage("backup", str(tmp_path / "backup.zip"))
    before, after = rows(first), rows(tmp_path / "backup.zip")
    assert {name: after[name] for name in before if name not in MADE_BY_MIGRATE} == {
        name: count for name, count in before.items() if name not in MADE_BY_MIGRATE
    }
    told = Site(tmp_path / "sqlite").manage("restore", str(tmp_path / "backup.zip"))
    assert f"{sum(after.values())} rows counted, 1 files compared by SHA-256" in told


def test_the_key_that_a_place_made_for_itself_comes_along(tmp_path: Path) -> None:
    first, second = Site(tmp_path / "first", env=OWN_KEY), Site(tmp_path / "second", env=OWN_KEY)
    first.manage("migrate", "--verbosity=0")
    first.manage("backup", str(tmp_path / "backup.zip"))
    assert "The secret key is the one of the backup." in second.manage("restore", str(tmp_path / "backup.zip"))
    old, new = (site.folder / "data" / "secret" for site in (first, second))
    assert old.read_text() == new.read_text()
    assert stat.S_IMODE(new.stat().st_mode) == 0o600
