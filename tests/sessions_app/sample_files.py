"""Small files of every type, made here, as browsers would send them."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(name: str, content: bytes, mime: str = "application/octet-stream") -> SimpleUploadedFile:
    """Return a file as it arrives in a form. Nobody believes the type that a browser claims."""
    file = SimpleUploadedFile("x", content, mime)
    file.__dict__["_name"] = name  # bypasses Django's own cleaning: the service must not rely on it
    return file


def use_folder(settings: Any, folder: Path) -> Path:
    """Store the files of one test in ``folder``. Uploads pass through a folder beside them."""
    options = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder / "files", "base_url": None},
    }
    settings.STORAGES = settings.STORAGES | {"default": options}
    settings.FILE_UPLOAD_TEMP_DIR = folder / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return folder / "files"


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#2a66bd").save(out, kind)
    return out.getvalue()


def pdf(pages: int = 3) -> bytes:
    """Return a PDF with so many pages, each in a grey of its own."""
    sheets = [Image.new("RGB", (300, 200), (40 * number + 40,) * 3) for number in range(pages)]
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def office() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return out.getvalue()


def huge_picture() -> bytes:
    """Return a PNG of a few bytes that claims to have 2.5 billion pixels."""
    header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    size = (50_000).to_bytes(4, "big") * 2
    return header + size + picture()[24:]


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAABkAAgAAAAAB+wABAAAAAAAAAHQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    "cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    "ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAlW1kYXQAAAAVKAGvC2D15YOv/+9dVvScj8r3T/UOAAAABkV4aWYAAE1NACoAAAAI"
    "AAIBDwACAAAADQAAACaIJQAEAAAAAQAAADQAAAAAQ0FNRVJBLU1BS0VSAAAAAgABAAIAAAACTgAAAAACAAUAAAADAAAAUgAAAAAA"
    "AAAyAAAAAQAAAAUAAAABAAACaQAAADI="
)
"""A picture as phones take it, 64 × 48 pixels, with a location and a maker. No library here can write this type."""

GOOD = {
    "a.png": picture(), "a.jpg": picture("JPEG"), "a.JPEG": picture("JPEG"), "a.gif": picture("GIF"), "a.webp": picture("WEBP"),
    "a.pdf": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "a.txt": b"plain words\n",
    "a.csv": b"a,b\n1,2\n", "a.docx": office(),
    "eicar.txt": rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
}  # fmt: skip
BAD = {
    "a.html": b"<!doctype html><script>alert(1)</script>", "a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "page.png": b"<!doctype html><html><body><script>alert(1)</script></body></html>", "a.exe": b"MZ" + b"\0" * 100, "a.txt.exe": b"words",
    "a.js": b"alert(1)", "a.php": b"<?php system($_GET['x']);", "a.sh": b"#!/bin/sh\nrm -rf /\n",
    "a.png.html": picture(), "a.mp3": picture("PNG"),
    "no ending": b"words", "a.pdf": b"<html><script>alert(1)</script></html>", "a.bat": b"@echo off",
    "elf.txt": b"\x7fELF\x02\x01\x01" + b"\0" * 57,
    "a.gif": b"GIF8", "a.xml": b"<?xml version='1.0'?><x/>", "a.htm": b"words", ".png": b"\0" * 20,
}  # fmt: skip
