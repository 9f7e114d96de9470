"""The languages there are: English, in which the product is written, and every one that has catalogues."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf.locale import LANG_INFO

SOURCE: Final = "en"


def languages_of(folder: Path) -> list[tuple[str, str]]:
    """Return codes and names, each in its own language, English first. A folder such as ``pt_BR`` is the language ``pt-br``."""
    codes = sorted(path.parents[1].name.replace("_", "-").lower() for path in folder.glob("*/LC_MESSAGES/*.mo"))
    return [(code, str(LANG_INFO.get(code, {}).get("name_local", code)).capitalize()) for code in dict.fromkeys([SOURCE, *codes])]
