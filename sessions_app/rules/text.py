"""Single-line text as it's stored: names, topics, titles, parameters. The only place that removes invisible characters.

Messages and notes aren't touched: they stand alone and can't affect text next to them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LENGTH: Final = 200
"""Maximum length of a single-line column."""

_CONTROLS: Final = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ud800-\udfff"
_TURNS: Final = r"\u202a-\u202e\u2066-\u2069"
"""Overrides, embeddings and isolates: an unclosed one changes the direction of everything after it."""
_JOINERS: Final = r"\u061c\u180e\u200b-\u200f\u2060-\u2065\ufeff"
"""Invisible, but part of some words and emoji: they stay in names, not in file names."""
_BLANKS: Final = (
    r"\s\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff"
)

UNSAFE: Final = re.compile(f"[{_CONTROLS}{_TURNS}]")
HIDDEN: Final = re.compile(f"[{_CONTROLS}{_TURNS}{_JOINERS}]")
_BROKEN: Final = re.compile(r"[\x00\ud800-\udfff]")
_INVISIBLE: Final = re.compile(f"[{_CONTROLS}{_TURNS}{_JOINERS}{_BLANKS}]+")


def one_line(text: str, most: int = LENGTH) -> str:
    """Return the text on one line: no controls or direction marks, single spaces; empty if nothing is visible."""
    line = unicodedata.normalize("NFC", UNSAFE.sub("", " ".join(text.split())))
    return " ".join(line.split())[:most].rstrip() if visible(line) else ""


def visible(text: str) -> bool:
    """Whether any of it is visible."""
    return bool(_INVISIBLE.sub("", text))


def storable(text: str) -> bool:
    """Whether a database can store it: no NUL, no lone surrogate."""
    return not _BROKEN.search(text)


def clean_parameters(told: dict[str, str]) -> dict[str, str]:
    """Return a website's parameters: names and values on one line each; entries without a name are dropped."""
    lines = ((one_line(name), one_line(value)) for name, value in told.items())
    return {name: value for name, value in lines if name}
