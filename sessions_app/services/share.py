"""The files of a session (F1 to F4): checked by content, stored under our own names, ready or not there."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePath
from typing import IO, Any, Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from contactcenter.realtime.commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app import log, present, selectors, sniff
from sessions_app.actor import Actor
from sessions_app.models import Session, Share
from sessions_app.models.ids import public_id
from sessions_app.protocol import ShareChanged, SnapshotTaken

TYPES: Final[dict[str, tuple[str, ...]]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "text/plain": (".txt", ".log", ".csv", ".md"),
    "text/csv": (".csv",),
    "application/zip": (".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
    "video/mp4": (".mp4", ".m4v"),
    "video/webm": (".webm",),
    "audio/mpeg": (".mp3",),
    "audio/ogg": (".ogg", ".oga"),
    "audio/x-wav": (".wav",),
}
"""What may be stored: the type that the content shows, and the endings that go with it."""

PICTURES: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
PIXELS: Final = 40_000_000
NAME_LENGTH: Final = 120
ENDING_LENGTH: Final = 10
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_DEVICES: Final = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}


def clean_name(name: str) -> str:
    """The file name as people see it: no path, no control or direction marks, a bounded length; never empty."""
    name = unicodedata.normalize("NFC", _CONTROLS.sub("", name.encode("utf-8", "ignore").decode()))
    name = name.replace("\\", "/").rsplit("/", 1)[-1].strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    ending = ending.strip()[:ENDING_LENGTH]
    stem = stem[: NAME_LENGTH - ENDING_LENGTH - 1].strip().lstrip("-") or "file"
    if stem.partition(".")[0].upper() in _DEVICES:
        stem = f"_{stem}"
    return f"{stem}.{ending}" if ending else stem


def content_type(file: IO[bytes], name: str) -> str:
    """The type by content, if it is allowed and agrees with the name. Raises Fault ``share.type``."""
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    mime = sniff.mime(head)
    ending = PurePath(name).suffix.lower()
    if mime not in TYPES or ending not in TYPES[mime]:
        raise Fault(
            "share.type", _("This kind of file cannot be sent here. Pictures, PDF, text, office files, video and sound can.")
        )
    return mime


def _picture_size(file: IO[bytes], mime: str) -> tuple[int | None, int | None]:
    if mime not in PICTURES:
        return None, None
    try:
        with Image.open(file, formats=[PICTURES[mime]]) as picture:
            width, height = picture.size
    except Exception:
        raise Fault("share.broken", _("This picture is damaged and cannot be opened.")) from None
    finally:
        file.seek(0)
    if width * height > PIXELS:
        raise Fault("share.pixels", _("This picture has too many pixels."))
    return width, height


def share_upload(*, by: Actor, session: str, file: Any, kind: str = "upload", send: bool = False, source: str = "") -> Share:
    """Store an uploaded file: pending row, bytes, check, ready. Anything that fails leaves nothing behind.

    ``file`` is an open binary file with ``name`` and ``size``. Not a service itself: the bytes are written between two of them,
    so that no transaction waits for a disk.
    """
    if file.size > settings.SHARE_BYTES:
        raise Fault("share.too_large", _("A file holds at most %(count)s MB.") % {"count": settings.SHARE_BYTES // 1024 // 1024})
    if file.size == 0:
        raise Fault("share.empty", _("This file is empty."))
    if kind not in ("upload", "snapshot") or (kind == "snapshot" and by.role != "operator"):
        raise Fault("share.kind", _("This kind of file is not known."))
    name = clean_name(file.name or "")
    mime = content_type(file, name)
    if kind == "snapshot" and mime not in ("image/png", "image/jpeg"):
        raise Fault("share.type", _("A snapshot is a PNG or JPEG picture."))
    width, height = _picture_size(file, mime)
    row: Share = perform(
        share_pending, key=session, by=by, session=session, kind=kind, name=name, mime=mime, size=file.size,
        width=width, height=height, source=source,
    )  # fmt: skip
    stored = ""
    try:
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        ending = PurePath(name).suffix.lower()
        stored = default_storage.save(f"share/{timezone.now():%Y/%m}/{public_id()}{ending}", File(file))
        if default_storage.size(stored) != file.size:
            raise OSError("the storage kept another number of bytes")
        return perform(  # type: ignore[no-any-return]
            share_ready, key=session, by=by, session=session, share=row.pk, stored=stored, sha256=digest.hexdigest(), send=send
        )
    except BaseException as error:
        Share.objects.filter(pk=row.pk, state=Share.State.PENDING).delete()
        if stored:
            default_storage.delete(stored)
        if isinstance(error, OSError):
            raise Fault("share.storage", _("The file could not be stored just now. Try again."), retry=True) from error
        raise


def share_pending(
    *, by: Actor, session: str, kind: str, name: str, mime: str, size: int, width: int | None, height: int | None, source: str
) -> Share:
    """Reserve the name; a snapshot is named by session and time, a name that is taken gets a number."""
    row = selectors.session_of(by, session, lock=True)
    if row.state not in ("waiting", "active") and not (by.role == "operator" and row.state == "wrapup"):
        raise Fault("session.closed", _("This conversation has ended."))
    now = timezone.now()
    if kind == "snapshot":
        name = f"{row.number}-{now:%Y%m%d-%H%M%S}Z{PurePath(name).suffix.lower()}"
    return Share.objects.create(
        session=row, kind=kind, name=_free_name(row, name), mime=mime, size=size, width=width, height=height,
        source=source[:60], role=by.role, author=by.name, created_at=now,
    )  # fmt: skip


def _free_name(session: Session, name: str) -> str:
    taken = set(session.files.values_list("name", flat=True))
    path, number, free = PurePath(name), 1, name
    while free in taken:
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    return free


def share_ready(*, by: Actor, session: str, share: int, stored: str, sha256: str, send: bool) -> Share:
    """Every byte is there: the file becomes part of the session."""
    row = selectors.session_of(by, session, lock=True)
    file = Share.objects.get(pk=share, session=row)
    file.file.name, file.sha256, file.state = stored, sha256, Share.State.READY
    file.sent = by.role == "client" or (send and file.kind != Share.Kind.SNAPSHOT)
    file.save(update_fields=["file", "sha256", "state", "sent"])
    if file.kind == Share.Kind.SNAPSHOT:
        log.append(row, SnapshotTaken, by=by)
    change = "sent" if file.sent else "added"
    log.append(row, ShareChanged, by=by, operators_only=not file.sent, change=change, file=present.share_view(file))
    return file


def _own(by: Actor, share: str) -> tuple[Share, Session]:
    file = selectors.share_of(by, share)
    return file, selectors.session_of(by, file.session.public_id, lock=True)


def share_send(*, by: Actor, share: str) -> None:
    """Make the file visible to the client; twice is as good as once."""
    file, row = _own(by, share)
    if row.state != "active":
        raise Fault("session.closed", _("This conversation has ended."))
    if Share.objects.filter(pk=file.pk, sent=False).update(sent=True):
        file.sent = True
        log.append(row, ShareChanged, by=by, change="sent", file=present.share_view(file))


def share_delete(*, by: Actor, share: str) -> None:
    """The bytes go, the line of the log stays."""
    file, row = _own(by, share)
    stored = str(file.file.name)
    if Share.objects.filter(pk=file.pk, state=Share.State.READY).update(state=Share.State.DELETED, file=""):
        file.state = Share.State.DELETED
        log.append(row, ShareChanged, by=by, operators_only=not file.sent, change="deleted", file=present.share_view(file))
        transaction.on_commit(lambda: default_storage.delete(stored))
