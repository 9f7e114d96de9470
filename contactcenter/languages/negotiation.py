"""From what browsers say to a language there is."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def known(tag: str) -> str:
    """Return our name of a language (BCP 47), such as ``de`` for ``de-AT``; empty if we don't speak it."""
    try:
        return get_supported_language_variant(tag.lower())
    except LookupError:
        return ""


def of_browser(accepted: str) -> str:
    """Return the first language of an ``Accept-Language`` that we speak; otherwise the one the product is written in."""
    for tag, _weight in parse_accept_lang_header(accepted.lower()):
        if tag == "*":
            break
        if language := known(tag):
            return language
    return settings.LANGUAGE_CODE
