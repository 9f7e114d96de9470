"""A file of a session, and how long such files are kept."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models.session import Session
from sessions_app.models.stored import StoredFile


class Share(StoredFile):
    """A file or link of one session (F1, F2). ``call``: the public id of the call a snapshot was taken in."""

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("upload")
        SNAPSHOT = "snapshot", _("snapshot")
        LINK = "link", _("link")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="files", verbose_name=_("session"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    call = models.CharField(max_length=40, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=60, blank=True)
    role = models.CharField(_("by"), max_length=8)
    sent = models.BooleanField(_("visible to the client"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("file"), _("files")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "name"], name="one_file_per_name")]


class FileToDelete(models.Model):
    """Bytes of an erased client that are still to be deleted: a row is gone when its bytes are."""

    key = models.CharField(max_length=200, unique=True)
    since = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


LONGEST_TERM = 36_500
"""Days: a century. Dates end in the year 9999, and one that can't be reckoned would stop the cleanup."""


class Retention(models.Model):
    """How long data of one kind are kept: files (F6), transcripts, clients' data, the audit (P1).

    What has no row is kept; the audit has a term of its own without one.
    """

    AUDIT = "audit"
    TRANSCRIPT = "messages"
    CLIENT = "client"
    OTHERS = [(TRANSCRIPT, _("transcripts")), (CLIENT, _("clients")), (AUDIT, _("audit"))]

    kind = models.CharField(_("kind"), max_length=8, choices=[*Share.Kind.choices, *OTHERS], unique=True)
    days = models.PositiveIntegerField(
        _("days"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_TERM)],
        help_text=_(
            "Files and transcripts: counted from the end of the session. Clients: from the end of their last one; then they’re erased "
            "with all that is left of them. The audit is kept for 365 days unless a line here says otherwise."
        ),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("retention"), _("retention")
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.days}"
