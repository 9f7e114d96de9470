"""Uploads into a session (F1, F3): reserved, stored, ready. By a form through us, or straight into the S3 storage."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app import hooks, log, selectors
from sessions_app.actor import Actor
from sessions_app.files import checks, storage
from sessions_app.models import Session, Share
from sessions_app.rules.lifecycle import OPEN, OWNED
from sessions_app.share import present
from sessions_app.share.protocol import ShareChanged, SnapshotTaken
from sessions_app.share.selectors import arriving_of
from sessions_app.share.services import receive
from sessions_app.share.services.receive import Facts
from sessions_app.signals import file_ready

SNAPSHOTS: Final = ("image/png", "image/jpeg")
WHITEBOARD: Final = "whiteboard"
"""Source of a picture that was composed of what both looked at: whoever uploads it, it's the client's as well."""


def share_upload(
    *, by: Actor, session: str, file: Any, kind: str = "upload", send: bool = False, call: str = "", source: str = ""
) -> Share:
    """Store an uploaded file: check, pending row, bytes, ready. A failure leaves nothing behind.

    ``file`` is an open binary file with ``name`` and ``size``. Not a service itself: the bytes are written between two of them.
    """
    _kind(by, kind)
    share_check(by=by, session=session, size=file.size, lock=False)

    def pending(key: str, size: int, name: str) -> Share:
        fields = {"kind": kind, "name": name, "size": size, "stored": key, "call": call, "source": source}
        return perform(share_pending, key=session, by=by, session=session, **fields)  # type: ignore[no-any-return]

    def ready(row: Share, facts: Facts) -> Share:
        _snapshot(row, facts.mime)
        fields = {"share": row.pk, "facts": facts, "send": send}
        return perform(share_ready, key=session, by=by, session=session, **fields)  # type: ignore[no-any-return]

    name = checks.clean_name(file.name or "")
    return receive.receive(by=by.sender, file=file, name=name, size=file.size, pending=pending, ready=ready)


def share_begin(
    *, by: Actor, session: str, name: str, size: int, kind: str = "upload", call: str = "", source: str = ""
) -> tuple[Share, dict[str, Any]] | None:
    """Check whether this file may be uploaded. Raises the Fault that would refuse it. With an S3 storage: returns its row and the upload
    form.
    """
    name = checks.clean_name(name)
    _kind(by, kind)
    checks.check_announced(name, size)
    fields = {"kind": kind, "name": name, "size": size, "stored": "", "call": call, "source": source}
    if not storage.direct():
        share_check(by=by, session=session, size=size, lock=False)
        return None
    row: Share = perform(share_pending, key=session, by=by, session=session, **fields)
    return row, storage.ticket(row.public_id, size)


def share_complete(*, by: Actor, share: str, send: bool = False) -> Share:
    """Check the bytes in the quarantine, as announced by the browser, and make the file ready."""
    row = arriving_of(by, share)
    session = row.session.public_id

    def refused(row: Share, checked: checks.Checked) -> None:
        _snapshot(row, checked.mime)

    def claim(row: Share, key: str) -> None:
        perform(share_claim, key=session, by=by, session=session, share=row.pk, stored=key)
        row.file.name = key

    def ready(row: Share, facts: Facts) -> Share:
        fields = {"share": row.pk, "facts": facts, "send": send}
        return perform(share_ready, key=session, by=by, session=session, **fields)  # type: ignore[no-any-return]

    return receive.collect(row, by=by.sender, refused=refused, claim=claim, ready=ready)


def _kind(by: Actor, kind: str) -> None:
    if kind not in ("upload", "snapshot") or (kind == "snapshot" and by.role != "operator"):
        raise Fault("share.kind", _("This file type is unknown."))


def _snapshot(row: Share, mime: str) -> None:
    if row.kind == Share.Kind.SNAPSHOT and mime not in SNAPSHOTS:
        raise Fault("share.type", _("A snapshot is a PNG or JPEG picture."))


def share_check(*, by: Actor, session: str, size: int, lock: bool = True) -> Session:
    """Return the session, if a file of this size may be added to it now: open, and within its quota. Unless locked, it may change in a
    moment.
    """
    row = selectors.session_of(by, session, lock=lock)
    selectors.require_state(row, *(OPEN | OWNED if by.role == "operator" else OPEN))
    sizes = list(receive.counted(row.files.order_by()).values_list("size", flat=True))
    if len(sizes) >= settings.SHARE_SESSION_FILES or sum(sizes) + size > settings.SHARE_SESSION_BYTES:
        raise Fault("share.quota", _("This conversation can’t hold any more files. Delete some first."))
    return row


def share_pending(
    *, by: Actor, session: str, kind: str, name: str, size: int, stored: str, call: str = "", source: str = ""
) -> Share:
    """Reserve name and space; a snapshot is named by session and time, a name in use gets a number. Of sources only ``WHITEBOARD`` is
    kept: those of snapshots have a way of their own.
    """
    row = share_check(by=by, session=session, size=size)
    now = timezone.now()
    if kind == "snapshot":
        name = f"{row.number}-{now:%Y%m%d-%H%M%S}Z{PurePath(name).suffix.lower()}"
    known = call if kind == "snapshot" and hooks.has_call(row, call) else ""
    return Share.objects.create(
        session=row, kind=kind, name=free_name(row, name), size=size, file=stored, call=known,
        role=by.role, author=by.name, created_at=now, source=WHITEBOARD if source == WHITEBOARD else "",
    )  # fmt: skip


def free_name(session: Session, name: str) -> str:
    """Return this name, or the first one with a number that no file of the session has."""
    taken = set(session.files.values_list("name", flat=True))
    path, number, free = PurePath(name), 1, name
    while free in taken:
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    return free


def share_claim(*, by: Actor, session: str, share: int, stored: str) -> None:
    """Store the key of the coming bytes in the row, so that nothing is lost whatever happens next. Only one caller can do it."""
    row = selectors.session_of(by, session, lock=True)
    if not Share.objects.filter(pk=share, session=row, state=Share.State.PENDING, file="").update(file=stored):
        raise Fault("share.busy", _("This file is already being checked."))


def share_ready(*, by: Actor, session: str, share: int, facts: Facts, send: bool) -> Share:
    """Make the file part of the session: all bytes are there. Does nothing the second time: the answer to a commit can be lost."""
    row = selectors.session_of(by, session, lock=True)
    file = Share.objects.filter(pk=share, session=row).first()
    if file and file.state == Share.State.READY and file.file.name == facts.file:
        return file
    if file is None or file.state != Share.State.PENDING:
        raise Fault("share.missing", _("The upload took too long. Send it again."), retry=True)
    columns = receive.write(file, facts)
    right = checks.with_ending(file.name, facts.ending)
    if right != file.name:
        file.name = free_name(row, right)
    file.sent = by.role == "client" or (send and file.kind != Share.Kind.SNAPSHOT and row.state == Session.State.ACTIVE)
    file.save(update_fields=[*columns, "name", "sent"])
    if file.kind == Share.Kind.SNAPSHOT:
        log.append(row, SnapshotTaken, by=by)
    added(row, file, by)
    return file


def added(row: Session, file: Share, by: Actor) -> None:
    """Log a new file: for both sides, or operators only until it's sent."""
    change = "sent" if file.sent else "added"
    log.append(row, ShareChanged, by=by, operators_only=not file.sent, change=change, file=present.share_view(file))
    file_ready.send(Share, session=row, file=file, by=by)
