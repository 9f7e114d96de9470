"""Check that an archive is what it says and safe to open: office files are archives too. Runs in the sandbox.

Reads, never unpacks to disk. Every part is read once, with a bound on each quantity.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from copy import copy
from pathlib import PurePath
from typing import IO, Any, Final

from sessions_app.files.sandbox.kinds import OFFICE
from sessions_app.files.sandbox.refusal import RefusedError

ENTRIES: Final = 2_000
RATIO: Final = 120
"""Maximum compression ratio of larger entries: text shrinks tenfold, office XML fortyfold, bombs a thousandfold."""
SMALL: Final = 256 * 1024
"""Unpacked size below which any ratio is fine."""
PIECE: Final = 256 * 1024
NESTED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def preload() -> None:
    """Read an archive of each method: a limited process can't import anything later."""
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            archive.writestr("a.txt", b"words")
        check(file, ending=".zip", unpacked=1024)


def check(file: IO[bytes], *, ending: str, unpacked: int) -> tuple[dict[str, Any], list[bytes]]:
    """Check the archive. ``unpacked``: the maximum unpacked size in bytes."""
    _look(file, ending, unpacked)
    return {}, []


def _look(file: IO[bytes], ending: str, unpacked: int, *, inner: bool = False) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES:
            raise RefusedError("entries")
        if ending in OFFICE and not {"[Content_Types].xml", "mimetype"} & set(archive.namelist()):
            raise RefusedError("type")
        if sum(entry.compress_size for entry in entries) > size:
            raise RefusedError("overlap")
        if sum(entry.file_size for entry in entries) > unpacked:
            raise RefusedError("large")
        for entry in entries:
            _entry(archive, entry, ending, unpacked, inner=inner)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, ending: str, unpacked: int, *, inner: bool) -> None:
    # As it's written in the file: zipfile itself cuts a name at a NUL and converts separators.
    name = entry.orig_filename
    parts = re.split(r"[\\/]", name)
    if not name or "\0" in name or name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts:
        raise RefusedError("path")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise RefusedError("link")
    if entry.flag_bits & 0x1:
        raise RefusedError("password")
    if entry.file_size > SMALL and entry.file_size > RATIO * max(1, entry.compress_size):
        raise RefusedError("large")
    if entry.is_dir():
        return
    embedded = ending in OFFICE and not inner and "embeddings" in parts and PurePath(name).suffix.lower() in OFFICE
    said = entry.file_size
    longer = copy(entry)
    longer.file_size += 1  # else reading ends where the directory says, wherever the content does
    with archive.open(longer) as content:
        head = content.read(8)
        if head.startswith(NESTED) and not embedded:
            raise RefusedError("nested")
        kept = io.BytesIO(head) if embedded else None
        if kept:
            kept.seek(0, io.SEEK_END)
        while piece := content.read(PIECE):  # to its end: only then is the checksum verified, and damage noticed
            if kept:
                kept.write(piece)
        if content.tell() > said:
            raise RefusedError("large")
    if kept:
        _look(kept, PurePath(name).suffix.lower(), unpacked, inner=True)
