"""The bytes of files: from the storage into an archive and back, one at a time and in pieces.

A backup takes what the rows of its snapshot name, not what the storage lists: unfinished and orphaned bytes stay out.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from typing import Final

import msgspec
from django.conf import settings
from django.db.models import F, Value

from operation.backup.archive import BackupError, Reader, Writer
from operation.backup.manifest import Files, StoredFile
from sessions_app.files import storage
from sessions_app.models import LibraryItem, Share
from sessions_app.share.services import cleanup

LIST: Final = "files.jsonl"
FOLDER: Final = "files/"
Named = tuple[str, str]


def named(using: str) -> Iterator[Named]:
    """Return the key and the checksum of every stored file, each key once. Small versions of pictures have no checksum."""
    parts = []
    for model in (Share, LibraryItem):
        ready = model.objects.using(using).filter(state=model.State.READY).order_by()
        parts.append(ready.exclude(file="").values_list("file", "sha256"))
        parts.append(ready.exclude(thumbnail="").annotate(none=Value("")).values_list(F("thumbnail"), "none"))
    first, *rest = parts
    previous = ""
    for key, sha256 in first.union(*rest).order_by("file").iterator(chunk_size=2000):
        if key != previous:
            yield str(key), str(sha256)
        previous = key


def write(archive: Writer, using: str) -> Iterator[Files]:
    """Copy every file; return the counts so far after each, and at last the final ones."""
    total, lines = Files(), bytearray()
    for key, sha256 in named(using):
        stored = _copy(archive, key)
        if stored is None:
            (total.missing if cleanup.named(key) else total.gone).append(key)
            continue
        if sha256 and stored.sha256 != sha256:
            total.damaged.append(key)
        lines += msgspec.json.encode(stored) + b"\n"
        total.count += 1
        total.size += stored.size
        yield total
    total.sha256 = archive.add(LIST, bytes(lines))
    yield total


def _copy(archive: Writer, key: str) -> StoredFile | None:
    pieces = storage.chunks(key)
    try:
        first = next(pieces, b"")
    except FileNotFoundError:
        return None
    with archive.entry(FOLDER + key, compressed=False) as out:
        out.write(first)
        for piece in pieces:
            out.write(piece)
    return StoredFile(key, out.size, out.sha256)


def listed(archive: Reader) -> Iterator[StoredFile]:
    """Return what an archive holds. Raises BackupError for a key that isn't one of ours."""
    for line in archive.lines(LIST):
        try:
            one = msgspec.json.decode(line, type=StoredFile)
        except msgspec.MsgspecError:
            raise BackupError(f"{LIST} can't be read.") from None
        if not one.key.startswith(f"{storage.FOLDER}/") or ".." in one.key.split("/"):
            raise BackupError(f"The archive has a file under a key that isn't ours: {one.key!r}.")
        yield one


def put_back(archive: Reader, one: StoredFile) -> None:
    """Store a file, read it back and compare it. Raises BackupError if the storage returns other bytes."""
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        for chunk in archive.chunks(FOLDER + one.key):
            file.write(chunk)
        storage.put(one.key, file, one.size, storage.OPAQUE)
    found = hashlib.sha256()
    for chunk in storage.chunks(one.key):
        found.update(chunk)
    if found.hexdigest() != one.sha256:
        raise BackupError(f"The storage returned other bytes of {one.key} than were stored. Check the storage.")
