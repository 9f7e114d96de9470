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

from sessions_app.files.sandbox import zip_layout
from sessions_app.files.sandbox.kinds import OFFICE
from sessions_app.files.sandbox.refusal import RefusedError

ENTRIES: Final = 2_000
RATIO: Final = 120
"""Maximum compression ratio of larger entries: text shrinks tenfold, office XML fortyfold, bombs a thousandfold."""
SMALL: Final = 256 * 1024
"""Unpacked size below which any ratio is fine."""
PIECE: Final = 256 * 1024
HEAD: Final = 512
TAIL: Final = 22 + 0xFFFF
"""Length of the end of a zip with the longest comment."""
MANY_ENDS: Final = 64
"""More of them are only there to be searched."""
NESTED: Final = (
    b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b", b"\x1f\x9d", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd", b"MSCF", b"LZIP", b"\x04\x22\x4d\x18",
)  # fmt: skip
"""First bytes of archives. A tar and an LZH archive have theirs further on."""
_LZH: Final = re.compile(rb"..-l[hz][0-9a-z]-", re.DOTALL)
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
        for name in zip_layout.check(archive, file):
            _path(name)
        for entry in entries:
            _entry(archive, entry, ending, unpacked, inner=inner)


def _path(name: str) -> list[str]:
    """Return the parts of a path that stays in its folder."""
    parts = re.split(r"[\\/]", name)
    if not name or "\0" in name or name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts:
        raise RefusedError("path")
    return parts


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, ending: str, unpacked: int, *, inner: bool) -> None:
    # As it's written in the file: zipfile itself cuts a name at a NUL and converts separators.
    name = entry.orig_filename
    parts = _path(name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise RefusedError("link")
    if entry.file_size > SMALL and entry.file_size > RATIO * max(1, entry.compress_size):
        raise RefusedError("large")
    embedded = ending in OFFICE and not inner and "embeddings" in parts and PurePath(name).suffix.lower() in OFFICE
    said = entry.file_size
    longer = copy(entry)
    longer.file_size += 1  # else reading ends where the directory says, wherever the content does
    with archive.open(longer) as content:
        tail = content.read(HEAD)
        if not embedded and _starts_archive(tail):
            raise RefusedError("nested")
        kept = io.BytesIO(tail) if embedded else None
        if kept:
            kept.seek(0, io.SEEK_END)
        while piece := content.read(PIECE):  # to its end: only then is the checksum verified, and damage noticed
            tail = (tail + piece)[-TAIL:]
            if kept:
                kept.write(piece)
        if content.tell() > said:
            raise RefusedError("large")
        if not embedded and _ends_zip(tail):
            raise RefusedError("nested")
        if entry.compress_size and _unread(content):
            raise RefusedError("damaged")
    if kept:
        _look(kept, PurePath(name).suffix.lower(), unpacked, inner=True)


def _starts_archive(head: bytes) -> bool:
    return head.startswith(NESTED) or head[257:262] == b"ustar" or _LZH.match(head) is not None


def _ends_zip(tail: bytes) -> bool:
    """Tell whether an end of a zip is here whose comment ends with the content: whatever is before it, it can be unpacked."""
    if tail.count(b"PK\x05\x06") > MANY_ENDS:
        return True
    ends = (found.start() for found in re.finditer(rb"PK\x05\x06", tail))
    return any(end + 22 + int.from_bytes(tail[end + 20 : end + 22], "little") == len(tail) for end in ends)


def _unread(content: Any) -> bool:
    """Tell whether packed bytes follow the end of the content, or it has none: who reads without the directory goes on there.

    ``zipfile`` has no public name for it.
    """
    if content._compress_type == zipfile.ZIP_STORED:
        return False
    lzma = content._compress_type == zipfile.ZIP_LZMA
    unpacker = content._decompressor._decomp if lzma else content._decompressor
    ended = unpacker.eof or lzma  # which may do without a mark
    return bool(not ended or content._compress_left or unpacker.unused_data)
