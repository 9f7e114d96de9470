"""Storing a snapshot (C8): a pending file is the request, answered once, by the client's device or the asking side.

The bytes are stored like any file (``receive.py``), so that everything in the picture besides its pixels is removed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.public_ids import public_id
from contactcenter.realtime.wire import Fault
from sessions_app import log, selectors
from sessions_app.actor import Actor
from sessions_app.files import checks
from sessions_app.models import Session, Share
from sessions_app.rules.lifecycle import OWNED
from sessions_app.share.protocol import SnapshotTaken
from sessions_app.share.services import receive
from sessions_app.share.services.receive import Facts
from sessions_app.share.services.uploads import added, share_check

SOURCES: Final = {"client": ("camera full", "camera blurred", "screen"), "operator": ("received frame",)}
"""Allowed sources of each side's picture."""

ANSWER: Final = {"client": timedelta(seconds=10), "operator": timedelta(seconds=60)}
"""Time each side has to answer a request."""

ENDINGS: Final = {"image/png": ".png", "image/jpeg": ".jpg"}


def snapshot_reserve(*, by: Actor, session: Session, call: str) -> Share:
    """Create the request: a pending file whose id only the two tabs of the call get. Runs in the asking service's transaction."""
    now = timezone.now()
    asked = Share.objects.filter(session=session, kind=Share.Kind.SNAPSHOT, state=Share.State.PENDING, file="")
    asked.filter(created_at__lt=now - max(ANSWER.values())).delete()
    request = public_id()
    return Share.objects.create(
        public_id=request, session=session, kind=Share.Kind.SNAPSHOT, name=f"request {request}", call=call,
        role=by.role, author=by.name, created_at=now,
    )  # fmt: skip


def snapshot_upload(*, by: Actor, request: str, file: Any, source: str) -> Share:
    """Answer a request with a picture; the first answer is kept. Not a service itself: bytes are written between two of them.

    Raises ``snapshot.late`` if the request is unknown, someone else's, too old or answered: all look the same.
    """
    if source not in SOURCES[by.role]:
        raise Fault("share.kind", _("This file type is unknown."))
    session = _request(by, request).session.public_id
    name = checks.clean_name(file.name or "")

    def pending(key: str, size: int, _name: str) -> Share:
        return perform(snapshot_answer, key=session, by=by, request=request, stored=key, size=size)  # type: ignore[no-any-return]

    def ready(row: Share, facts: Facts) -> Share:
        fields = {"request": request, "answer": row.pk, "facts": facts, "source": source}
        return perform(snapshot_ready, key=session, by=by, **fields)  # type: ignore[no-any-return]

    return receive.receive(by=by.sender, file=file, name=name, size=file.size, pending=pending, ready=ready)


def snapshot_answer(*, by: Actor, request: str, stored: str, size: int) -> Share:
    """Store one side's answer as a pending file of its own, so that a failed answer leaves the request to the other side."""
    asked = _request(by, request)
    row = share_check(by=by, session=asked.session.public_id, size=size)
    return Share.objects.create(
        session=row, kind=Share.Kind.SNAPSHOT, name=f"answer {public_id()}", size=size, file=stored, call=asked.call,
        role=asked.role, author=asked.author, created_at=asked.created_at,
    )  # fmt: skip


def snapshot_ready(*, by: Actor, request: str, answer: int, facts: Facts, source: str) -> Share:
    """Turn the first answer into a file of the session that belongs to the asking operator; both sides are told."""
    if facts.mime not in ENDINGS:
        raise Fault("share.type", _("A snapshot is a PNG or JPEG picture."))
    asked = _request(by, request)
    session = selectors.session_of(by, asked.session.public_id, lock=True)
    if not Share.objects.filter(pk=asked.pk, state=Share.State.PENDING, file="").delete()[0]:
        raise _late()
    file = Share.objects.filter(pk=answer, session=session, state=Share.State.PENDING).first()
    if file is None:
        raise _late()
    columns = receive.write(file, facts)
    file.public_id, file.source = request, source
    file.name = _name(session, file.created_at, ENDINGS[facts.mime])
    file.save(update_fields=[*columns, "public_id", "source", "name"])
    asker = Actor("operator", session.operator_id or 0, file.author)
    log.append(session, SnapshotTaken, by=asker, screen=file.source == "screen")
    added(session, file, asker)
    return file


def _name(session: Session, at: datetime, ending: str) -> str:
    """Name the file by session and time of the request, in UTC; a name in use gets a number, whatever its extension."""
    stem = f"{session.number}-{at:%Y%m%d-%H%M%S}Z"
    taken = {PurePath(name).stem for name in session.files.values_list("name", flat=True)}
    number, free = 1, stem
    while free in taken:
        number += 1
        free = f"{stem}-{number}"
    return free + ending


def _request(by: Actor, request: str) -> Share:
    asked = Share.objects.select_related("session").filter(kind=Share.Kind.SNAPSHOT, state=Share.State.PENDING, file="")
    row = selectors.with_id(asked, request)
    if row is None or row.created_at < timezone.now() - ANSWER[by.role]:
        raise _late()
    mine = row.session.client_id == by.pk if by.role == "client" else row.session.operator_id == by.pk
    if not mine or row.session.state not in OWNED:
        raise _late()
    return row


def _late() -> Fault:
    return Fault("snapshot.late", _("This picture is no longer expected."))
