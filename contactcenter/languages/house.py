"""The house's language: of what is composed for everybody and kept, such as lines of the audit."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation


def in_house_language() -> translation.override:
    """Return a context in which texts are in the language supervisors write theirs in first, whoever acts."""
    return translation.override(settings.HOUSE_LANGUAGE)
