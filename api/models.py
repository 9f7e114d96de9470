"""Tokens of programs that use the API, and the answers kept for repeated requests. Columns only: rules are in services."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.models import Group, User


class ApiToken(models.Model):
    """A program's token (I2), stored as SHA-256 only; ``prefix`` is how its owner recognises it.

    ``account`` is a supervisor's account without a password that nobody signs in with: it has the rights of the scopes and is bound to
    the groups, so that the rules and services of supervisors hold for programs as they are. A revoked token has none any more.
    """

    name = models.CharField(
        _("name"), max_length=60, help_text=_("The program that uses it, such as CRM. The audit calls it by this name.")
    )
    prefix = models.CharField(_("begins with"), max_length=12, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    account = models.OneToOneField(
        User, on_delete=models.SET_NULL, related_name="api_token", null=True, blank=True, editable=False
    )
    scopes = models.JSONField(_("scopes"), default=list)
    all_groups = models.BooleanField(_("all groups"), default=False)
    groups: models.ManyToManyField[Group, Any] = models.ManyToManyField(
        Group, blank=True, related_name="+", verbose_name=_("groups")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True, help_text=_("Empty: until it’s revoked."))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    last_address = models.CharField(_("last used from"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("API token"), _("API tokens")
        ordering = ["-pk"]
        default_permissions = ("add", "revoke", "view")

    def __str__(self) -> str:
        return self.name


class IdempotentAnswer(models.Model):
    """The answer to a request with an ``Idempotency-Key``, kept for a day. ``digest`` is that of the request;
    ``subject`` is the session or client it is about, with whom it's erased.

    ``key`` is hashed and ``answer`` encrypted with the token itself, which isn't stored: a client's name may be in the one, an
    invitation's code in the other.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    subject = models.CharField(max_length=40, blank=True, db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.BinaryField(default=bytes)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return self.key
