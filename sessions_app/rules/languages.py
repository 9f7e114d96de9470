"""Languages by the names of our catalogues (``settings.LANGUAGES``)."""

from __future__ import annotations

from django.utils.translation import get_language

from contactcenter.languages.negotiation import catalogue_of


def served_in(tag: str) -> str:
    """Return the catalogue a page with this language was served in; without a usable one that of the running request."""
    return catalogue_of(tag) or get_language() or ""
