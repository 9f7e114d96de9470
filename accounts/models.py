"""Rows of accounts beside the account itself: counted attempts, and the roles a provider gave last."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models import User


class AttemptCount(models.Model):
    """Failed attempts to sign in, of one address, account or browser (a keyed hash), until the window is over."""

    source = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()


class ProviderRoles(models.Model):
    """The roles an account got from its provider's claims at the last sign-in.

    ``operator_taken``: the provider took that role, and may give it back. An operator switched off here stays off.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="provider_roles", verbose_name=_("account"))
    operator = models.BooleanField(_("operator"), default=False)
    supervisor = models.BooleanField(_("supervisor"), default=False)
    operator_taken = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
