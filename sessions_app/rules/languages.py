"""Languages by the names of our catalogues (``settings.LANGUAGES``)."""

from __future__ import annotations

from django.utils.translation import get_language, get_supported_language_variant


def catalogue_of(tag: str) -> str:
    """Return the catalogue that serves readers of a BCP 47 tag, such as ``de`` for ``de-AT``; empty if none does."""
    try:
        return get_supported_language_variant(tag.lower())
    except LookupError:
        return ""


def served_in(tag: str) -> str:
    """Return the catalogue a page with this language was served in; without a usable one that of the running request."""
    return catalogue_of(tag) or get_language() or ""
