"""Hostile files and names (reference: bad-input catalogue), generated here, with the expected result of each."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.sessions_app.files import bombs, zips
from tests.sessions_app.sample_files import huge_picture, office, picture

SCRIPT = b"<script>alert(document.domain)</script>"


def archive(entries: dict[str, bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(zipfile.ZipInfo(name), content, compress_type=None if stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def office_with(entries: dict[str, bytes]) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"} | entries)


def link_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        entry = zipfile.ZipInfo("shortcut")
        entry.external_attr = 0o120777 << 16
        file.writestr(entry, "/etc/passwd")
    return out.getvalue()


def patched_archive(old: bytes, new: bytes) -> bytes:
    """Return an archive whose directory contradicts its content."""
    return archive({"a.txt": b"words " * 100}).replace(old, new)


def locked_archive() -> bytes:
    content = bytearray(archive({"a.txt": b"words"}, stored=True))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def overlapping_archive() -> bytes:
    """Return an archive whose directory entries all share the same bytes (the better zip bomb)."""
    whole = archive({"a.bin": bytes(range(256)) * 300}, stored=True)
    at = whole.index(b"PK\x01\x02")
    entry, end = whole[at : whole.index(b"PK\x05\x06")], bytearray(whole[whole.index(b"PK\x05\x06") :])
    count = 40
    struct.pack_into("<HHII", end, 8, count, count, len(entry) * count, at)
    return whole[:at] + entry * count + bytes(end)


def photo(kind: str = "JPEG", *, orientation: int = 6, size: tuple[int, int] = (60, 40)) -> bytes:
    """Return a photo, stored sideways, with its location and camera in the metadata."""
    out = io.BytesIO()
    image = Image.new("RGB", size, "#2a66bd")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110] = orientation, "CAMERA-MAKER", "CAMERA-MODEL"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 5.0, 12.34), 3: "E", 4: (14.0, 25.0, 56.78)})
    rest = {"pnginfo": _words()} if kind == "PNG" else {"comment": b"SECRET-COMMENT"} if kind == "JPEG" else {}
    image.save(out, kind, exif=exif, **rest)
    return out.getvalue()


def _words() -> PngInfo:
    words = PngInfo()
    words.add_text("Comment", "SECRET-COMMENT")
    return words


def text_bomb_picture() -> bytes:
    """Return a PNG whose comment unpacks to 80 MB."""
    body = b"Comment\0\0" + zlib.compress(b"\0" * 80_000_000, 9)
    chunk = struct.pack("!I", len(body)) + b"zTXt" + body + struct.pack("!I", zlib.crc32(b"zTXt" + body))
    whole = picture()
    return whole[:33] + chunk + whole[33:]


def moving_picture(frames: int, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("P", size, number % 200) for number in range(frames)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], duration=40)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ZEROS = b"\0" * 20_000_000

REFUSED: dict[str, tuple[str, bytes | Callable[[], bytes]]] = {
    "svg with a script": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>"),
    "svg called png": ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>"),
    "html": ("a.html", b"<!doctype html>" + SCRIPT),
    "html called png": ("a.png", b"<!doctype html>" + SCRIPT),
    "html called txt": ("a.txt", b"<html><body>" + SCRIPT),
    "html after blanks called csv": ("a.csv", b" " * 200 + b"<HTML>" + SCRIPT),
    "html far below words": ("a.txt", b"words " * 200 + SCRIPT),
    "html called pdf": ("a.pdf", b"<html>" + SCRIPT),
    "xml with a stylesheet": ("a.xml", b"<?xml version='1.0'?><?xml-stylesheet href='x'?><x/>"),
    "gif that is a script": ("a.gif", b"GIF89a=1;alert(1)//"),
    "gif cut short": ("a.gif", b"GIF8"),
    "jpeg cut short": ("a.jpg", picture("JPEG", (400, 300))[:900]),
    "png cut short": ("a.png", picture("PNG", (400, 300))[:60]),
    "png of 2.5 thousand million pixels": ("a.png", huge_picture()),
    "gif of too many frames": ("a.gif", lambda: moving_picture(60, (1000, 800))),
    "jpeg of too many scans": ("a.jpg", bombs.many_scans(101)),
    "gif of too many frames of one pixel": ("a.gif", bombs.many_frames(501)),
    "tiff of two pages": ("a.tiff", bombs.pages_of_tiff()),
    "png with a bomb of words": ("a.png", text_bomb_picture),
    "png called pdf": ("a.pdf", picture()),
    "picture called html": ("a.png.html", picture()),
    "program": ("a.exe", b"MZ" + b"\0" * 100),
    "program called txt": ("a.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 57),
    "text called exe": ("a.txt.exe", b"words"),
    "shell script": ("a.sh", b"#!/bin/sh\nrm -rf /\n"),
    "shell script called txt": ("a.txt", b"#!/bin/sh\nrm -rf /\n"),
    "php called txt": ("a.txt", b"<?php system($_GET['x']);"),
    "zip bomb": ("a.zip", lambda: archive({"zeros.bin": ZEROS})),
    "docx bomb": ("a.docx", lambda: office_with({"word/media/image.bin": ZEROS})),
    "bomb in a docx in a docx": (
        "a.docx",
        office_with({"word/embeddings/a.docx": office_with({"word/embeddings/b.docx": office()})}),
    ),
    "zip in a zip": ("a.zip", archive({"inner.zip": archive({"a.txt": b"words"})})),
    "gzip in a zip": ("a.zip", archive({"inner": gzip.compress(b"words")})),
    "zip of 5,000 files": ("a.zip", lambda: archive({f"{number}.txt": b"" for number in range(5000)})),
    "zip that climbs": ("a.zip", archive({"../../etc/cron.d/x": b"words"})),
    "zip that climbs backwards": ("a.zip", archive({"..\\..\\x": b"words"})),
    "zip from the root": ("a.zip", archive({"/etc/passwd": b"words"})),
    "zip from a drive": ("a.zip", archive({"C:\\x.txt": b"words"})),
    "zip with a link": ("a.zip", link_archive()),
    "zip with a password": ("a.zip", locked_archive()),
    "zip whose parts overlap": ("a.zip", overlapping_archive()),
    "zip whose sum is wrong": (
        "a.zip",
        archive({"a.txt": b"words " * 9}, stored=True).replace(b"words words", b"wordz wordz", 1),
    ),
    "zip of damaged lzma": ("a.zip", bombs.damaged(zipfile.ZIP_LZMA)),
    "zip of damaged bzip2": ("a.zip", bombs.damaged(zipfile.ZIP_BZIP2)),
    "zip with a dictionary of 4 GB": ("a.zip", bombs.huge_dictionary()),
    "zip that hides its size": ("a.zip", lambda: bombs.hidden_size(zipfile.ZIP_BZIP2)),
    "deflated zip that hides its size": ("a.zip", lambda: bombs.hidden_size(zipfile.ZIP_DEFLATED)),
    "zip that hides one byte": ("a.zip", bombs.hidden_size(zipfile.ZIP_DEFLATED, 1025)),
    "stored zip that hides one byte": ("a.zip", bombs.hidden_size(zipfile.ZIP_STORED, 1025)),
    "zip cut short": ("a.zip", archive({"a.txt": b"words " * 100})[:80]),
    "docx that is only a zip": ("a.docx", archive({"a.txt": b"words"})),
    "gzip of stars": ("a.fits.gz", gzip.compress(b"SIMPLE  =" + b" " * 80_000)),
    "nothing at all": ("a.txt", b""),
    "without an ending": ("readme", b"words"),
    **{what: ("a.zip", content) for what, (_code, content) in zips.REFUSED.items()},
}
"""Files that are refused in words and never stored; ``refused`` makes those that take time."""


@cache
def refused(what: str) -> tuple[str, bytes]:
    """Return the name and the content of one of them."""
    name, content = REFUSED[what]
    return name, content if isinstance(content, bytes) else content()


OPAQUE: dict[str, tuple[str, bytes]] = {
    "pdf that is html too": ("a.pdf", PDF + b"<html>" + SCRIPT),
    "test virus, with no scanner": ("a.txt", rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"),
    "javascript called txt": ("a.txt", b"alert(document.domain)\n"),
    "formula": ("a.csv", b"=HYPERLINK(1),2\n"),
    "office file": ("a.docx", office()),
    "zip of html": ("a.zip", archive({"index.html": SCRIPT})),
    "office file with a table in it": ("a.docx", office_with({"word/embeddings/table.xlsx": office_with({})})),
    **{what: ("a.zip", content) for what, content in zips.HONEST.items()},
}
"""Files that are stored unchanged: shown as their declared type or only saved, never run."""

CLEANED: dict[str, tuple[str, bytes]] = {
    "jpeg with a place": ("a.jpg", photo("JPEG")),
    "png with a place": ("a.png", photo("PNG")),
    "webp with a place": ("a.webp", photo("WEBP")),
    "gif with a script behind": ("a.gif", picture("GIF") + SCRIPT),
    "png with html behind": ("a.png", picture() + SCRIPT),
    "jpeg with html behind": ("a.jpg", picture("JPEG") + SCRIPT),
    "jpeg with a zip behind": ("a.jpg", picture("JPEG") + archive({"a.html": SCRIPT})),
}
"""Files of which only the picture is stored."""

ENDINGS_ALONE = [" .txt", "...txt"]
NAMES = [
    "../../etc/passwd.txt", "..\\..\\boot.txt", "/etc/shadow.txt", "C:\\Windows\\x.txt", "CON.txt", "lpt1.txt", "aux.txt",
    "nul.txt",    "x" * 255 + ".txt",
    "x" * 256 + ".txt", "x" * 5000 + ".txt", "é" * 200 + ".txt", "-rf.txt", "--help.txt", "a\x00.txt",
    "a\x00.html\x00.txt", "invoice\u202etxt.exe.txt", "a\u2066b\u2069.txt", "a\u200bb.txt", "a\r\nSet-Cookie: x=1.txt", "a\nb.txt",
    'a"; filename="b.html.txt', "a'b.txt", "\"><svg onload=alert(1)>.txt", "<script>alert(1)</script>.txt", "{{7*7}}.txt", "%2e%2e%2fa.txt",
    "a.html.txt", "a.php.txt", "e\u0301.txt", "\u00e9.txt", "\U0001f600.txt", "a;b.txt", "a|b.txt", "a`id`.txt", "$(id).txt", "~.txt",
    "a\x1b[31mred.txt", "\ud800.txt", "a?b#c.txt", "a&b=c.txt", "con.aux.txt",
]  # fmt: skip
