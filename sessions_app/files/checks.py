"""Checks of files by name, content and size, for sessions and the library.

It reads bytes and accepts or refuses in words; it stores nothing and knows no rows.
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
from sessions_app.files import archives, file_type, images, unsupported_types, virus_scan
from sessions_app.rules.text import HIDDEN, one_line, visible

ARCHIVE: Final = "application/zip"
PICTURES: Final = (
    ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".pjpeg", ".gif", ".webp", ".heic", ".heif", ".avif", ".bmp", ".tif", ".tiff",
)  # fmt: skip
"""Extensions a picture may have: it's re-encoded and gets the extension of its new type."""
PICTURE_ENDING: Final = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
MPEG4: Final = (".mp4", ".m4v", ".m4a")
"""One container type: the extension, not the content, tells whether it has a video track."""
TYPES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(images.KINDS, PICTURES),
    "application/pdf": (".pdf",),
    "text/plain": (".txt", ".log", ".csv", ".md"),
    ARCHIVE: (".zip", *sorted(archives.OFFICE)),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
    "video/mp4": MPEG4,
    "video/x-m4v": MPEG4,
    "audio/mp4": MPEG4,
    "audio/x-m4a": MPEG4,
    "video/quicktime": (".mov",),
    "video/webm": (".webm",),
    "audio/mpeg": (".mp3",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/x-wav": (".wav",),
}
"""Allowed files: the type by content, and the extensions that go with it."""
ENDINGS: Final = frozenset(ending for endings in TYPES.values() for ending in endings)

NAME_LENGTH: Final = 120
ENDING_LENGTH: Final = 10
URL_LENGTH: Final = 2000
_DEVICES: Final = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}


class Checked(NamedTuple):
    """A file that may be stored. ``file`` and ``ending`` may differ from the upload: a picture is re-encoded."""

    file: Any
    size: int
    mime: str
    sha256: str
    ending: str
    width: int | None = None
    height: int | None = None
    thumbnail: bytes | None = None
    thumbnail_mime: str = ""


def clean_name(name: str) -> str:
    """Return the file name as people see it: no path, no control or direction marks, a bounded length; never empty."""
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
    """Return the new name with the old extension, which belongs to the content. Raises Fault ``share.name`` if nothing is left of it."""
    ending = PurePath(old).suffix
    wanted = new.strip().removesuffix(ending)
    if not visible(wanted) or not HIDDEN.sub("", wanted).strip(" ./\\-"):
        raise Fault("share.name", _("Enter a name."))
    return clean_name(wanted + ending)


def with_ending(name: str, ending: str) -> str:
    """Return the name with the extension that belongs to the content."""
    return name if _ending(name) == ending else f"{PurePath(name).stem}{ending}"


def clean_link(url: str) -> str:
    """Return an address that may be stored and sent: http or https, with a host. Raises Fault ``share.link``."""
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
        raise Fault("share.link", _("Enter a full address that begins with https:// or http://."))
    return url


def clean_title(name: str, url: str) -> str:
    """Return a link's title: the given one, or the address without its scheme."""
    return (one_line(name) or url.partition("://")[2].rstrip("/"))[:NAME_LENGTH]


def check_announced(name: str, size: int) -> None:
    """Check the announced name and size, before any byte has arrived.

    Raises Fault ``share.too_large``, ``share.empty`` or ``share.type``.
    """
    if size > settings.SHARE_BYTES:
        raise Fault("share.too_large", _("Files can be up to %(count)s MB.") % {"count": settings.SHARE_BYTES // 1024 // 1024})
    if size <= 0:
        raise Fault("share.empty", _("This file is empty."))
    ending = _ending(name)
    if ending not in ENDINGS:
        raise Fault("share.type", unsupported_types.unknown(ending))


def content_type(file: IO[bytes], name: str) -> str:
    """Return the type by content, if it's allowed and matches the name. Raises Fault ``share.type``."""
    file.seek(0)
    mime = file_type.mime(file.read(file_type.HEAD))
    file.seek(0)
    ending = _ending(name)
    if ending not in TYPES.get(mime, ()):
        raise Fault("share.type", unsupported_types.mismatch(ending, mime, TYPES.get(mime, ())))
    if ending in MPEG4:
        return "audio/mp4" if ending == ".m4a" else "video/mp4"
    return mime


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()


@contextmanager
def checked(file: Any, name: str, size: int, person: str) -> Iterator[Checked]:
    """Return the file as it may be stored. ``name`` is already cleaned; ``person`` sends it. Raises a Fault ``share.…`` with the reason.

    The scanner sees the upload before anything else opens it.
    """
    check_announced(name, size)
    mime, ending = content_type(file, name), _ending(name)
    virus_scan.scan(file, person)
    if mime in images.KINDS:
        picture = images.reencode(file, mime, person)
        with picture.file as renewed:
            yield Checked(
                renewed, picture.size, picture.mime, _sum(renewed), _picture_ending(ending, picture.mime),
                picture.width, picture.height, picture.thumbnail, picture.thumbnail_mime,
            )  # fmt: skip
        return
    if mime == ARCHIVE or ending in archives.OFFICE:
        archives.check(file, name, person)
    yield Checked(file, size, mime, getattr(file, "sha256", "") or _sum(file), ending)


def _picture_ending(ending: str, mime: str) -> str:
    return ending if ending == ".jpeg" and mime == "image/jpeg" else PICTURE_ENDING[mime]


def _sum(file: IO[bytes]) -> str:
    """Return the SHA-256 of the whole file, which is at its beginning before and after."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(io.DEFAULT_BUFFER_SIZE * 32):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
