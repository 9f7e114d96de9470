"""The languages there are: English, in which the product is written, and every one that has catalogues. Read before Django is set up."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf.locale import LANG_INFO

SOURCE: Final = "en"
READERS: Final = "X-Readers"
"""The header that says whose texts a catalogue has: ``clients`` for theirs alone, everybody's without it."""
CLIENTS: Final = "clients"


def languages_of(folders: Sequence[Path], *, staff: bool = False) -> list[tuple[str, str]]:
    """Return codes and names, each in its own language, English first; ``staff``: without those for clients alone.

    A folder such as ``pt_BR`` is the language ``pt-br``.
    """
    found = sorted(path for folder in folders for path in folder.glob("*/LC_MESSAGES/django.mo"))
    codes = sorted({_code(path) for path in found if not (staff and _readers(path) == CLIENTS)})
    return [(code, str(LANG_INFO.get(code, {}).get("name_local", code)).capitalize()) for code in dict.fromkeys([SOURCE, *codes])]


def _code(path: Path) -> str:
    return path.parents[1].name.replace("_", "-").lower()


def _readers(path: Path) -> str:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file).info().get(READERS.lower(), "")
