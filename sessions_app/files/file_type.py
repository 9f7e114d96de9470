"""Type of a file by its content: from libmagic if the system has it, else from the few signatures we accept."""

from __future__ import annotations

from typing import Final

try:
    import magic

    LIBMAGIC = True
except ImportError:  # the Python package is there, the system's libmagic isn't
    LIBMAGIC = False

SIGNATURES: Final[list[tuple[int, bytes, str]]] = [
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (4, b"ftypavi", "image/avif"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftypM4A", "audio/x-m4a"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/x-wav"),
]
ALIASES: Final = {
    "image/heif": "image/heic",
    "image/x-ms-bmp": "image/bmp",
    "application/ogg": "audio/ogg",
    "audio/vnd.wave": "audio/x-wav",
    "audio/wav": "audio/x-wav",
}
"""Other names libmagic has used for types we know."""
HEAD: Final = 8192
"""How many bytes of a file's beginning are examined."""
WORDS: Final = {"application/json", "application/x-ndjson"}
MORE_THAN_WORDS: Final = {"text/html", "text/xml", "text/x-php", "text/x-shellscript", "text/x-msdos-batch", "text/javascript"}
UNKNOWN: Final = "application/octet-stream"
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
MARKUP: Final = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"#!")


def mime(head: bytes) -> str:
    """Return the type of a file from its first kilobytes; ``application/octet-stream`` if it's unknown."""
    if not LIBMAGIC:
        return by_signature(head)
    try:
        kind = str(magic.from_buffer(head, mime=True))
    except Exception:  # whatever libmagic stumbles over is unknown
        return UNKNOWN
    if len(head) == 1:
        return by_signature(head)  # libmagic recognises nothing this short
    if not kind.startswith("text/") and kind not in WORDS:
        return ALIASES.get(kind, kind)
    if kind in MORE_THAN_WORDS or _is_markup(head):
        return UNKNOWN
    return "text/plain"  # source code in any language is shown as plain text only


def by_signature(head: bytes) -> str:
    """Detect the type without libmagic. Markup and scripts don't count as text: a browser or a shell would run them."""
    for offset, signature, kind in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return kind
    if not head.strip() or _is_markup(head):
        return UNKNOWN
    words = head.replace(b"\0", b"") if head.startswith(UTF_16) else head
    return UNKNOWN if any(byte < 32 and byte not in b"\t\r\n\f" for byte in words) else "text/plain"


def _is_markup(head: bytes) -> bool:
    """Whether it's markup, also in a two-byte encoding."""
    start = head[:1024].lower()
    return any(mark in start[:512] or mark in start.replace(b"\0", b"") for mark in MARKUP)
