"""Zips that other programs read differently than ``zipfile`` does, made as attackers make them, and unusual ones that are harmless."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any, Final

UNKNOWN: Final = 0xFFFFFFFF
"""A size that only the zip64 field tells."""


def local(packed: bytes = b"words", **changed: Any) -> bytes:
    """Return a local header and the packed content behind it. ``changed``: values of the header, see ``_values``."""
    version, flags, method, crc, sizes, name, extra = _values(packed, **changed)
    return (
        struct.pack("<4s5H3I2H", b"PK\3\4", version, flags, method, 0, 33, crc, *sizes, len(name), len(extra))
        + name
        + extra
        + packed
    )


def listed(packed: bytes = b"words", at: int = 0, **changed: Any) -> bytes:
    """Return the header in the directory of an entry whose local header is at ``at``."""
    version, flags, method, crc, sizes, name, extra = _values(packed, **changed)
    lengths = len(name), len(extra), 0
    numbers = (version, version, flags, method, 0, 33, crc, *sizes, *lengths, 0, 0, 0, at)
    return struct.pack("<4s6H3I5H2I", b"PK\1\2", *numbers) + name + extra


def _values(
    packed: bytes, *, name: bytes = b"a.txt", flags: int = 0, method: int = 0, crc: int | None = None,
    packed_size: int | None = None, size: int | None = None, extra: bytes = b"",
) -> tuple[int, int, int, int, tuple[int, int], bytes, bytes]:  # fmt: skip
    sizes = len(packed) if packed_size is None else packed_size, len(packed) if size is None else size
    return 45, flags, method, zlib.crc32(packed) if crc is None else crc, sizes, name, extra


def end(directory: bytes, at: int, *, count: int = 1, comment: bytes = b"") -> bytes:
    return struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), at, len(comment)) + comment


def end64(directory: bytes, at: int, *, elsewhere: int = 0, length: int = 44, count: int = 1) -> bytes:
    """Return the end of a zip64, with a locator that is ``elsewhere`` bytes wrong."""
    record = struct.pack("<4sQ2H2I4Q", b"PK\6\6", length, 45, 45, 0, 0, count, count, len(directory), at)
    return record + struct.pack("<4sIQI", b"PK\6\7", 0, at + len(directory) + elsewhere, 1) + end(directory, at)


def zipped(entries: bytes, directory: bytes, **changed: Any) -> bytes:
    return entries + directory + end(directory, len(entries), **changed)


def one(packed: bytes, **both: Any) -> bytes:
    """Return a zip with one entry."""
    return zipped(local(packed, **both), listed(packed, **both))


def field(kind: int, content: bytes) -> bytes:
    """Return an extra field."""
    return struct.pack("<2H", kind, len(content)) + content


def unicode_path(name: bytes, replaced: bytes = b"a.txt") -> bytes:
    return field(0x7075, b"\1" + struct.pack("<I", zlib.crc32(replaced)) + name)


def zip64_sizes(size: int, packed: int) -> bytes:
    return field(0x0001, struct.pack("<2Q", size, packed))


def descriptor(packed: bytes = b"words", form: str = "<4s3I", **changed: Any) -> bytes:
    *_rest, crc, (packed_size, size), _name, _extra = _values(packed, **changed)
    return struct.pack(form, *([b"PK\7\x08"] if "s" in form else []), crc, packed_size, size)


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def two_directories() -> bytes:
    """Return a zip whose end names the beginning of one directory and the size of the other."""
    other = b"other" * 9
    before = local(other, name=b"b.txt")
    entries = before + local()
    first, second = listed(other, name=b"b.txt"), listed(at=len(before) - len(listed()))
    return entries + first + second + end(second, len(entries))


def misplaced_directory() -> bytes:
    """Return a zip whose places are all wrong by one, which ``zipfile`` forgives."""
    directory = listed(at=1)
    return local() + directory + end(directory, len(local()) + 1)


def hidden_in_entry() -> bytes:
    """Return a zip with an entry whose packed content goes on behind its end, where another entry follows."""
    packed = deflated(b"words") + local(b"other", name=b"b.txt")
    same: dict[str, Any] = {"method": 8, "crc": zlib.crc32(b"words"), "size": 5}
    return zipped(local(packed, **same), listed(packed, **same))


INNER: Final = one(b"words")
WIDE: Final[dict[str, Any]] = {"size": UNKNOWN, "packed_size": UNKNOWN}
NOTHING: Final[dict[str, Any]] = {"flags": 8, "size": 0, "packed_size": 0, "crc": 0}

REFUSED: Final[dict[str, tuple[str, bytes]]] = {
    "zip whose local header has another method": ("damaged", zipped(local(method=8), listed())),
    "zip whose local header is encrypted": ("password", zipped(local(flags=1), listed())),
    "zip whose local header is strongly encrypted": ("password", zipped(local(flags=0x40), listed())),
    "zip whose local header is masked": ("password", zipped(local(flags=0x2000), listed())),
    "zip whose local header has another size": ("damaged", zipped(local(size=6), listed())),
    "zip whose local header has another packed size": ("damaged", zipped(local(packed_size=6), listed())),
    "zip whose local header has another sum": ("damaged", zipped(local(crc=7), listed())),
    "zip whose local header has another size to come": (
        "damaged",
        zipped(local(flags=8, size=6) + descriptor(), listed(flags=8)),
    ),
    "zip whose local header says nothing": ("damaged", zipped(local(size=0, packed_size=0, crc=0), listed())),
    "zip whose local size is missing": ("damaged", zipped(local(size=UNKNOWN), listed())),
    "zip whose local zip64 size is another": ("damaged", zipped(local(**WIDE, extra=zip64_sizes(6, 5)), listed())),
    "zip whose local zip64 size is there twice": ("damaged", zipped(local(**WIDE, extra=zip64_sizes(5, 5) * 2), listed())),
    "zip whose descriptor has another size": ("damaged", zipped(local(**NOTHING) + descriptor(size=6), listed(flags=8))),
    "zip with a descriptor without its flag": ("damaged", zipped(local() + descriptor(), listed())),
    "zip with a damaged local field": ("damaged", zipped(local(extra=b"\x75\x70\xff\0"), listed())),
    "zip with a byte of a local field": ("damaged", zipped(local(extra=b"\1"), listed())),
    "zip whose other name climbs": ("path", one(b"words", extra=unicode_path(b"../../evil.txt"))),
    "zip whose other name is from the root": ("path", one(b"words", extra=unicode_path(b"/etc/cron.d/evil"))),
    "zip whose other name climbs backwards": ("path", one(b"words", extra=unicode_path(b"..\\..\\evil.txt"))),
    "zip whose other name climbs in the directory": ("path", zipped(local(), listed(extra=unicode_path(b"../evil.txt")))),
    "zip whose other name climbs in the local header": ("path", zipped(local(extra=unicode_path(b"../evil.txt")), listed())),
    "zip with an entry before the listed one": ("damaged", zipped(local(b"other") + local(), listed(at=len(local())))),
    "zip with an entry behind the listed one": ("damaged", zipped(local() + local(b"other"), listed())),
    "zip with an entry behind an entry": ("damaged", hidden_in_entry()),
    "zip with two directories": ("damaged", two_directories()),
    "zip with a directory elsewhere": ("damaged", misplaced_directory()),
    "zip with a wrong count": ("damaged", zipped(local(), listed(), count=2)),
    "zip with two ends": ("damaged", one(b"other") + one(b"words")),
    "zip with an end in its comment": ("damaged", zipped(local(), listed(), comment=one(b"other"))),
    "zip with words before": ("damaged", b"PK\3\4" + b"\0" * 99 + one(b"words")),
    "zip with words behind": ("damaged", one(b"words") + b"more"),
    "zip64 whose end is elsewhere": ("damaged", local() + listed() + end64(listed(), len(local()), elsewhere=-1)),
    "zip64 whose end is longer": ("damaged", local() + listed() + end64(listed(), len(local()), length=45)),
    "zip64 with a wrong count": ("damaged", local() + listed() + end64(listed(), len(local()), count=2)),
    "zip with one local header for two": (
        "overlap",
        zipped(local(b"words" * 99) + b"Z" * 495, listed(b"words" * 99) * 2, count=2),
    ),
    "zip in a folder's entry": ("nested", one(INNER, name=b"folder/")),
    "zip behind a byte in a zip": ("nested", one(b"X" + INNER)),
    "zip behind many bytes in a zip": ("nested", one(b"X" * 300_000 + zipped(local(), listed(), comment=b"c" * 60_000))),
    "zip that is read in two pieces in a zip": ("nested", one(b"X" * (512 + 256 * 1024 + 10 - len(INNER)) + INNER)),
    "zip of many ends": ("nested", one(b"X" + b"PK\5\6" * 65)),
    "part of a zip in a zip": ("nested", one(b"PK\7\x08" + INNER)),
    "part of a zip, cut short, in a zip": ("nested", one(b"PK\7\x08" + INNER[:60])),
    "empty zip in a zip": ("nested", one(end(b"", 0))),
    "tar in a zip": ("nested", one(b"a.txt".ljust(257, b"\0") + b"ustar\x0000" + b"\0" * 300)),
    "compressed file in a zip": ("nested", one(b"\x1f\x9d\x90words")),
    "cab in a zip": ("nested", one(b"MSCF\0\0\0\0words")),
    "lzip in a zip": ("nested", one(b"LZIP\1words")),
    "lz4 in a zip": ("nested", one(b"\x04\x22\x4d\x18words")),
    "lzh in a zip": ("nested", one(b"\x19\x07-lh5-words")),
}
"""Zips, each with the code of its refusal."""


class _Pipe(io.RawIOBase):
    """Where nobody can go back to."""

    def __init__(self) -> None:
        self.content = b""

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.content += bytes(piece)
        return len(piece)


def streamed(content: bytes, *, force_zip64: bool = False) -> bytes:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        with archive.open("folder/číslo.txt", "w", force_zip64=force_zip64) as entry:
            entry.write(content)
    return pipe.content


HONEST: Final = {
    "streamed zip": streamed(b"words " * 100),
    "streamed zip64": streamed(b"words " * 100, force_zip64=True),
    "zip of an empty file, streamed": streamed(b""),
    "zip64": zipped(local(**WIDE, extra=zip64_sizes(5, 5)), listed()),
    "zip64 with its end": local() + listed() + end64(listed(), len(local())),
    "zip with a comment": zipped(local(), listed(), comment=b"words"),
    "zip with another name": one(b"words", extra=unicode_path("číslo.txt".encode())),
    "zip with room to grow": zipped(local(extra=field(0xA220, b"\x28\xa0" + b"\0" * 80)), listed()),
    "zip with aligned content": zipped(local(extra=b"\0\0\0"), listed()),
    "zip with the flag of a descriptor alone": zipped(local(flags=8), listed(flags=8)),
    "zip with a bare descriptor": zipped(local(**NOTHING) + descriptor(form="<3I"), listed(flags=8)),
    "zip with a bare wide descriptor": zipped(local(**NOTHING) + descriptor(form="<I2Q"), listed(flags=8)),
    "zip with files in another order": zipped(
        local() + local(b"other", name=b"b.txt"), listed(b"other", len(local()), name=b"b.txt") + listed(), count=2
    ),
}
"""Zips of honest programs."""
