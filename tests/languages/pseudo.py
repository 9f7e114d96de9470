"""A pseudo-language from right to left: every English text in Arabic letters. What stays English was never translated.

It also makes texts longer, as translations are.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import django
import polib

from contactcenter.languages import sources
from contactcenter.languages.marked import Text

CODE: Final = "ar-x-pseudo"
FOLDER: Final = "ar_X-pseudo"
LETTERS: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابثدعفغهيجكلمنوپقرستؤڤخكسيز"[:26])
KEPT: Final = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w+\}|<[^>]+>|&#?\w+;|https?://\S+")
"""Placeholders, elements, entities and addresses."""


def translated(text: str) -> str:
    """Return the text in Arabic letters, a quarter longer, with everything in it that is no word."""
    words, at = [], 0
    for found in KEPT.finditer(text):
        words += [_letters(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*words, _letters(text[at:])])


def _letters(text: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda word: word[0].lower().translate(LETTERS) + "ـ" * (len(word[0]) // 4), text)


def make(folder: Path) -> None:
    """Write the catalogues of the language into a folder for ``CONTACTCENTER_LOCALE_DIR``."""
    place = folder / FOLDER / "LC_MESSAGES"
    place.mkdir(parents=True)
    for domain in sources.SOURCES:
        catalogue = polib.MOFile()
        catalogue.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Language": CODE,
            "Plural-Forms": "nplurals=2; plural=(n != 1);",
        }
        for text in {text.key: text for text in [*sources.marked(domain), *_of_libraries(domain)]}.values():
            entry = polib.MOEntry(msgid=text.text, msgctxt=text.context or None)
            if text.plural:
                entry.msgid_plural = text.plural
                entry.msgstr_plural = {0: translated(text.text), 1: translated(text.plural)}
            else:
                entry.msgstr = translated(text.text)
            catalogue.append(entry)
        catalogue.save(str(place / f"{domain}.mo"))


def _of_libraries(domain: str) -> list[Text]:
    """Return what Django and the libraries say themselves, in the admin and in forms."""
    import allauth
    import django_countries

    roots = [Path(str(package.__file__)).parent for package in (django, allauth, django_countries)]
    found = []
    for path in (path for root in roots for path in root.rglob(f"locale/de/LC_MESSAGES/{domain}.po")):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                found.append(Text(entry.msgid, "", 0, entry.msgid_plural or "", entry.msgctxt or ""))
    return found
