"""Make a backup while the product runs: one snapshot of the database, then every file its rows name.

Files are kept by rows: what is uploaded after the snapshot is in the next backup, what is deleted meanwhile is listed as gone.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any, Final

import msgspec
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import salted_hmac

from contactcenter import VERSION
from operation.backup import erasures, files, tables
from operation.backup.archive import MANIFEST, BackupError, Writer
from operation.backup.manifest import Manifest
from operation.backup.snapshot import snapshot
from sessions_app.files import storage

SECRET: Final = "secret"  # noqa: S105 - the entry's name
TELL_SECONDS: Final = 5.0
Report = Callable[[str], None]


def create(path: Path, report: Report = lambda _: None) -> Manifest:
    """Write a backup to a new file; return what it holds. Raises BackupError, and leaves nothing, if it can't be finished."""
    path = path.absolute()
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}.")
    try:
        with Writer(path) as archive, snapshot(path.parent) as using:
            manifest = _head(using)
            for model in tables.models_of(apps):
                name = model._meta.db_table
                with archive.entry(f"tables/{name}.jsonl", compressed=True) as out:
                    manifest.tables[name] = tables.write(model, using, out)
                report(f"{name}: {manifest.tables[name].rows} rows")
            _files(archive, using, manifest, report)
            if own := own_secret():
                manifest.secret = archive.add(SECRET, own.encode())
            archive.add(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        erasures.keep(path.parent)
    except PermissionError as error:
        raise BackupError(
            f"{error.filename} can't be written or read: {error.strerror}. Run it as the product's own user."
        ) from None
    except (DatabaseError, sqlite3.Error) as error:
        raise BackupError(f"The database failed: {error}. The backup wasn't finished, and nothing is left of it.") from None
    except storage.failures() as error:
        raise BackupError(f"{error}. The backup wasn't finished, and nothing is left of it.") from None
    return manifest


def _head(using: str) -> Manifest:
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        (database,) = cursor.fetchone()
    return Manifest(
        version=VERSION,
        id=secrets.token_hex(8),
        taken_at=datetime.now(UTC),
        database=f"{connection.vendor} {database}",
        migrations=sorted(MigrationRecorder(connection).applied_migrations()),
        key=key_mark(),
    )


def _files(archive: Writer, using: str, manifest: Manifest, report: Report) -> None:
    told = monotonic()
    for manifest.files in files.write(archive, using):
        if monotonic() - told > TELL_SECONDS:
            told = monotonic()
            report(f"{manifest.files.count} files, {manifest.files.size} bytes so far")
    report(f"{manifest.files.count} files, {manifest.files.size} bytes")


def own_secret() -> str:
    """Return the secret key if it's kept with the data; empty if it comes from the environment."""
    file = Path(settings.DATA_DIR) / "secret"
    kept = file.read_text() if file.exists() else ""
    return kept if kept == settings.SECRET_KEY else ""


def key_mark(key: Any = None) -> str:
    """Return what tells two secret keys apart and reveals neither."""
    return salted_hmac("operation.backup", "key", secret=key, algorithm="sha256").hexdigest()[:16]
