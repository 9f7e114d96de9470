"""Match language tags of browsers to the languages that have catalogues."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def catalogue_of(tag: str) -> str:
    """Return the catalogue that serves readers of a BCP 47 tag, such as ``de`` for ``de-AT``; empty if none does."""
    try:
        return get_supported_language_variant(tag.lower())
    except LookupError:
        return ""


def of_browser(accepted: str) -> str:
    """Return the first language of an ``Accept-Language`` that we speak; otherwise the one the product is written in."""
    for tag, _weight in parse_accept_lang_header(accepted.lower()):
        if tag == "*":
            break
        if language := catalogue_of(tag):
            return language
    return settings.LANGUAGE_CODE
