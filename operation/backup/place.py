"""The place a backup is restored into: whether it's empty, and the mark of a restore that hasn't finished.

The mark lies in the storage, where every machine sees it, and names the archive. It's set before the first write.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from contactcenter import supervisors
from operation.backup import tables
from operation.backup.archive import BackupError
from sessions_app.files import storage

MARK: Final = "restore-unfinished"


def unfinished() -> str:
    """Return the id of the archive whose restore hasn't finished; empty if there is none."""
    return b"".join(storage.chunks(MARK)).decode() if default_storage.exists(MARK) else ""


def mark(archive: str) -> None:
    default_storage.delete(MARK)
    default_storage.save(MARK, ContentFile(archive.encode()))


def unmark() -> None:
    default_storage.delete(MARK)


def counts() -> dict[str, int]:
    """Return the number of rows of every table that exists."""
    there = set(connection.introspection.table_names())
    chosen = [model for model in tables.models_of(apps) if model._meta.db_table in there]
    return {model._meta.db_table: model._base_manager.count() for model in chosen}


def check_empty(found: dict[str, int]) -> None:
    """Raise BackupError if the database or the storage holds data."""
    held = [name for name, count in found.items() if count and name not in tables.MADE_BY_MIGRATE]
    if "auth_group" in found and apps.get_model("auth.Group").objects.exclude(name=supervisors.NAME).exists():
        held.append("auth_group")
    if held:
        raise BackupError(
            f"The database of this place holds data ({', '.join(held[:3])}). A backup is restored into an empty place only: "
            "create a new database, and name it in DATABASE_URL (or choose a new CONTACTCENTER_DATA_DIR)."
        )
    if next(_stored(), None) is not None:
        raise BackupError(
            "The storage of this place holds files. A backup is restored into an empty place only: "
            "name a new bucket in CONTACTCENTER_STORAGE_URL (or choose a new CONTACTCENTER_DATA_DIR)."
        )


def clear_files() -> int:
    """Delete the files of a restore that stopped half way; return how many there were."""
    keys = list(_stored())
    for key in keys:
        default_storage.delete(key)
    return len(keys)


def _stored() -> Iterator[str]:
    return (entry.key for entry in storage.listing(storage.FOLDER))
