"""Files of erased sessions (P2): the rows lose their words at once, the bytes follow after the commit.

The keys of the bytes are kept in rows until they are deleted, so that a process that dies in between leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone

from sessions_app.actor import Actor
from sessions_app.files import storage
from sessions_app.housekeeping import Cleanup
from sessions_app.models import FileToDelete, Session, Share
from sessions_app.share.services import cleanup
from sessions_app.share.services.session_files import delete_file

NAMELESS: Final = {
    "state": Share.State.DELETED, "file": "", "thumbnail": "", "url": "", "sha256": "", "source": "", "width": None, "height": None,
}  # fmt: skip


def files_erase(sessions: Sequence[Session], by: Actor) -> None:
    """Delete the files of these locked sessions, unfinished uploads included, and what their rows say of them."""
    keys: list[str] = []
    rows = {row.pk: row for row in sessions}
    for file in Share.objects.filter(session__in=rows).order_by("pk"):
        keys += [str(file.file.name or ""), file.thumbnail]
        keys += cleanup.of_pending(file) if file.state == Share.State.PENDING else []
        ready = file.state == Share.State.READY
        file.name, file.sha256, file.source, file.width, file.height = "", "", "", None, None
        file.author = "" if file.role == "client" else file.author
        if ready:
            delete_file(rows[file.session_id], file, by)
        Share.objects.filter(pk=file.pk).update(**NAMELESS, name=file.public_id, author=file.author)
    _delete_later(sorted({key for key in keys if key}))


def _delete_later(keys: list[str]) -> None:
    if keys:
        now = timezone.now()
        FileToDelete.objects.bulk_create([FileToDelete(key=key, since=now) for key in keys], ignore_conflicts=True)
        transaction.on_commit(partial(cleanup.in_background, delete_bytes, now))


def delete_bytes(_now: datetime) -> None:
    """Delete the bytes that erasures have left, those of other processes included. What fails is tried again by the next cleanup."""
    for row in FileToDelete.objects.order_by("pk"):
        if cleanup.named(row.key) or storage.discard(row.key):
            row.delete()


CLEANUP: Final = Cleanup(delete_bytes, first=30, interval=60)
