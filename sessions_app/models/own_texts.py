"""Texts that supervisors write, in several languages (docs/decisions/own-texts.md)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import JSONField, Value
from django.utils.translation import gettext_lazy as _


class OwnTexts(models.Model):
    """A row with texts of supervisors. ``TEXTS`` names their columns, which hold each text as first written, in ``HOUSE_LANGUAGE``;
    ``FOR_STAFF``: clients don't read them.

    ``translations`` holds it in other languages: ``{"greeting": {"cs": "Dobrý den"}}``, by the names of our catalogues. It's read by
    selectors/own_texts.py and written by the admin's forms.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ()
    FOR_STAFF: ClassVar[bool] = False

    translations = models.JSONField(
        _("translations"), default=dict, blank=True, editable=False, db_default=Value({}, JSONField())
    )

    class Meta:
        abstract = True
