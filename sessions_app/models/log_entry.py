"""An entry of a session's log."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions_app.models.session import Session


class LogEntry(models.Model):
    """Append-only; written by sessions_app/log/ledger.py alone.

    ``seq`` counts all entries of the session, ``shared`` those its client may see (null: operators only). ``body`` is the JSON of the
    fields particular to the kind. ``sender`` and ``command`` name the command that caused it, so that a repeat is recognised; an
    operator's entry always names its ``sender``.
    """

    session = models.ForeignKey(  # found by ``one_entry_per_number``: a second index would only cost writes
        Session, on_delete=models.CASCADE, related_name="log_entries", verbose_name=_("session"), db_index=False
    )
    seq = models.PositiveIntegerField(_("number"))
    shared = models.PositiveIntegerField(_("client's number"), null=True)
    kind = models.CharField(_("kind"), max_length=32)
    body = models.TextField(_("content"))
    role = models.CharField(_("by"), max_length=10)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))
    sender = models.CharField(max_length=32, blank=True)
    command = models.CharField(max_length=64, null=True)  # noqa: DJ001 - the unique constraint needs null for "none"
    digest = models.CharField(max_length=16, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("log entry"), _("log entries")
        ordering = ["session", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["session", "seq"], name="one_entry_per_number"),
            models.UniqueConstraint(
                fields=["sender", "command"], condition=Q(command__isnull=False), name="one_answer_per_command"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"
