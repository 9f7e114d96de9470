"""Storing a file: a pending row that names the bytes, the bytes, then ready. A failure in between leaves nothing behind.

The bytes are written between two services, so that no transaction waits for a disk or a network. The rows, and who may create them, are
up to uploads.py and library.py.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import PurePath
from typing import Any, Final, NamedTuple, TypeVar

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from prometheus_client import Counter

from contactcenter.realtime.wire import Fault
from sessions_app.files import checks, storage
from sessions_app.files.sandbox.fair_semaphore import release_connection
from sessions_app.models import LibraryItem, Share
from sessions_app.models.stored import StoredFile
from sessions_app.share.services import cleanup
from sessions_app.share.services.cleanup import thumbnail_key

Row = TypeVar("Row", Share, LibraryItem)
UPLOAD_BYTES: Final = Counter("contactcenter_upload_bytes", "Bytes of files received and stored.")


class Facts(NamedTuple):
    """Facts about a fully stored file: the columns of its row, and the extension its name should have."""

    ending: str
    file: str
    thumbnail: str
    size: int
    mime: str
    sha256: str
    width: int | None
    height: int | None


def counted(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Files that count towards the quota: stored ones and recent uploads in progress. A broken-off upload stops counting soon."""
    coming = Q(
        state=StoredFile.State.PENDING, created_at__gt=timezone.now() - timedelta(seconds=2 * settings.SHARE_UPLOAD_SECONDS)
    )
    return rows.filter(Q(state=StoredFile.State.READY) | coming)


def write(row: Row, facts: Facts) -> list[str]:
    """Write the facts to the row and make it ready; returns the names of the changed columns."""
    row.file.name, row.state = facts.file, row.State.READY
    columns: dict[str, Any] = {name: value for name, value in facts._asdict().items() if name not in ("file", "ending")}
    for name, value in columns.items():
        setattr(row, name, value)
    return ["state", "file", *columns]


def receive(
    *, by: str, file: Any, name: str, size: int, pending: Callable[[str, int, str], Row], ready: Callable[[Row, Facts], Row]
) -> Row:
    """Check, reserve and store a file that came through this process.

    ``by``: the person who sends it. ``pending`` gets the key, the size and the name as they are after the check.
    """
    storage.hasten(file)
    with checks.checked(file, name, size, by) as checked:
        key = storage.new_key(checked.ending)
        row = pending(key, checked.size, checks.with_ending(name, checked.ending))
        with _whole(row):
            _put(checked, key)
            done = ready(row, _facts(checked, key))
    UPLOAD_BYTES.inc(done.size)
    return done


def collect(
    row: Row,
    *,
    by: str,
    refused: Callable[[Row, checks.Checked], None],
    claim: Callable[[Row, str], None],
    ready: Callable[[Row, Facts], Row],
) -> Row:
    """Check a file the browser uploaded to the storage's quarantine, and take it over. ``refused`` may raise a Fault.

    A second caller is refused by ``claim``, before anything that would have to be undone.
    """
    key = storage.new_key(PurePath(row.name).suffix.lower())
    claim(row, key)
    with _whole(row):
        release_connection()
        found = storage.fetch_quarantine(row.public_id, row.size)
        if found is None:
            raise Fault("share.missing", _("The file hasn’t arrived. Send it again."), retry=True)
        file, size = found
        if size != row.size:
            file.close()
            raise Fault("share.changed", _("This isn’t the file that was announced. Send it again."))
        with file, checks.checked(file, row.name, size, by) as checked:
            refused(row, checked)
            if checked.file is file:
                storage.release_quarantine(row.public_id, key, checked.mime)
                _put_thumbnail(checked, key)
            else:
                _put(checked, key)
            done = ready(row, _facts(checked, key))
    for rest in cleanup.in_quarantine(row):
        storage.discard(rest)
    UPLOAD_BYTES.inc(done.size)
    return done


def _facts(checked: checks.Checked, key: str) -> Facts:
    thumbnail = thumbnail_key(key, checked.thumbnail_mime) if checked.thumbnail else ""
    return Facts(checked.ending, key, thumbnail, checked.size, checked.mime, checked.sha256, checked.width, checked.height)


def _put(checked: checks.Checked, key: str) -> None:
    release_connection()
    _put_thumbnail(checked, key)
    storage.put(key, checked.file, checked.size, checked.mime)


def _put_thumbnail(checked: checks.Checked, key: str) -> None:
    if checked.thumbnail:
        small = io.BytesIO(checked.thumbnail)
        storage.put(thumbnail_key(key, checked.thumbnail_mime), small, len(checked.thumbnail), checked.thumbnail_mime)


@contextmanager
def _whole(row: Row) -> Iterator[None]:
    """All or nothing: a failure removes the row and its bytes. Bytes that can't be removed now are found by the cleanup."""
    try:
        yield
    except BaseException as error:
        forget(row)
        if isinstance(error, storage.failures()):
            raise Fault("share.storage", _("The file couldn’t be saved just now. Try again."), retry=True) from error
        raise


def forget(row: Share | LibraryItem) -> bool:
    """Delete an unfinished row and its bytes.

    Returns False if the row stays, to name bytes that couldn't be deleted; or because it's finished after all: the answer to a commit
    can be lost with the connection.
    """
    try:
        if type(row).objects.filter(pk=row.pk).exclude(state=row.State.PENDING).exists():
            return False
    except DatabaseError:
        return False
    gone = [storage.discard(key) for key in cleanup.of_pending(row)]
    if not all(gone):
        return False
    type(row).objects.filter(pk=row.pk, state=row.State.PENDING).delete()
    return True
