"""Retention (F6): expired files, abandoned uploads, orphaned bytes.

``due`` finds and lists them, ``delete_due`` deletes them; a dry run does only the first, so both report the same.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.actor import SYSTEM, Actor
from sessions_app.files import storage
from sessions_app.housekeeping import Cleanup, Due, Term
from sessions_app.models import LibraryItem, Retention, Share
from sessions_app.rules.lifecycle import UNFINISHED
from sessions_app.share.services import receive
from sessions_app.share.services.session_files import delete_file

AT_ONCE: Final = 500
log = logging.getLogger(__name__)


def due(now: datetime, *, storage_too: bool = True) -> Iterator[Due]:
    """Return everything due at ``now``; with ``storage_too`` also orphans in the storage, which must be listed for that."""
    yield from _rows(now)
    if storage_too:
        yield from _storage(now)


def delete_expired_files(now: datetime) -> None:
    """Delete expired files and unfinished uploads: a query of the rows."""
    for one in list(_rows(now)):
        delete_due(one)


def delete_orphans(now: datetime) -> None:
    """Delete bytes no row names. Lists the storage."""
    for one in list(_storage(now)):
        delete_due(one)


def _rows(now: datetime) -> Iterator[Due]:
    yield from _files(now)
    old = _abandoned(now)
    for row in Share.objects.filter(state=Share.State.PENDING, created_at__lte=old).select_related("session").order_by("pk"):
        yield Due("unfinished", row.public_id, f"session {row.session.number} “{row.name}”")
    for item in LibraryItem.objects.filter(state=LibraryItem.State.PENDING, created_at__lte=old).order_by("pk"):
        yield Due("unfinished-item", item.public_id, f"library “{item.name}”")


def _abandoned(now: datetime) -> datetime:
    """Return when an upload must have begun to be given up now."""
    return now - timedelta(hours=settings.SHARE_PENDING_HOURS)


def _files(now: datetime) -> Iterator[Due]:
    for rule in Retention.objects.filter(kind__in=Share.Kind.values):
        over = Coalesce("session__closed_at", "session__ended_at", "session__created_at")
        rows = Share.objects.filter(kind=rule.kind, state=Share.State.READY).exclude(session__state__in=UNFINISHED)
        late = rows.annotate(over=over).filter(over__lte=now - timedelta(days=rule.days))
        for row in late.select_related("session").order_by("pk"):
            yield Due("file", row.public_id, f"session {row.session.number} {row.kind} “{row.name}” {row.size} bytes")


def _storage(now: datetime) -> Iterator[Due]:
    old = _abandoned(now)
    listed = (entry.key for entry in storage.listing(storage.FOLDER) if entry.modified <= old)
    while keys := list(islice(listed, AT_ONCE)):
        named = _named(keys)
        yield from (Due("orphan", key) for key in keys if key not in named)
    if storage.direct():
        for entry in storage.listing(storage.QUARANTINE):
            if entry.modified <= old:
                yield Due("quarantine", entry.key)
    for path in sorted(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()):
        if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, UTC) <= old:
            yield Due("temporary", str(path))


def _named(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for model in (Share, LibraryItem):
        rows = model.objects.filter(Q(file__in=keys) | Q(thumbnail__in=keys)).exclude(state=model.State.DELETED)
        found.update(key for pair in rows.values_list("file", "thumbnail") for key in pair)
    return found


def delete_due(one: Due, *, at: str = "") -> bool:
    """Delete it and write to the log; returns False if it's gone already or can't be deleted now. ``at``: who asks, for the log."""
    done = _take(one)
    if done:
        log.info("retention%s: %s %s", f" ({at})" if at else "", one.what, one.id)  # not the file's name
    return done


def _take(one: Due) -> bool:
    if one.what == "file":
        try:
            return bool(perform(share_expire, by=SYSTEM, share=one.id))
        except Fault:
            return False
    if one.what in ("unfinished", "unfinished-item"):
        model = Share if one.what == "unfinished" else LibraryItem
        row = model.objects.filter(public_id=one.id, state=model.State.PENDING).first()
        return row is not None and receive.forget(row)
    if one.what == "temporary":
        Path(one.id).unlink(missing_ok=True)
        return True
    return not (one.what == "orphan" and _named([one.id])) and storage.discard(one.id)


def share_expire(*, by: Actor, share: str) -> bool:
    """Delete an expired file; the system writes an entry to its session's log."""
    file = Share.objects.select_related("session").filter(public_id=share, state=Share.State.READY).first()
    if file is None:
        return False
    row = selectors.session_of(by, file.session.public_id, lock=True)
    return row.state not in UNFINISHED and delete_file(row, file, by)


TERMS: Final = (Term(_rows, delete_due), Term(_storage, delete_due, slow=True))
CLEANUPS: Final = (
    Cleanup(delete_expired_files, first=600, interval=600),
    Cleanup(delete_orphans, first=3_600, interval=86_400, slow=True),
)
"""What every process does by itself."""
