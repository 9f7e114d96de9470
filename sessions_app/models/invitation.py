"""A link and a code that lead straight to one operator (E4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contactcenter.realtime.public_ids import public_id
from sessions_app.models.operator import Operator
from sessions_app.models.widget import Widget


class Invitation(models.Model):
    """Link token and code are stored as SHA-256 only. Its state (unused, opened, …) follows from the columns and its sessions."""

    public_id = models.CharField(max_length=40, unique=True, default=public_id, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("operator"))
    widget = models.ForeignKey(Widget, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("widget"))
    name = models.CharField(_("client's name"), max_length=200, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    reusable = models.BooleanField(_("reusable"), default=False)
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("valid until"))
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("uses"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("invitation"), _("invitations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"
