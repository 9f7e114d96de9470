"""Operators' calls for help (A4): one open at a time for each session, with what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models import Operator, Session


class HelpRequest(models.Model):
    """A call for help; ``outcome`` is empty while it's open. ``answer`` and ``author``: what which supervisor wrote."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn")
        OVER = "over", _("session over")

    session = models.ForeignKey(Session, models.CASCADE, related_name="help_requests", verbose_name=_("session"))
    operator = models.ForeignKey(Operator, models.CASCADE, related_name="help_requests", verbose_name=_("operator"))
    reason = models.CharField(_("reason"), max_length=500)
    asked_at = models.DateTimeField(_("asked"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    author = models.CharField(_("answered by"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("call for help"), _("calls for help")
        default_permissions = ("view",)
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=models.Q(outcome=""), name="one_open_help_request"),
        ]
        indexes = [models.Index(fields=["ended_at"], name="ended_help_requests")]

    def __str__(self) -> str:
        return f"{self.session}: {self.operator}"
