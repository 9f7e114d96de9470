"""Stored bytes of files that aren't needed any more. Rows may share bytes: they're deleted with the last row that names them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePath
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from sessions_app.files import storage
from sessions_app.models import LibraryItem, Share
from sessions_app.models.stored import StoredFile

log = logging.getLogger(__name__)
_away: Final = ThreadPoolExecutor(1, thread_name_prefix="bytes")


def named(key: str) -> bool:
    """Return whether a row names these bytes."""
    asks = Q(file=key) | Q(thumbnail=key)
    gone = StoredFile.State.DELETED
    return any(model.objects.filter(asks).exclude(state=gone).exists() for model in (Share, LibraryItem))


def thumbnail_key(key: str, mime: str) -> str:
    """Return the key of a picture's small version, next to the picture."""
    return f"{PurePath(key).with_suffix('')}-small{'.webp' if mime == 'image/webp' else '.jpg'}"


def of_pending(row: Share | LibraryItem) -> list[str]:
    """Return every key an unfinished row may have stored bytes under."""
    key = str(row.file.name or "")
    own = [key, thumbnail_key(key, "image/jpeg"), thumbnail_key(key, "image/webp")] if key else []
    return [*own, *in_quarantine(row)]


def in_quarantine(row: Share | LibraryItem) -> list[str]:
    """Return the keys of what a browser uploaded for this row, and of the copy that was checked."""
    return [storage.quarantine_key(row.public_id), storage.held_key(row.public_id)] if storage.direct() else []


def in_background(work: Callable[..., object], *arguments: object) -> None:
    """Do this now, or in a thread if it waits for a network."""
    if storage.direct():
        _away.submit(_quietly, work, *arguments)
    else:
        work(*arguments)


def _quietly(work: Callable[..., object], *arguments: object) -> None:
    try:
        work(*arguments)
    except Exception:
        log.exception("bytes could not be deleted")
    finally:
        connection.close()


def release(keys: Iterable[str]) -> None:
    """Delete, after the commit, the bytes no row names. The writer waits for a folder, never for a network."""
    wanted = [key for key in keys if key]

    def go() -> None:
        for key in wanted:
            if named(key):
                continue
            if storage.direct():
                _away.submit(storage.discard, key)
            else:
                storage.discard(key)

    if wanted:
        transaction.on_commit(go, robust=True)  # what is committed isn't run again for bytes that stay a while
