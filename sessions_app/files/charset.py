"""Guess a text file's character set from its beginning, so that a browser can show it. The stored bytes don't change."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

HEAD: Final = 32 * 1024
"""Number of bytes examined."""
UNICODE: Final = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be")]
WINDOWS: Final = ("cp1250", "cp1252", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257")
"""Encodings of Windows programs that don't write Unicode; the likelier ones first."""
FALLBACK: Final = "windows-1252"
_WESTERN: Final = re.compile(rb"[\xc0\xc3\xc5\xd1\xd5\xe0\xe3\xe5\xf1\xf5]")
_CENTRAL: Final = re.compile(rb"[\x8a\x8d\x8e\x9a\x9d-\x9f\xb3\xb9\xbe\xbf\xcc\xcf\xd8\xd9\xec\xef\xf8\xf9]")
"""Letters found only in Western or only in Central European languages, each in its own code page."""


def of_text(head: bytes) -> str:
    """Return the character set's name for browsers. Never one that could turn plain text into markup."""
    for mark, name in UNICODE:
        if head.startswith(mark):
            return name
    if _is_utf8(head):
        return "utf-8"
    found = from_bytes(head[:HEAD], cp_isolation=[*WINDOWS])
    best = found.best()
    if best is None:
        return FALLBACK
    equal = {match.encoding for match in found if (match.chaos, match.coherence) == (best.chaos, best.coherence)}
    if {"cp1250", "cp1252"} <= equal and len(_WESTERN.findall(head)) > len(_CENTRAL.findall(head)):
        return "windows-1252"
    return best.encoding.replace("cp", "windows-")


def _is_utf8(head: bytes) -> bool:
    """Whether it's UTF-8, possibly cut within a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
