"""Whether an archive is what it says, and harmless to open: office files are archives too.

Reads, never unpacks to disk. Everything in it is looked through once, with a bound on each quantity.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from pathlib import PurePath
from typing import IO, Final

from django.conf import settings
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault

ENTRIES: Final = 2_000
UNPACKED: Final = 8
"""Unpacked an archive may be this many times the largest file."""
RATIO: Final = 120
"""And no entry of some size may shrink further than this: texts shrink tenfold, office XML fortyfold, bombs a thousandfold."""
SMALL: Final = 256 * 1024
"""What is smaller unpacked may shrink as it likes."""
PIECE: Final = 256 * 1024
OFFICE: Final = {".docx", ".xlsx", ".pptx", ".odt", ".ods"}
NESTED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def check(file: IO[bytes], name: str) -> None:
    """Raises Fault ``share.archive`` (with the reason in words) or ``share.broken``; leaves the file at its beginning."""
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    try:
        _look(file, size, PurePath(name).suffix.lower())
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError, OverflowError):
        raise Fault("share.broken", _("This archive is damaged and cannot be opened.")) from None
    finally:
        file.seek(0)


def _refuse(reason: str) -> Fault:
    return Fault("share.archive", reason)


def _look(file: IO[bytes], size: int, ending: str, *, inner: bool = False) -> None:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES:
            raise _refuse(_("This archive holds too many files."))
        if ending in OFFICE and not {"[Content_Types].xml", "mimetype"} & set(archive.namelist()):
            raise Fault("share.type", _("This file is not what its name says."))
        if sum(entry.compress_size for entry in entries) > size:
            raise _refuse(_("The parts of this archive lie on top of each other."))
        if sum(entry.file_size for entry in entries) > UNPACKED * settings.SHARE_BYTES:
            raise _refuse(_("This archive grows too large when it is unpacked."))
        for entry in entries:
            _entry(archive, entry, ending, inner=inner)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, ending: str, *, inner: bool) -> None:
    # As it stands in the file: zipfile itself cuts a name at a NUL and turns separators round.
    name = entry.orig_filename
    parts = re.split(r"[\\/]", name)
    if not name or "\0" in name or name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts:
        raise _refuse(_("A file in this archive wants to be unpacked somewhere else."))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refuse(_("This archive holds a link to somewhere else."))
    if entry.flag_bits & 0x1:
        raise _refuse(_("This archive is protected by a password and cannot be checked."))
    if entry.file_size > SMALL and entry.file_size > RATIO * max(1, entry.compress_size):
        raise _refuse(_("This archive grows too large when it is unpacked."))
    if entry.is_dir():
        return
    embedded = ending in OFFICE and not inner and "embeddings" in parts and PurePath(name).suffix.lower() in OFFICE
    with archive.open(entry) as content:
        head = content.read(8)
        if head.startswith(NESTED) and not embedded:
            raise _refuse(_("This archive holds another archive. Send its files one by one."))
        kept = io.BytesIO(head) if embedded else None
        if kept:
            kept.seek(0, io.SEEK_END)
        while piece := content.read(PIECE):  # to its end: only then the sum is checked, and damage shows
            if kept:
                kept.write(piece)
    if kept:
        _look(kept, len(kept.getvalue()), PurePath(name).suffix.lower(), inner=True)
