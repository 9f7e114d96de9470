"""What browsers get of the catalogues: for each page, or part of one, only the texts it has, and none in English."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import to_locale

from contactcenter.languages.installed import SOURCE
from contactcenter.languages.marked import Text
from contactcenter.languages.scripts import texts
from contactcenter.web.modules import VENDOR, module, reachable

HIGHEST: Final = 1000
"""Every plural form of a known language has a number below this."""


def catalogue(language: str, modules: Iterable[str]) -> dict[str, Any]:
    """Return the texts of these modules as ``ui/text.js`` takes them: a translation by its English, a list of forms for a plural.

    Texts without a translation are left out: English is shown.
    """
    translations = _translations(language)
    found: dict[str, str | list[str]] = {}
    for name in modules:
        if VENDOR in name:
            continue
        for text in _texts(name, module(name).body):
            if text.plural:
                forms = [translations.ngettext(text.text, text.plural, number) for number in samples(language)]
                if forms[0] and not set(forms) <= {text.text, text.plural}:
                    found[text.text] = forms
            elif text.context:
                if (translation := translations.pgettext(text.context, text.text)) != text.text:
                    found[f"{text.context}\x04{text.text}"] = translation
            elif (translation := translations.gettext(text.text)) != text.text:
                found.setdefault(text.text, translation)
    return dict(sorted(found.items()))


def page_catalogue(language: str, page: str) -> dict[str, Any]:
    """Return everything a page's scripts need to speak a language, for pages whose modules are not in bundles."""
    if language == SOURCE:
        return {}
    return {"language": language, "plurals": samples(language), "texts": catalogue(language, sorted(reachable(page)))}


def samples(language: str) -> list[int]:
    """Return a number for each plural form, in the order of the forms. The browser knows what it calls them."""
    rule = getattr(_translations(language), "plural", lambda number: int(number != 1))
    first: dict[int, int] = {}
    for number in range(HIGHEST):
        first.setdefault(rule(number), number)
    return [number for _form, number in sorted(first.items())]


def _translations(language: str) -> gettext.NullTranslations:
    paths = [Path(folder) / to_locale(language) / "LC_MESSAGES" / "djangojs.mo" for folder in settings.LOCALE_PATHS]
    return _read(tuple((path, path.stat().st_mtime_ns) for path in paths if path.exists()))


@lru_cache(maxsize=32)
def _read(paths: tuple[tuple[Path, int], ...]) -> gettext.NullTranslations:
    """Return the translations of these files, the first before the others. The times are those of their last change."""
    found = gettext.NullTranslations()
    for path, _changed in reversed(paths):
        with path.open("rb") as file:
            first = gettext.GNUTranslations(file)
        first.add_fallback(found)
        found = first
    return found


@lru_cache(maxsize=1024)
def _texts(name: str, body: str) -> tuple[Text, ...]:
    return tuple(texts(body, name))
