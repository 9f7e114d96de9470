"""Catalogues: what is kept, what is gone, and what is wrong with a translation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command

from contactcenter.languages import catalogues
from contactcenter.languages.installed import languages_of
from contactcenter.languages.marked import Text

FILE = "sessions_app/views/widget.py"


@pytest.fixture
def empty(settings: Any, tmp_path: Path) -> polib.POFile:
    settings.LOCALE_PATHS = [tmp_path]
    return catalogues.read("cs", "django")


def entry(msgid: str, msgstr: str, plural: str = "") -> polib.POEntry:
    if plural:
        return polib.POEntry(msgid=msgid, msgid_plural=plural, msgstr_plural=dict(enumerate(msgstr.split("|"))))
    return polib.POEntry(msgid=msgid, msgstr=msgstr)


def faults(*entries: polib.POEntry) -> list[str]:
    file = polib.POFile()
    file.extend(entries)
    return list(catalogues.faults(file))


def test_translations_of_texts_that_stay_are_kept_and_others_are_gone(empty: polib.POFile) -> None:
    first = catalogues.updated(empty, [Text("Stays", FILE, 1), Text("Goes", FILE, 2)])
    for each in first:
        each.msgstr = f"{each.msgid} cs"
    second = catalogues.updated(first, [Text("New", FILE, 1), Text("Stays", FILE, 7), Text("Stays", FILE, 9)])
    assert [(each.msgid, each.msgstr) for each in second] == [("New", ""), ("Stays", "Stays cs")]
    assert second[1].occurrences == [(FILE, "7"), (FILE, "9")]


def test_a_text_with_a_number_has_as_many_forms_as_the_language(empty: polib.POFile) -> None:
    (made,) = catalogues.updated(empty, [Text("%(n)d file", FILE, 1, plural="%(n)d files")])
    assert made.msgstr_plural == {0: "", 1: "", 2: ""}
    assert "python-format" in made.flags


def test_a_language_for_clients_has_their_texts_alone(empty: polib.POFile) -> None:
    empty.metadata["X-Readers"] = "clients"
    kept = catalogues.updated(empty, [Text("For clients", FILE, 1), Text("For staff", "supervision/admin.py", 1)])
    assert [each.msgid for each in kept] == ["For clients"]


def test_a_good_translation_has_no_faults() -> None:
    plural = entry("{n} file of {name}", "{name}: soubor|{name}: {n} soubory|{name}: {n} souborů", "{n} files of {name}")
    assert faults(entry("Write to {name}", "Komu: {name}"), plural) == []


@pytest.mark.parametrize(
    "wrong",
    [
        entry("Close", ""),
        entry("Write to {name}", "Napište"),
        entry("Write to {name}", "Napište: {jmeno}"),
        entry("Write to %(name)s", "Napište: %(name)d"),
        entry("{n} file", "{n} soubor||{n} souborů", "{n} files"),
        polib.POEntry(msgid="Close", msgstr="Zavřít", flags=["fuzzy"]),
    ],
)
def test_a_translation_that_is_missing_in_doubt_or_without_its_placeholders_is_a_fault(wrong: polib.POEntry) -> None:
    assert len(faults(wrong)) == 1


def test_a_language_is_there_as_soon_as_its_catalogues_are(settings: Any, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    call_command("makemessages", "pt_BR", verbosity=0)
    with pytest.raises(CommandError, match="no translation"):
        call_command("compilemessages", complete=True)
    call_command("makemessages", "ar", "--for-clients", verbosity=0)
    call_command("compilemessages")
    assert [code for code, _name in languages_of([tmp_path])] == ["en", "ar", "pt-br"]
    assert [code for code, _name in languages_of([tmp_path], staff=True)] == ["en", "pt-br"]
