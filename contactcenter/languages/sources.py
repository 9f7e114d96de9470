"""The product's sources, and every text marked in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from contactcenter.languages import python, scripts, templates
from contactcenter.languages.marked import Text

PACKAGES: Final = ("contactcenter", "sessions_app", "videocall", "accounts", "supervision", "operation", "api")
NO_WORDS: Final = frozenset({"vendor", "migrations", "tests"})
"""Folders whose files nobody reads in a page."""

Reader = Callable[[str, str], Iterator[Text]]
SOURCES: Final[dict[str, tuple[tuple[str, str, Reader], ...]]] = {
    "django": (
        *((package, "*.py", python.texts) for package in PACKAGES),
        ("templates", "*.html", templates.texts),
        ("templates", "*.txt", templates.texts),
    ),
    "djangojs": (("static/contactcenter", "*.js", scripts.texts),),
}
"""By domain: folders, names of files, and what reads them. Domains are Django's: texts of the server, and of scripts."""


def marked(domain: str) -> list[Text]:
    """Return the domain's texts in the order of files and lines."""
    found = [text for folder, names, read in SOURCES[domain] for path in files(folder, names) for text in read(*_read(path))]
    return sorted(found, key=lambda text: (text.file, text.line))


def files(folder: str, names: str) -> list[Path]:
    """Return the sources below a folder of the product."""
    root = Path(settings.BASE_DIR)
    return [path for path in sorted((root / folder).rglob(names)) if not NO_WORDS & set(path.relative_to(root).parts)]


def _read(path: Path) -> tuple[str, str]:
    return path.read_text(encoding="utf-8"), path.relative_to(settings.BASE_DIR).as_posix()
