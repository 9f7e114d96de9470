"""A file or link operators have at hand for any session."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models.operator import Operator
from sessions_app.models.stored import StoredFile


class LibraryItem(StoredFile):
    """Common (managed by supervisors) without an ``owner``; otherwise one operator's own (F1)."""

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("file")
        LINK = "link", _("link")

    owner = models.ForeignKey(
        Operator, on_delete=models.CASCADE, related_name="library", null=True, blank=True, verbose_name=_("owner")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)

    class Meta:
        verbose_name, verbose_name_plural = _("library item"), _("library")
        ordering = ["name", "pk"]
