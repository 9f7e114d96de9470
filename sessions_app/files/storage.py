"""Storage of file bytes: the only place that knows whether that is a folder or an S3 API.

It knows keys and bytes, nothing of sessions or rights. Callers check the right before they ask for an address.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from contactcenter.realtime.public_ids import public_id

CHUNK: Final = 256 * 1024
FOLDER: Final = "share"
QUARANTINE: Final = "quarantine"
OPAQUE: Final = "application/octet-stream"
log = logging.getLogger(__name__)
_ahead: Final = ThreadPoolExecutor(2, thread_name_prefix="disk")


class Stored(NamedTuple):
    """One object as the storage lists it."""

    key: str
    modified: datetime


def failures() -> tuple[type[Exception], ...]:
    """Exceptions a storage raises when it can't do its work."""
    if not direct():
        return (OSError,)
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    return (OSError, Boto3Error, BotoCoreError, ClientError)


def direct() -> bool:
    """Whether browsers upload to and download from the storage directly (S3)."""
    return hasattr(default_storage, "bucket")


def _bucket() -> Any:
    return default_storage.bucket  # type: ignore[attr-defined]


def new_key(ending: str) -> str:
    """Return a new key that reveals nothing and can't be guessed."""
    return f"{FOLDER}/{timezone.now():%Y/%m}/{public_id()}{ending}"


def quarantine_key(row: str) -> str:
    """Return where the browser puts this row's bytes until they are checked."""
    return f"{QUARANTINE}/{row}"


def held_key(row: str) -> str:
    """Return where the bytes lie while they are checked. Nobody but us can write there."""
    return f"{QUARANTINE}/{row}-held"


def put(key: str, file: Any, size: int, mime: str) -> None:
    """Store the whole file under the key. Raises OSError and the like on failure."""
    file.seek(0)
    content: Any = file if isinstance(file, File) else File(file)
    content.content_type = mime
    kept = default_storage.save(key, content)
    if kept != key or default_storage.size(kept) != size:
        raise OSError("the storage kept another number of bytes, or another name")
    if not direct():
        _to_disk(Path(default_storage.path(key)))


def hasten(file: Any) -> None:
    """Start writing an upload to the disk while it's checked: ``put`` then moves it and has little to wait for."""
    if direct():
        return
    try:
        handle = os.dup(file.fileno())
    except (OSError, AttributeError):  # it is in memory
        return

    def write() -> None:
        try:
            os.fsync(handle)
        except OSError as error:
            log.warning("bytes could not be written ahead: %s", error)  # ``put`` will say so, if it matters
        finally:
            os.close(handle)

    _ahead.submit(write)


def _to_disk(path: Path) -> None:
    """fsync the file and its directory, so that a READY row never points at lost bytes."""
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def discard(key: str) -> bool:
    """Delete the bytes, with the versions a bucket keeps of them. Returns False on failure: the cleanup tries again."""
    if not key:
        return True
    try:
        if direct():
            _discard_versions(key)
        default_storage.delete(key)
    except failures() as error:
        log.warning("bytes could not be deleted: %s: %s", key, error)
        return False
    return True


def _discard_versions(key: str) -> None:
    try:
        for version in _bucket().object_versions.filter(Prefix=key):
            if version.object_key == key:
                version.delete()
    except failures() as error:  # a storage that knows no versions, or credentials that may not list them
        log.info("versions could not be deleted: %s: %s", key, type(error).__name__)


def chunks(key: str) -> Iterator[bytes]:
    """Return the bytes piece by piece. Raises FileNotFoundError if there are none."""
    if not direct():
        with default_storage.open(key) as file:
            yield from iter(lambda: file.read(CHUNK), b"")
        return
    client = _bucket().meta.client
    try:
        answer = client.get_object(Bucket=_bucket().name, Key=key)
    except client.exceptions.ClientError as error:
        if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
            raise FileNotFoundError(key) from None
        raise
    yield from answer["Body"].iter_chunks(CHUNK)


def exists(key: str) -> bool:
    return bool(key) and default_storage.exists(key)


def ticket(row: str, size: int) -> dict[str, Any]:
    """Return a form with which a browser may upload exactly this many bytes to the row's quarantine, once and soon."""
    form = _bucket().meta.client.generate_presigned_post(
        Bucket=_bucket().name,
        Key=quarantine_key(row),
        Fields={"Content-Type": OPAQUE},
        Conditions=[["content-length-range", size, size], {"Content-Type": OPAQUE}],
        ExpiresIn=settings.SHARE_UPLOAD_SECONDS,
    )
    return {"url": form["url"], "fields": form["fields"]}


def fetch_quarantine(row: str, limit: int) -> tuple[IO[bytes], int] | None:
    """Return the uploaded bytes and their size; None if there are none. Never reads more than ``limit`` and one.

    They are copied first, and the copy is read: the browser may upload again until its form expires.
    """
    client = _bucket().meta.client
    try:
        _copy(quarantine_key(row), held_key(row), OPAQUE)
        answer = client.get_object(Bucket=_bucket().name, Key=held_key(row))
    except client.exceptions.ClientError as error:
        if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
            return None
        raise
    file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - the caller closes it
    size = 0
    for chunk in answer["Body"].iter_chunks(CHUNK):
        size += file.write(chunk)
        if size > limit:
            break
    file.seek(0)
    return file, size


def release_quarantine(row: str, key: str, mime: str) -> None:
    """Copy the bytes that ``fetch_quarantine`` returned to their final key, inside the storage."""
    _copy(held_key(row), key, mime)


def _copy(source: str, key: str, mime: str) -> None:
    bucket = _bucket()
    bucket.meta.client.copy_object(
        Bucket=bucket.name,
        Key=key,
        CopySource={"Bucket": bucket.name, "Key": source},
        MetadataDirective="REPLACE",
        ContentType=mime,
    )


def signed_address(key: str, *, name: str, mime: str, inline: bool, seconds: int) -> str:
    """Return a short-lived address at the S3 API. Type and disposition are ours, whatever is stored with the object."""
    parameters = {
        "ResponseContentType": mime if inline else OPAQUE,
        "ResponseContentDisposition": disposition(name, inline=inline),
        "ResponseCacheControl": "private, no-store",
    }
    made: Any = default_storage
    return str(made.url(key, parameters=parameters, expire=seconds))


def disposition(name: str, *, inline: bool) -> str:
    """Return the header that names the file (RFC 6266); nothing in the name can end it."""
    return f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"


def listing(folder: str) -> Iterator[Stored]:
    """Return all objects below ``share`` or ``quarantine``."""
    if direct():
        for entry in _bucket().objects.filter(Prefix=f"{folder}/"):
            yield Stored(entry.key, entry.last_modified)
        return
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        key = f"{folder}/{name}"
        yield Stored(key, default_storage.get_modified_time(key))
    for name in folders:
        yield from listing(f"{folder}/{name}")
