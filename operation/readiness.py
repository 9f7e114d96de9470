"""Whether this process can serve: database with all migrations, storage, and the bridge to other processes."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from contactcenter.realtime import heartbeats
from sessions_app.files import storage

STORAGE_SECONDS: Final = 10.0
"""How long an answer of the storage counts: a probe every second must not become a request to S3 every second."""
PROBE: Final = "probe"

log = logging.getLogger(__name__)
_migrated = False
_storage: tuple[float, bool] = (0.0, True)


def parts() -> dict[str, str]:
    """Return the state of each part: up, down, or degraded where nothing is lost without it."""
    database = _database()
    return {
        "database": "up" if database else "down",
        "migrations": "up" if database and _all_migrated() else "down",
        "storage": "up" if _storage_up() else "down",
        "bridge": "degraded" if heartbeats.bridge_is_down() else "up",
    }


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return False
    return True


def _all_migrated() -> bool:
    """Whether the database has what this code expects; asked until it does, then never again."""
    global _migrated
    if not _migrated:
        try:
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return False
    return _migrated


def _storage_up() -> bool:
    """Whether the bucket can say that a file isn't there, or the folder can be written to."""
    global _storage
    asked, up = _storage
    if time.monotonic() - asked > STORAGE_SECONDS:
        try:
            up = _bucket_answers() if storage.direct() else _folder_is_writable(Path(settings.MEDIA_ROOT))
        except storage.failures():
            up = False
        if not up:
            log.warning("the storage does not answer")
        _storage = time.monotonic(), up
    return up


def _bucket_answers() -> bool:
    default_storage.exists(PROBE)
    return True


def _folder_is_writable(folder: Path) -> bool:
    """Whether files can be made there. The folder itself is made with the first file."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
