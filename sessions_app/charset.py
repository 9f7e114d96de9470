"""The character set of a text file, guessed from its beginning, so that a browser can show it. The stored bytes stay as they are."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

HEAD: Final = 32 * 1024
"""How many bytes are looked at."""
UNICODE: Final = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be")]
WINDOWS: Final = ("cp1250", "cp1252", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257")
"""What programs on Windows write when they do not write Unicode; the likelier ones first."""
FALLBACK: Final = "windows-1252"
_WESTERN: Final = re.compile(rb"[\xc0\xc3\xc5\xd1\xd5\xe0\xe3\xe5\xf1\xf5]")
_CENTRAL: Final = re.compile(rb"[\x8a\x8d\x8e\x9a\x9d-\x9f\xb3\xb9\xbe\xbf\xcc\xcf\xd8\xd9\xec\xef\xf8\xf9]")
"""Letters of only one of Western and Central European languages, each read in its own code page."""


def of_text(head: bytes) -> str:
    """The name browsers have for it. Always one that cannot make markup of what is none."""
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
    """Also when it is cut within a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
