"""Catalogues: gettext's files of translations, one for each language and domain, written here and read by any translation tool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import polib
from django.conf import settings

from contactcenter.languages.installed import CLIENTS, READERS
from contactcenter.languages.marked import Text, placeholders
from contactcenter.languages.readers import files_for_clients, is_for_clients

DOMAINS: Final = ("django", "djangojs")
PLURALS: Final = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "cs": "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;",
    "de": "nplurals=2; plural=(n != 1);",
}
"""For a new catalogue. Others begin with the German rule; whoever translates puts in their own."""
WIDTH: Final = 110


def place(language: str, domain: str) -> Path:
    """Return where a catalogue is, or where a new one goes."""
    places = [Path(folder) / language / "LC_MESSAGES" / f"{domain}.po" for folder in settings.LOCALE_PATHS]
    return next((path for path in places if path.exists()), places[0])


def languages() -> list[str]:
    """Return the languages that have catalogues, without English."""
    found = (path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/django.po"))
    return sorted({path.parents[1].name for path in found})


def read(language: str, domain: str) -> polib.POFile:
    """Return a catalogue; an empty one if there is none yet."""
    path = place(language, domain)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=WIDTH)
    catalogue = polib.POFile(wrapwidth=WIDTH)
    catalogue.metadata = {
        "Project-Id-Version": "contactcenter",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(language, PLURALS["de"]),
    }
    return catalogue


def updated(known: polib.POFile, texts: Iterable[Text]) -> polib.POFile:
    """Return the catalogue with exactly these texts. Translations of texts that stay are kept, others are gone."""
    entries: dict[tuple[str, str], polib.POEntry] = {}
    forms = count_of_forms(known)
    if known.metadata.get(READERS) == CLIENTS:
        scripts = files_for_clients()
        texts = [text for text in texts if is_for_clients(text.file, scripts)]
    before = {(entry.msgctxt or "", entry.msgid): entry for entry in known if not entry.obsolete}
    for text in texts:
        entry = entries.get(text.key)
        if entry is None:
            entry = entries[text.key] = polib.POEntry(msgid=text.text, msgctxt=text.context or None)
            earlier = before.get(text.key)
            if earlier is not None:
                entry.tcomment, entry.flags = earlier.tcomment, [flag for flag in earlier.flags if flag == "fuzzy"]
                entry.msgstr, entry.msgstr_plural = earlier.msgstr, dict(earlier.msgstr_plural)
        if text.plural and not entry.msgid_plural:
            entry.msgid_plural = text.plural
            entry.msgstr_plural = {number: entry.msgstr_plural.get(number, "") for number in range(forms)}
            entry.msgstr = ""
        if any(mark.startswith("%") for mark in placeholders(text.text + text.plural)) and "python-format" not in entry.flags:
            entry.flags.append("python-format")
        entry.occurrences.append((text.file, str(text.line)))
    result = polib.POFile(wrapwidth=WIDTH)
    result.header, result.metadata = known.header, known.metadata
    result.extend(entries.values())
    return result


def count_of_forms(catalogue: polib.POFile) -> int:
    """Return how many plural forms the language has."""
    return int(catalogue.metadata["Plural-Forms"].split("nplurals=")[1].split(";")[0])


def write(catalogue: polib.POFile, language: str, domain: str) -> None:
    """Write a catalogue, and beside it the form that programs read."""
    path = place(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def compiled(language: str, domain: str) -> bytes:
    """Return a catalogue in the form that programs read."""
    return bytes(read(language, domain).to_binary())


def faults(catalogue: polib.POFile) -> Iterator[str]:
    """Yield what is wrong with a catalogue, one line each: a text without a translation, one in doubt, or placeholders that differ."""
    for entry in catalogue:
        if entry.obsolete:
            continue
        where = f"{entry.occurrences[0][0]}:{entry.occurrences[0][1]} {entry.msgid!r}" if entry.occurrences else repr(entry.msgid)
        translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not all(translations):
            yield f"{where}: no translation"
        if entry.fuzzy:
            yield f"{where}: in doubt (fuzzy)"
        meant = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
        for translation in filter(None, translations):
            # A plural form may say its number in a word.
            given, may_lack = placeholders(translation), {"{n}", "%(count)s", "%(count)d"} if entry.msgid_plural else set()
            if given - meant or meant - given - may_lack:
                yield f"{where}: placeholders differ: {', '.join(sorted(given ^ meant))}"
