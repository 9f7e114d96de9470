"""Keeping the picture an operator asked for (C8): a pending file is the request, answered once, by the client's device or the asking side.

The newest of ``sessions_app/services/share.py``'s rules apply to the bytes; whatever the picture knows besides its pixels is taken out.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app import bare, log, present, selectors
from sessions_app.actor import Actor
from sessions_app.models import Session, Share
from sessions_app.models.ids import FORM, public_id
from sessions_app.protocol import ShareChanged, SnapshotTaken
from sessions_app.services import share as files

SOURCES: Final = {"client": ("camera full", "screen"), "operator": ("received frame",)}
"""What each side may say the picture is of."""

ANSWER: Final = {"client": timedelta(seconds=10), "operator": timedelta(seconds=60)}
"""How long a request may be answered by each side."""

ENDINGS: Final = {"image/png": ".png", "image/jpeg": ".jpg"}


def snapshot_reserve(*, by: Actor, session: Session) -> Share:
    """The request: a pending file whose id only the two tabs of the call are told. Runs in the asking service's transaction."""
    now = timezone.now()
    stale = now - max(ANSWER.values())
    Share.objects.filter(session=session, kind=Share.Kind.SNAPSHOT, state=Share.State.PENDING, created_at__lt=stale).delete()
    request = public_id()
    return Share.objects.create(
        public_id=request, session=session, kind=Share.Kind.SNAPSHOT, name=f"request {request}", mime="",
        role=by.role, author=by.name, created_at=now,
    )  # fmt: skip


def snapshot_upload(*, by: Actor, request: str, file: Any, source: str) -> Share:
    """Answer a request with a picture; the first answer is kept. Not a service itself: bytes are written between two of them.

    Raises ``snapshot.late`` when the request is unknown, somebody else's, too old or answered: they all look the same.
    """
    if source not in SOURCES[by.role]:
        raise Fault("share.kind", _("This kind of file is not known."))
    if not 0 < file.size <= settings.SHARE_BYTES:
        raise Fault("share.too_large", _("A file holds at most %(count)s MB.") % {"count": settings.SHARE_BYTES // 1024 // 1024})
    row = _request(by, request)
    mime = files.content_type(file, file.name or "")
    if mime not in ENDINGS:
        raise Fault("share.type", _("A snapshot is a PNG or JPEG picture."))
    try:
        picture = bare.picture(file.read(), mime, pixels=files.PIXELS)
    except bare.TooLargeError:
        raise Fault("share.pixels", _("This picture has too many pixels.")) from None
    except bare.DamagedError:
        raise Fault("share.broken", _("This picture is damaged and cannot be opened.")) from None
    stored = ""
    try:
        stored = default_storage.save(f"share/{timezone.now():%Y/%m}/{public_id()}{ENDINGS[mime]}", ContentFile(picture.content))
        done: Share = perform(
            snapshot_ready, key=row.session.public_id, by=by, request=request, stored=stored, mime=mime, source=source,
            size=len(picture.content), width=picture.width, height=picture.height,
            sha256=hashlib.sha256(picture.content).hexdigest(),
        )  # fmt: skip
        return done
    except BaseException as error:
        if stored:
            default_storage.delete(stored)
        if isinstance(error, OSError):
            raise Fault("share.storage", _("The file could not be stored just now. Try again."), retry=True) from error
        raise


def snapshot_ready(*, by: Actor, request: str, stored: str, mime: str, **fields: Any) -> Share:
    """The picture becomes a file of the session, as the operator's who asked; both sides are told."""
    row = _request(by, request)
    session = selectors.session_of(by, row.session.public_id, lock=True)
    name = _name(session, row.created_at, ENDINGS[mime])
    waiting = Share.objects.filter(pk=row.pk, state=Share.State.PENDING)
    if not waiting.update(state=Share.State.READY, file=stored, name=name, mime=mime, **fields):
        raise _late()
    file = Share.objects.get(pk=row.pk)
    asker = Actor("operator", session.operator_id or 0, file.author)
    log.append(session, SnapshotTaken, by=asker, screen=file.source == "screen")
    log.append(session, ShareChanged, by=asker, operators_only=True, change="added", file=present.share_view(file))
    return file


def _name(session: Session, at: datetime, ending: str) -> str:
    """Named by session and the moment it was asked for, in UTC; a name that is taken gets a number, whatever its ending."""
    stem = f"{session.number}-{at:%Y%m%d-%H%M%S}Z"
    taken = {PurePath(name).stem for name in session.files.values_list("name", flat=True)}
    number, free = 1, stem
    while free in taken:
        number += 1
        free = f"{stem}-{number}"
    return free + ending


def _request(by: Actor, request: str) -> Share:
    found = Share.objects.select_related("session").filter(public_id=request, kind="snapshot", state="pending")
    row = found.first() if FORM.fullmatch(request) else None
    if row is None or row.created_at < timezone.now() - ANSWER[by.role]:
        raise _late()
    mine = row.session.client_id == by.pk if by.role == "client" else row.session.operator_id == by.pk
    if not mine or row.session.state not in ("active", "wrapup"):
        raise _late()
    return row


def _late() -> Fault:
    return Fault("snapshot.late", _("This picture is not waited for any more."))
