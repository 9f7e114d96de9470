"""One finding of the doctor."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """``wrong`` has to be mended before people rely on it; a ``warning`` works, but not for everybody or not for long."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


class Finding(NamedTuple):
    """``part`` is what was examined, ``words`` what was found, ``advice`` what to do; empty where nothing has to be done."""

    part: str
    level: Level
    words: str
    advice: str = ""


def ok(part: str, words: str) -> Finding:
    return Finding(part, Level.OK, words)


def warning(part: str, words: str, advice: str) -> Finding:
    return Finding(part, Level.WARNING, words, advice)


def wrong(part: str, words: str, advice: str) -> Finding:
    return Finding(part, Level.WRONG, words, advice)
