"""The person who contacts us, as one browser on one widget."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contactcenter.realtime.public_ids import public_id
from sessions_app.models.operator import Operator
from sessions_app.models.widget import Widget


class Client(models.Model):
    """Identified by an opaque token; only its SHA-256 is stored."""

    public_id = models.CharField(max_length=40, unique=True, default=public_id, editable=False)
    widget = models.ForeignKey(Widget, on_delete=models.CASCADE, related_name="clients", verbose_name=_("widget"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    token_until = models.DateTimeField(_("token valid until"))
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    browser = models.CharField(_("browser"), max_length=60, blank=True)
    os = models.CharField(_("operating system"), max_length=60, blank=True)
    external_id = models.CharField(_("id at the website"), max_length=200, blank=True)
    verified = models.BooleanField(_("vouched for by the website"), default=False)
    address = models.CharField(
        _("network address"), max_length=64, blank=True, editable=False, help_text=_("As a keyed hash: for bans.")
    )
    created_at = models.DateTimeField(_("first seen"))
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("client"), _("clients")
        permissions = [
            ("export_client", _("Can export everything about a client")),
            ("erase_client", _("Can erase clients")),
        ]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return str(_("Erased client #%(number)s")) % {"number": self.pk}
        return self.name or f"#{self.pk}"


class Ban(models.Model):
    """Keeps a client out (S8): by the client, and for a day by the network address."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="bans", verbose_name=_("client"))
    address = models.CharField(max_length=64, blank=True, editable=False)
    address_until = models.DateTimeField(_("address banned until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    operator = models.ForeignKey(Operator, on_delete=models.SET_NULL, null=True, verbose_name=_("operator"))
    created_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name, verbose_name_plural = _("ban"), _("bans")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.client}: {self.reason}"


class UsedIdentity(models.Model):
    """An identity token that was accepted (W1): kept until its expiry, so that it can't be used again."""

    widget = models.ForeignKey(Widget, on_delete=models.CASCADE, related_name="+")
    jti_hash = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["widget", "jti_hash"], name="identity_token_used_once")]

    def __str__(self) -> str:
        return self.jti_hash[:8]
