"""A catalogue of a few texts, compiled for the test that needs it: what the product's translators wrote doesn't matter then."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any


def speak(settings: Any, folder: Path, language: str, texts: dict[str, str]) -> None:
    """Make these the only texts of ours in this language. ``settings`` is pytest's: it forgets them after the test."""
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(_compiled({"": "Content-Type: text/plain; charset=UTF-8\n", **texts}))
    settings.LOCALE_PATHS = [folder]


def _compiled(texts: dict[str, str]) -> bytes:
    """Return them in the format of gettext's manual (MO Files): two tables of lengths and offsets, then the texts, sorted."""
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    strings, tables = b"", [[], []]  # type: ignore[var-annotated]
    start = 28 + 16 * len(pairs)
    for side, table in enumerate(tables):
        for pair in pairs:
            table.append((len(pair[side]), start + len(strings)))
            strings += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + b"".join(struct.pack("<2I", *place) for table in tables for place in table) + strings
