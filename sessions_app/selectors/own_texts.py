"""Supervisors' own texts in the reader's language: ``de-at``, else ``de``, else as first written. No queries: the row brings them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language_info

from sessions_app.models import AwayReason, Result, Tag
from sessions_app.models.own_texts import OwnTexts

Named = Result | Tag | AwayReason


class OwnText(NamedTuple):
    """A text, and the language it's in."""

    text: str
    language: str


def own_text(row: OwnTexts, column: str, language: str | None) -> OwnText:
    """Return the text of this column for somebody who reads ``language``, a catalogue's name."""
    written = row.translations.get(column, {})
    code = (language or "").lower()
    while code:
        if text := written.get(code):
            return OwnText(text, code)
        code = code.rpartition("-")[0]
    return OwnText(getattr(row, column), settings.HOUSE_LANGUAGE)


def names_in(language: str, rows: Iterable[Named]) -> dict[str, str]:
    """Return names in this language by the name as first written; those without a translation are left out."""
    read = ((row, own_text(row, "name", language).text) for row in rows)
    return {row.name: text for row, text in read if text != row.name}


def languages_of(row: OwnTexts, column: str) -> list[str]:
    """Return the languages a text can be written in besides the first: those offered, and any it was written in while it was offered."""
    written = row.translations.get(column, {})
    readers = settings.STAFF_LANGUAGES if row.FOR_STAFF else settings.LANGUAGES
    return [code for code, _name in readers if code != settings.HOUSE_LANGUAGE or code in written]


def missing_in(row: OwnTexts) -> list[str]:
    """Return the languages that lack at least one of the row's texts."""
    texts = [column for column in row.TEXTS if getattr(row, column)]
    missing = {code for column in texts for code in languages_of(row, column) if code not in row.translations.get(column, {})}
    return [code for code, _name in settings.LANGUAGES if code in missing]


def language_name(code: str) -> str:
    """Return a language's name in the language of the running request."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(dict(settings.LANGUAGES).get(code, code))
