"""In which language to write to people of our own: operators and supervisors, known by the address of their account."""

from __future__ import annotations

from django.conf import settings
from django.db.models.functions import Lower

from contactcenter.languages.negotiation import catalogue_of
from sessions_app.models import User


def reading_languages(addresses: list[str]) -> dict[str, str]:
    """Return the language each account with such an address has chosen; the house's for all others."""
    rows = User.objects.annotate(address=Lower("email")).filter(address__in={each.lower() for each in addresses}, is_active=True)
    chosen = dict(rows.exclude(language="").order_by("-pk").values_list("address", "language"))
    return {each: catalogue_of(chosen.get(each.lower(), "")) or settings.HOUSE_LANGUAGE for each in addresses}


def reading_language(address: str) -> str:
    return reading_languages([address])[address]
