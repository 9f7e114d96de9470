"""A file of a session."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models.ids import public_id
from sessions_app.models.session import Session


class Share(models.Model):
    """``pending`` until every byte is stored and checked; the stored name is ours, the shown name is cleaned."""

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        READY = "ready", _("ready")
        DELETED = "deleted", _("deleted")

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("upload")
        SNAPSHOT = "snapshot", _("snapshot")
        LINK = "link", _("link")

    public_id = models.CharField(max_length=40, unique=True, default=public_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="files", verbose_name=_("session"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    file = models.FileField(_("file"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    mime = models.CharField(_("type"), max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(_("source"), max_length=60, blank=True)
    role = models.CharField(_("by"), max_length=8)
    author = models.CharField(_("author"), max_length=200, blank=True)
    sent = models.BooleanField(_("visible to the client"), default=False)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name, verbose_name_plural = _("file"), _("files")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "name"], name="one_file_per_name")]

    def __str__(self) -> str:
        return self.name
