"""The ledger of consents (P3): which text, in which language, was answered how, and when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models.session import Session


class ConsentText(models.Model):
    """A version of a consent text. A changed text is a new version; a version is kept once, found by its hash, and never changes."""

    sha256 = models.CharField(_("version"), max_length=64, unique=True)
    text = models.TextField(_("text"))
    privacy_url = models.CharField(_("privacy page"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("first used"))

    class Meta:
        verbose_name, verbose_name_plural = _("consent text"), _("consent texts")
        default_permissions = ("view",)
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.sha256[:8]


class Consent(models.Model):
    """An answer to a consent text, given on entering a session. It names nobody, so it outlives the erasure of its client."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="consents", verbose_name=_("session"))
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="answers", verbose_name=_("version"))
    language = models.CharField(_("language"), max_length=35, blank=True)
    answer = models.BooleanField(_("consented"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name, verbose_name_plural = _("consent"), _("consents")
        default_permissions = ("view",)
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.session} {self.text}"
