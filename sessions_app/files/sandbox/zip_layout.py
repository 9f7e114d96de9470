"""Check that a zip is laid out as its directory says, so that every program finds the same files in it. Runs in the sandbox."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import IO, Final

from sessions_app.files.sandbox.refusal import RefusedError

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END64: Final = struct.Struct("<4sQ2H2I4Q")
_LOCATOR: Final = struct.Struct("<4sIQI")
_END: Final = struct.Struct("<4s4H2IH")
_ENCRYPTED: Final = 0x2041
"""Flags of an encrypted entry, of strong encryption and of a masked local header."""
_STREAMED: Final = 0x8
"""Flag of an entry written before its size was known: the values follow the content in a data descriptor."""
_ZIP64: Final = 0x0001
_UNICODE_PATH: Final = 0x7075
_LONGEST_DESCRIPTOR: Final = 24


def check(archive: zipfile.ZipFile, file: IO[bytes]) -> list[str]:
    """Check that every byte of ``file`` belongs to a listed entry, and that each local header says what the directory says.

    ``zipfile`` believes the directory alone. Other programs read the local headers one after the other, take another name from an extra
    field, or find another directory: they would unpack what nobody has checked. By PKWARE's APPNOTE.TXT: local header (4.3.7), data
    descriptor (4.3.9), directory (4.3.12), end (4.3.14 to 4.3.16), zip64 sizes (4.5.3), Unicode path (4.6.9).

    Return the further names that Unicode path fields give: for programs that know the field they replace the entry's own.
    Raises RefusedError, and struct.error or ValueError for what can't be read: the sandbox calls it damaged.
    """
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    starts = [*(entry.header_offset for entry in entries), archive.start_dir]
    if starts[0] != 0:
        raise RefusedError("damaged")
    names = []
    for entry, following in zip(entries, starts[1:], strict=True):
        file.seek(entry.header_offset)
        names += _local_header(file, entry, following)
    return names + _directory(archive, file)


def _local_header(file: IO[bytes], entry: zipfile.ZipInfo, following: int) -> list[str]:
    """Check an entry from its local header to the beginning of the following one. Return its further names."""
    signature, _version, flags, method, _time, _date, crc, packed, size, name, extra = _LOCAL.unpack(file.read(_LOCAL.size))
    if signature != b"PK\3\4" or method != entry.compress_type:
        raise RefusedError("damaged")
    if (flags | entry.flag_bits) & _ENCRYPTED:
        raise RefusedError("password")
    file.seek(name, io.SEEK_CUR)  # compared by zipfile when the entry is opened
    fields = _extra_fields(file.read(extra))
    wide = [struct.unpack_from("<2Q", content) for kind, content in fields if kind == _ZIP64]
    if len(wide) > 1:
        raise RefusedError("damaged")
    streamed = flags & _STREAMED
    values = [(crc, entry.CRC)]
    for number, (said, real) in enumerate(((size, entry.file_size), (packed, entry.compress_size))):
        values += [(said, real)] if not wide or said != 0xFFFFFFFF else []
        values += [(wide[0][number], real)] if wide else []
    if not all(said == real or (streamed and said == 0) for said, real in values):
        raise RefusedError("damaged")
    gap = following - file.seek(entry.compress_size, io.SEEK_CUR)
    if gap < 0:
        raise RefusedError("overlap")
    # Some programs leave the flag when they have gone back to write the sizes: then there's no descriptor.
    if gap and not (streamed and gap <= _LONGEST_DESCRIPTOR and file.read(gap) in _descriptors(entry)):
        raise RefusedError("damaged")
    return _unicode_paths(fields)


def _descriptors(entry: zipfile.ZipInfo) -> list[bytes]:
    """Return the data descriptor in each form: narrow and wide, with and without a signature."""
    narrow = struct.pack("<3I", entry.CRC, entry.compress_size & 0xFFFFFFFF, entry.file_size & 0xFFFFFFFF)
    wide = struct.pack("<I2Q", entry.CRC, entry.compress_size, entry.file_size)
    return [signature + values for values in (narrow, wide) for signature in (b"", b"PK\7\x08")]


def _directory(archive: zipfile.ZipFile, file: IO[bytes]) -> list[str]:
    """Check that the directory and its end are all that follows the entries. Return further names of entries."""
    names = []
    start = file.seek(archive.start_dir)
    for _entry in archive.infolist():
        signature, *_rest, name, extra, comment, _disk, _internal, _external, _offset = _CENTRAL.unpack(file.read(_CENTRAL.size))
        if signature != b"PK\1\2":
            raise RefusedError("damaged")
        file.seek(name, io.SEEK_CUR)
        names += _unicode_paths(_extra_fields(file.read(extra)))
        file.seek(comment, io.SEEK_CUR)
    end = file.tell()
    count = len(archive.infolist())
    real = (0, 0, count, count, end - start, start)
    wide = file.read(4) == b"PK\6\6"
    file.seek(end)
    if wide:
        _signature, length, _made, _needed, *said = _END64.unpack(file.read(_END64.size))
        locator, disk, place, disks = _LOCATOR.unpack(file.read(_LOCATOR.size))
        if length != _END64.size - 12 or tuple(said) != real or (locator, disk, place) != (b"PK\6\7", 0, end) or disks > 1:
            raise RefusedError("damaged")
    signature, *said, comment = _END.unpack(file.read(_END.size))
    most = (0xFFFF,) * 4 + (0xFFFFFFFF,) * 2
    same = all(a == b or (wide and a == unknown) for a, b, unknown in zip(said, real, most, strict=True))
    if signature != b"PK\5\6" or not same or file.tell() + comment != file.seek(0, io.SEEK_END):
        raise RefusedError("damaged")
    return names


def _extra_fields(extra: bytes) -> list[tuple[int, bytes]]:
    fields = []
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        at += 4 + length
        fields.append((kind, extra[at - length : at]))
    if at > len(extra) or extra[at:].strip(b"\0"):  # some programs align the content with zeros
        raise RefusedError("damaged")
    return fields


def _unicode_paths(fields: list[tuple[int, bytes]]) -> list[str]:
    """Return the names: each follows a version and the checksum of the name that it replaces."""
    return [content[5:].decode() for kind, content in fields if kind == _UNICODE_PATH]
