"""What may be stored, decided by name, content and size: the one gate for files of sessions and of the library.

It reads bytes and says yes or no in words; it stores nothing and knows no rows.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import IO, Any, Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app import archives, pictures, scanner, sniff
from sessions_app.text import HIDDEN, one_line, visible

ARCHIVE: Final = "application/zip"
TYPES: Final[dict[str, tuple[str, ...]]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "text/plain": (".txt", ".log", ".csv", ".md"),
    ARCHIVE: (".zip", *sorted(archives.OFFICE)),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov",),
    "video/webm": (".webm",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "audio/x-m4a": (".m4a",),
    "audio/ogg": (".ogg", ".oga"),
    "audio/x-wav": (".wav",),
}
"""What may be stored: the type that the content shows, and the endings that go with it."""
ENDINGS: Final = frozenset(ending for endings in TYPES.values() for ending in endings)

NAME_LENGTH: Final = 120
ENDING_LENGTH: Final = 10
URL_LENGTH: Final = 2000
_DEVICES: Final = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}


class Checked(NamedTuple):
    """A file that may be stored. ``file`` may be another one than came in: a picture is written anew."""

    file: Any
    size: int
    mime: str
    sha256: str
    width: int | None = None
    height: int | None = None
    display: bytes | None = None
    display_mime: str = ""


def clean_name(name: str) -> str:
    """The file name as people see it: no path, no control or direction marks, a bounded length; never empty."""
    name = unicodedata.normalize("NFC", HIDDEN.sub("", name.encode("utf-8", "ignore").decode()))
    name = name.replace("\\", "/").rsplit("/", 1)[-1].strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    ending = ending.strip()[:ENDING_LENGTH]
    stem = stem[: NAME_LENGTH - ENDING_LENGTH - 1].strip().lstrip("-")
    stem = stem if visible(stem) else "file"
    if stem.partition(".")[0].upper() in _DEVICES:
        stem = f"_{stem}"
    return f"{stem}.{ending}" if ending else stem


def renamed(old: str, new: str) -> str:
    """The new name with the old ending: it belongs to the content. Raises Fault ``share.name`` when nothing of it is left."""
    ending = PurePath(old).suffix
    wanted = new.strip().removesuffix(ending)
    if not visible(wanted) or not HIDDEN.sub("", wanted).strip(" ./\\-"):
        raise Fault("share.name", _("Write a name."))
    return clean_name(wanted + ending)


def clean_link(url: str) -> str:
    """An address that may be kept and sent: http or https, with a host. Raises Fault ``share.link``."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if (
        not known
        or len(url) > URL_LENGTH
        or HIDDEN.search(url)
        or any(mark in url for mark in ' "<>\\^`{|}')
        or "@" in parts.netloc
    ):
        raise Fault("share.link", _("Write a whole address that begins with https:// or http://."))
    return url


def clean_title(name: str, url: str) -> str:
    """What a link is called: its own words, or the address without what everybody knows."""
    return (one_line(name) or url.partition("://")[2].rstrip("/"))[:NAME_LENGTH]


def outside(name: str, size: int) -> None:
    """What can be said before a byte has come. Raises Fault ``share.too_large``, ``share.empty`` or ``share.type``."""
    if size > settings.SHARE_BYTES:
        raise Fault("share.too_large", _("A file holds at most %(count)s MB.") % {"count": settings.SHARE_BYTES // 1024 // 1024})
    if size <= 0:
        raise Fault("share.empty", _("This file is empty."))
    if PurePath(name).suffix.lower() not in ENDINGS:
        raise _unknown()


def _unknown() -> Fault:
    return Fault(
        "share.type", _("This kind of file cannot be sent here. Pictures, PDF, text, office files, video and sound can.")
    )


def content_type(file: IO[bytes], name: str) -> str:
    """The type by content, if it is allowed and agrees with the name. Raises Fault ``share.type``."""
    file.seek(0)
    mime = sniff.mime(file.read(sniff.HEAD))
    file.seek(0)
    if PurePath(name).suffix.lower() not in TYPES.get(mime, ()):
        raise _unknown()
    return mime


@contextmanager
def checked(file: Any, name: str, size: int) -> Iterator[Checked]:
    """The file as it may be stored. ``name`` is cleaned already. Raises a Fault ``share.…`` that says why not.

    The scanner sees what came in, before anything else opens it.
    """
    outside(name, size)
    mime = content_type(file, name)
    scanner.scan(file)
    if mime in pictures.FORMATS:
        picture = pictures.renew(file, mime)
        with picture.file as renewed:
            yield Checked(
                renewed, picture.size, mime, _sum(renewed), picture.width, picture.height, picture.display, picture.display_mime
            )
        return
    if mime == ARCHIVE or PurePath(name).suffix.lower() in archives.OFFICE:
        archives.check(file, name)
    yield Checked(file, size, mime, getattr(file, "sha256", "") or _sum(file))


def _sum(file: IO[bytes]) -> str:
    """SHA-256 of the whole file, which stands at its beginning before and after."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(io.DEFAULT_BUFFER_SIZE * 32):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
