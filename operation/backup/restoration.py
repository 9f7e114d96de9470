"""Restore a backup into an empty place: check all of it first, then files, rows, and migrations to this version.

All rows come in one transaction after the files. A restore that dies leaves its mark and no rows, and is run again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor

from operation.backup import erasures, files, place, tables
from operation.backup.archive import BackupError, Reader
from operation.backup.creation import SECRET, Report, key_mark, own_secret
from operation.backup.manifest import Manifest
from sessions_app.files import storage
from sessions_app.models import LibraryItem, Share
from sessions_app.models.stored import StoredFile


def restore(path: Path, report: Report = lambda _: None, erased: Path | None = None) -> Manifest:
    """Restore a backup; return what it held. Raises BackupError: before the first write, or with the place marked unfinished.

    ``erased``: a list of erasures to be done again, beside the one in the backup's folder.
    """
    refusals: tuple[type[Exception], ...] = (DatabaseError, *storage.failures())
    try:
        with Reader(path) as archive:
            manifest = check(archive, report)
            nodes = _targets(manifest)
            again = _erasures(path, erased)
            found, earlier = place.counts(), place.unfinished()
            if earlier == _erasing(manifest):
                report("The rows of this backup are here already: an earlier restore stopped while it erased clients again.")
                _erase(manifest, again, report)
                return manifest
            if earlier == manifest.id and found == _complete(manifest, found):
                report("The rows of this backup are here already: an earlier restore stopped at its last steps.")
                _finish(archive, manifest, report)
                _erase(manifest, again, report)
                return manifest
            _prepare(manifest, earlier, found, report)
            _migrate(nodes)
            for one in files.listed(archive):
                files.put_back(archive, one)
            report(f"{manifest.files.count} files stored and read back")
            _load(archive, manifest, nodes, report)
            _finish(archive, manifest, report)
            _erase(manifest, again, report)
    except PermissionError as error:
        raise BackupError(
            f"{error.filename} can't be written or read: {error.strerror}. Run it as the product's own user."
        ) from None
    except refusals as error:
        raise BackupError(
            f"{error}. If the restore had begun, the place is marked as unfinished: mend it, and run it again."
        ) from None
    return manifest


def verify(path: Path, report: Report = lambda _: None) -> Manifest:
    """Read a whole backup and compare every checksum and count; write nothing. Raises BackupError if it couldn't be restored."""
    with Reader(path) as archive:
        manifest = check(archive, report)
        _targets(manifest)
        return manifest


def check(archive: Reader, report: Report) -> Manifest:
    """Compare everything in an archive with its table of contents."""
    manifest = archive.manifest
    for name, table in manifest.tables.items():
        sha256, _size, lines = archive.checksum(f"tables/{name}.jsonl")
        if (sha256, lines) != (table.sha256, table.rows):
            raise BackupError(f"{archive.path} is damaged: the rows of {name} aren't those of the backup.")
    _same(archive, files.LIST, manifest.files.sha256)
    if manifest.secret:
        _same(archive, SECRET, manifest.secret)
    count = 0
    for one in files.listed(archive):
        _same(archive, files.FOLDER + one.key, one.sha256)
        count += 1
    if count != manifest.files.count:
        raise BackupError(f"{archive.path} is damaged: it lists {count} files, not {manifest.files.count}.")
    report(
        f"The backup is intact: {len(manifest.tables)} tables, {manifest.rows} rows, {count} files, {manifest.files.size} bytes."
    )
    return manifest


def _same(archive: Reader, name: str, sha256: str) -> None:
    if archive.checksum(name)[0] != sha256:
        raise BackupError(f"{archive.path} is damaged: {name} isn't what was backed up.")


def _targets(manifest: Manifest) -> list[tuple[str, str]]:
    """Return the last migration of each app in the backup. Raises BackupError if this version doesn't know all of them."""
    graph = MigrationExecutor(connection).loader.graph
    known = [node for node in manifest.migrations if node in graph.nodes]
    labels = {app for app, _name in graph.nodes}
    newer = [f"{app}.{name}" for app, name in manifest.migrations if app in labels and (app, name) not in graph.nodes]
    if newer:
        raise BackupError(
            f"This backup was made by version {manifest.version}, whose database is newer ({', '.join(newer[:3])}). "
            "Restore it with that version or a later one."
        )
    inside = set(known)
    return [
        node
        for node in known
        if not any(child.key in inside and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]


def _complete(manifest: Manifest, found: dict[str, int]) -> dict[str, int]:
    """Return the counts of a place that holds all of a backup. What ``migrate`` adds at the end doesn't matter."""
    later = {name: count for name, count in found.items() if name in tables.MADE_BY_MIGRATE or name not in manifest.tables}
    return {name: table.rows for name, table in manifest.tables.items() if name in found} | later


def _prepare(manifest: Manifest, earlier: str, found: dict[str, int], report: Report) -> None:
    if earlier and not any(count for name, count in found.items() if name not in tables.MADE_BY_MIGRATE):
        report(f"An earlier restore stopped half way: its {place.clear_files()} files are removed, and it begins anew.")
    place.check_empty(found)
    if not storage.direct():
        free = shutil.disk_usage(settings.DATA_DIR).free
        if free < manifest.files.size:
            raise BackupError(f"The files need {manifest.files.size} bytes, and {settings.DATA_DIR} has {free} free.")
    place.mark(manifest.id)


def _migrate(nodes: list[tuple[str, str]]) -> None:
    """Bring the empty database to the state of the backup, forward or back."""
    try:
        MigrationExecutor(connection).migrate(nodes)
    except IrreversibleError:
        raise BackupError(
            "The tables of this place are of a newer version and can't go back. Restore into a database without tables."
        ) from None


def _load(archive: Reader, manifest: Manifest, nodes: list[tuple[str, str]], report: Report) -> None:
    registry: Any = MigrationExecutor(connection).loader.project_state(nodes).apps
    chosen = tables.models_of(registry)
    if {model._meta.db_table for model in chosen} != set(manifest.tables):
        raise BackupError("The tables of the backup aren't those of its version: it was made by changed code.")
    with transaction.atomic():
        tables.empty(chosen, connection)
        for model in chosen:
            name = model._meta.db_table
            table = manifest.tables[name]
            rows = tables.read(model, table, archive.lines(f"tables/{name}.jsonl"))
            count = tables.load(model, table, rows, connection)
            if count != table.rows:
                raise BackupError(f"{name} has {count} rows, not the {table.rows} of the backup.")
            report(f"{name}: {count} rows")
        _forget_gone(registry, manifest)
        connection.check_constraints()


def _forget_gone(registry: Any, manifest: Manifest) -> None:
    """Mark files as deleted that were deleted while the backup ran: their bytes are in no backup."""
    gone = {"state": StoredFile.State.DELETED, "file": "", "thumbnail": "", "url": ""}
    for model in (Share, LibraryItem):
        rows = registry.get_model(model._meta.label).objects
        rows.filter(file__in=manifest.files.gone).update(**gone)
        rows.filter(thumbnail__in=manifest.files.gone).update(thumbnail="")


def _finish(archive: Reader, manifest: Manifest, report: Report) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    if manifest.secret and own_secret():
        _keep_secret(b"".join(archive.chunks(SECRET)))
        report("The secret key is the one of the backup.")
    elif manifest.key not in map(key_mark, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]):
        report(
            "SECRET_KEY is not the one of the backup: codes of open invitations, authenticator apps and recovery codes, bans of addresses "
            "and the signatures of webhooks don't work. Set the former key in SECRET_KEY, or in SECRET_KEY_FALLBACKS."
        )


def _erasures(path: Path, given: Path | None) -> list[erasures.Erased]:
    beside = path.parent / erasures.NAME
    return [*(erasures.read(beside) if beside.exists() else []), *(erasures.read(given) if given else [])]


def _erasing(manifest: Manifest) -> str:
    """Return the mark of a place that has all rows, and clients in it that were erased after the backup."""
    return f"{manifest.id} erasures"


def _erase(manifest: Manifest, again: list[erasures.Erased], report: Report) -> None:
    place.mark(_erasing(manifest))
    count = erasures.apply(again)
    if count:
        report(f"{count} clients who were erased after this backup are erased again.")
    place.unmark()


def _keep_secret(secret: bytes) -> None:
    """Replace the secret this place made for itself at the first start."""
    handle, name = tempfile.mkstemp(dir=settings.DATA_DIR, prefix=".secret-")
    with os.fdopen(handle, "wb") as new:
        new.write(secret)
        new.flush()
        os.fsync(new.fileno())
    os.replace(name, Path(settings.DATA_DIR) / "secret")
