"""What a file is, by its content: libmagic where the system has it, else the few signatures of what we accept anyway."""

from __future__ import annotations

from typing import Final

try:
    import magic

    LIBMAGIC = True
except ImportError:  # the Python part is there, the system's libmagic is not
    LIBMAGIC = False

SIGNATURES: Final[list[tuple[int, bytes, str]]] = [
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftypM4A", "audio/x-m4a"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/x-wav"),
]
HEAD: Final = 8192
"""How many bytes from the beginning of a file are looked at."""
WORDS: Final = {"application/json", "application/x-ndjson"}
MORE_THAN_WORDS: Final = {"text/html", "text/xml", "text/x-php", "text/x-shellscript", "text/x-msdos-batch", "text/javascript"}
UNKNOWN: Final = "application/octet-stream"
MARKUP: Final = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"#!")


def mime(head: bytes) -> str:
    """The type of a file from its first kilobytes; ``application/octet-stream`` when it is nothing we know."""
    if not LIBMAGIC:
        return by_signature(head)
    kind = str(magic.from_buffer(head, mime=True))
    if not kind.startswith("text/") and kind not in WORDS:
        return kind
    if kind in MORE_THAN_WORDS or _is_markup(head):
        return UNKNOWN
    return "text/plain"  # whatever language it is written in, it is shown as plain text only


def by_signature(head: bytes) -> str:
    """The same without libmagic. Markup and programs are not text here: they would be more than that to a browser or a shell."""
    for offset, signature, kind in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return kind
    if not head.strip() or _is_markup(head):
        return UNKNOWN
    try:
        text = head.decode("utf-8") if len(head) < HEAD else head[:-4].decode("utf-8", "ignore")
    except UnicodeDecodeError:
        return UNKNOWN
    return UNKNOWN if any(character < " " and character not in "\t\r\n\f" for character in text) else "text/plain"


def _is_markup(head: bytes) -> bool:
    start = head[:512].lower()
    return any(mark in start for mark in MARKUP)
