"""One contact from queue entry to conclusion."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactcenter.realtime.public_ids import public_id
from sessions_app.models.client import Client
from sessions_app.models.invitation import Invitation
from sessions_app.models.operator import Group, Operator
from sessions_app.models.widget import Widget
from sessions_app.rules.entries import ENTRIES

FIRST_NUMBER = 10_000


def entry_choices() -> list[tuple[str, Any]]:
    """Return the entry types with their titles. Migrations name this function, so a new type needs none."""
    return [(name, _(entry.title)) for name, entry in ENTRIES.items()]


class Session(models.Model):
    """State and deadlines of a session. ``head`` counts the entries of its log, ``shared`` those the client may see."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACTIVE = "active", _("active")
        WRAPUP = "wrapup", _("wrap-up")
        CLOSED = "closed", _("closed")
        ABANDONED = "abandoned", _("abandoned")
        MISSED = "missed", _("missed")

    public_id = models.CharField(max_length=40, unique=True, default=public_id, editable=False)
    widget = models.ForeignKey(Widget, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("widget"))
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("group"))
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("client"))
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True, verbose_name=_("operator")
    )
    entry = models.CharField(_("entry"), max_length=10, choices=entry_choices)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    language = models.CharField(
        _("language"), max_length=35, blank=True, default="", db_default="", help_text=_("Of the page the client entered on.")
    )
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    page = models.JSONField(_("page"), default=dict, blank=True)

    parameters = models.JSONField(_("from the website"), default=dict, blank=True)
    path = models.JSONField(_("pages seen"), default=list, blank=True)
    devices = models.JSONField(_("device check"), default=dict, blank=True)
    message = models.BooleanField(
        _("message left"), default=False, help_text=_("Left while nobody was available; answered later.")
    )
    invitation = models.ForeignKey(
        Invitation, on_delete=models.SET_NULL, related_name="sessions", null=True, blank=True, verbose_name=_("invitation")
    )
    reserved_for = models.ForeignKey(
        Operator, on_delete=models.SET_NULL, related_name="reserved", null=True, blank=True, verbose_name=_("only for")
    )

    offered_to = models.ForeignKey(
        Operator, on_delete=models.SET_NULL, related_name="offers", null=True, blank=True, verbose_name=_("offered to")
    )
    offer_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    passed_by = models.JSONField(default=list, blank=True, editable=False)
    open_to_all = models.BooleanField(
        _("open to all"), default=False, editable=False, help_text=_("Everyone has been asked once, so anyone may accept.")
    )
    wait_until = models.DateTimeField(_("waits until"), null=True, blank=True)

    callback_phone = models.CharField(_("phone"), max_length=20, blank=True)
    callback_from = models.DateTimeField(_("call from"), null=True, blank=True)
    callback_until = models.DateTimeField(_("call until"), null=True, blank=True)
    callback_zone = models.CharField(_("client's time zone"), max_length=60, blank=True)
    callback_tries = models.PositiveSmallIntegerField(_("tries"), default=0)

    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    rating_comment = models.CharField(_("comment"), max_length=1000, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)

    created_at = models.DateTimeField(_("entered the queue"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=10, blank=True)
    result = models.CharField(_("result"), max_length=100, blank=True)

    head = models.PositiveIntegerField(default=0, editable=False)
    shared = models.PositiveIntegerField(default=0, editable=False)
    client_delivered = models.PositiveIntegerField(default=0, editable=False)
    client_read = models.PositiveIntegerField(default=0, editable=False)
    operator_delivered = models.PositiveIntegerField(default=0, editable=False)
    operator_read = models.PositiveIntegerField(default=0, editable=False)

    client_socket = models.CharField(max_length=40, blank=True, editable=False)
    client_left_at = models.DateTimeField(_("client left"), null=True, blank=True)
    client_seen_at = models.DateTimeField(
        _("client last seen"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Renewed with the heartbeats of the client's tabs."),
    )
    away = models.BooleanField(_("client away"), default=False)
    erased_at = models.DateTimeField(
        _("erased"), null=True, blank=True, editable=False, help_text=_("What the client wrote and gave has been deleted.")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("session"), _("sessions")
        permissions = [
            ("steer_session", _("Can redirect and end sessions")),
            ("export_session", _("Can export sessions and reports")),
        ]
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(state__in=["waiting", "active"], message=False), name="one_open_session_per_client"
            ),
            models.CheckConstraint(
                condition=Q(operator__isnull=False) | ~Q(state__in=["active", "wrapup"]), name="active_session_has_operator"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="session_arrivals"),
            models.Index(fields=["closed_at", "created_at"], name="session_closings"),
            models.Index(fields=["group", "created_at"], condition=Q(state="waiting"), name="waiting_by_group"),
            models.Index(fields=["group", "accepted_at"], condition=Q(accepted_at__isnull=False), name="accepted_by_group"),
            models.Index(fields=["operator"], condition=Q(state__in=["active", "wrapup"]), name="open_by_operator"),
            models.Index(fields=["offer_until"], condition=Q(offer_until__isnull=False), name="open_offers"),
            models.Index(fields=["wait_until"], condition=Q(wait_until__isnull=False), name="wait_deadlines"),
            models.Index(fields=["client_seen_at"], condition=Q(state__in=["waiting", "active"]), name="client_leases"),
            models.Index(fields=["client_left_at"], condition=Q(client_left_at__isnull=False), name="left_clients"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def number(self) -> int:
        """Return the number people call the session by."""
        return FIRST_NUMBER + int(self.pk)

    @property
    def is_callback(self) -> bool:
        """Whether the client wants to be called by phone: the entry was a CallBack, or a waiting client chose it later (the entry
        stays).
        """
        return self.callback_until is not None
