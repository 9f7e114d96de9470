"""Common columns of session files and library files. Columns only: rules are in services."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contactcenter.realtime.public_ids import public_id


class StoredFile(models.Model):
    """``pending`` until every byte is stored and checked; the stored name is ours, the shown name is cleaned.

    ``thumbnail`` is the key of a picture's small version; empty if the picture itself is small. A link has a ``url`` and no bytes.
    Two rows may share their bytes: they're deleted with the last row that names them.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        READY = "ready", _("ready")
        DELETED = "deleted", _("deleted")

    public_id = models.CharField(max_length=40, unique=True, default=public_id, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    file = models.FileField(_("file"), max_length=200, blank=True, db_index=True)
    thumbnail = models.CharField(max_length=200, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    url = models.CharField(_("address"), max_length=2000, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    mime = models.CharField(_("type"), max_length=100, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
