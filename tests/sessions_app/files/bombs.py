"""Small files that take long to read or much memory, generated as attackers generate them."""

from __future__ import annotations

import io
import zipfile
import zlib
from itertools import pairwise

from PIL import Image


def many_scans(scans: int, size: tuple[int, int] = (64, 64)) -> bytes:
    """Return a progressive JPEG that repeats its shortest scan. At 6,300 × 6,300 pixels a scan of 61 bytes costs the decoder a ms."""
    file = io.BytesIO()
    Image.new("L", size, 128).save(file, "JPEG", progressive=True)
    whole = file.getvalue()
    starts = [at for at in range(len(whole)) if whole.startswith(b"\xff\xda", at)]
    repeated = min((whole[a:b] for a, b in pairwise(starts[1:])), key=len)
    return whole[:-2] + repeated * (scans - len(starts)) + whole[-2:]


def many_frames(frames: int) -> bytes:
    """Return a GIF of so many frames, each of one pixel and 15 bytes."""
    file = io.BytesIO()
    first, second = Image.new("L", (1, 1), 0), Image.new("L", (1, 1), 255)
    first.save(file, "GIF", save_all=True, append_images=[second])
    frame = b"\x2c\0\0\0\0\1\0\1\0\0\x02\x02\x44\x01\0"
    return file.getvalue()[:-1] + frame * (frames - 2) + b";"


def slow_pdf(lines: int = 3_000_000) -> bytes:
    """Return a one-page PDF with so many lines: a few kilobytes that take minutes to render."""
    content = zlib.compress(b"0 0 m 900 900 l S\n" * lines, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 900]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length " + str(len(content)).encode() + b">>stream\n" + content + b"\nendstream",
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def packed(method: int, content: bytes = b"words " * 10_000) -> bytearray:
    """Return a zip with one text, ``a.txt``."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("a.txt", content)
    return bytearray(file.getvalue())


def damaged(method: int) -> bytes:
    whole = packed(method)
    at = whole.index(b"a.txt") + 5 + 20
    whole[at : at + 10] = b"\xff" * 10
    return bytes(whole)


def huge_dictionary() -> bytes:
    """Return a zip whose LZMA dictionary takes 4 GB."""
    whole = packed(zipfile.ZIP_LZMA)
    at = whole.index(b"a.txt") + 5 + 5
    whole[at : at + 4] = b"\xff" * 4
    return bytes(whole)


def hidden_size(method: int, unpacked: int = 1 << 28) -> bytes:
    """Return a small zip whose directory says 1,024 bytes, with the checksum of these, and which unpacks to so many."""
    short, bomb = (_entry_of(method, b"\0" * size) for size in (1024, unpacked))
    whole = packed(method, b"\0" * 1024)
    difference = len(bomb) - len(short)
    whole = whole.replace(short, bomb)
    for at in (18, whole.index(b"PK\1\2") + 20):
        whole[at : at + 4] = (int.from_bytes(whole[at : at + 4], "little") + difference).to_bytes(4, "little")
    end = whole.index(b"PK\5\6") + 16
    whole[end : end + 4] = whole.index(b"PK\1\2").to_bytes(4, "little")
    return bytes(whole)


def _entry_of(method: int, content: bytes) -> bytes:
    """Return the content as it is in a zip."""
    whole = packed(method, content)
    return bytes(whole[30 + len("a.txt") : whole.index(b"PK\1\2")])


def pages_of_tiff() -> bytes:
    file = io.BytesIO()
    Image.new("L", (8, 8)).save(file, "TIFF", save_all=True, append_images=[Image.new("L", (8, 8), 9)])
    return file.getvalue()
