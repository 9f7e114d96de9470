"""Rows of webhooks: who is told of what, and the outbox of deliveries. No logic."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sessions_app.models import Group, Session


class Webhook(models.Model):
    """An address that is told of events. ``secret`` and ``old_secret`` are encrypted (secrets.py); the old one signs, too, until
    ``old_secret_until``.

    ``failures`` counts tries in a row that failed; nothing is sent before ``resumes_at``.
    """

    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(_("address"), max_length=500)
    events = models.JSONField(_("events"), default=list)
    groups = models.ManyToManyField(
        Group, blank=True, related_name="webhooks", verbose_name=_("groups"),
        help_text=_("Only events of these groups are sent; without any, all are."),
    )  # fmt: skip
    active = models.BooleanField(_("active"), default=True)
    off_reason = models.CharField(_("switched off because"), max_length=200, blank=True, editable=False)
    secret = models.TextField(editable=False)
    old_secret = models.TextField(blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    resumes_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("webhook"), _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One event for one webhook: a row of the outbox, and afterwards the record of what became of it.

    ``event_id`` is the same in every try (``webhook-id``). ``key`` names what the event is about: deliveries of one webhook and key are
    sent in the order of their primary keys. There's no constraint to the webhook, so that deleting one never makes a session's change fail.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("given up")

    webhook = models.ForeignKey(
        Webhook, models.CASCADE, db_constraint=False, db_index=False, related_name="deliveries", verbose_name=_("webhook")
    )
    event_id = models.CharField(_("id"), max_length=40)
    type = models.CharField(_("event"), max_length=40)
    key = models.CharField(_("about"), max_length=80)
    body = models.TextField(_("body"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField(_("written"))
    due_at = models.DateTimeField(_("next try"))
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    first_try_at = models.DateTimeField(null=True, blank=True)
    last_try_at = models.DateTimeField(_("last try"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    milliseconds = models.PositiveIntegerField(_("ms"), null=True, blank=True)
    trouble = models.CharField(_("what went wrong"), max_length=200, blank=True)
    refused = models.BooleanField(_("address refused"), default=False)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("delivery"), _("deliveries")
        default_permissions = ("view",)
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["webhook", "-id"], name="deliveries_by_webhook"),
            models.Index(fields=["webhook", "due_at"], condition=Q(state="pending"), name="pending_deliveries"),
            models.Index(fields=["webhook", "key", "id"], condition=Q(state="pending"), name="pending_by_key"),
            models.Index(fields=["created_at"], name="deliveries_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"


class DueCallback(models.Model):
    """The time of a CallBack that was told as due: a postponed one is told again."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.session_id} {self.at}"
