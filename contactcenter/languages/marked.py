"""A text that is marked for translation, and where. Knows no source language and no catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@dataclass(frozen=True)
class Text:
    """``plural`` is empty for a text that doesn't depend on a number; ``context`` tells equal texts of different meaning apart."""

    text: str
    file: str
    line: int
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What a catalogue finds it by."""
        return self.context, self.text


class NotALiteralError(ValueError):
    """A text can't be collected: it isn't written where it's marked."""


def placeholders(text: str) -> frozenset[str]:
    """Return what is filled into a text, such as ``%(name)s`` and ``{name}``."""
    return frozenset(PLACEHOLDER.findall(text))
