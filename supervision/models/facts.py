"""Facts for reports (A2): what every operator did and when, and whom a session was offered to. Written with the change, never edited."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models import Operator, Session


class StateSpan(models.Model):
    """A stretch of time in which an operator's state didn't change; the present one has no end.

    Spans of one operator touch: each begins when the one before it ends. ``role`` and ``author`` tell who brought the state
    about; a client, such as one who hung up, isn't named.
    """

    class State(models.TextChoices):
        ONLINE = "online", _("online")
        AWAY = "away", _("away")
        BUSY = "busy", _("in a call")
        WRAPUP = "wrapup", _("wrap-up")
        OFFLINE = "offline", _("offline")

    operator = models.ForeignKey(Operator, models.CASCADE, related_name="spans", verbose_name=_("operator"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    reason = models.CharField(_("reason"), max_length=100, blank=True)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("to"), null=True, blank=True)
    role = models.CharField(_("by"), max_length=10)
    author = models.CharField(_("author"), max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("operator state"), _("operator states")
        permissions = [("view_board", _("Can see the live board")), ("view_report", _("Can see reports"))]
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["operator"], condition=models.Q(until=None), name="one_present_state"),
            models.CheckConstraint(condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="ends_later"),
        ]
        indexes = [models.Index(fields=["operator", "since"]), models.Index(fields=["since"])]

    def __str__(self) -> str:
        return f"{self.operator}: {self.get_state_display()}"


class SessionOffer(models.Model):
    """An offer of a waiting session to one operator; ``outcome`` is empty while it lasts."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        RAN_OUT = "ran_out", _("ran out")
        WITHDRAWN = "withdrawn", _("withdrawn")

    session = models.ForeignKey(  # found by ``offers_of_session``
        Session, models.CASCADE, related_name="offers", verbose_name=_("session"), db_index=False
    )
    operator = models.ForeignKey(Operator, models.CASCADE, related_name="past_offers", verbose_name=_("operator"))
    offered_at = models.DateTimeField(_("offered"))
    until = models.DateTimeField(_("until"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("offer"), _("offers")
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=models.Q(outcome=""), name="one_open_offer"),
        ]
        indexes = [
            models.Index(fields=["operator", "offered_at"]),
            models.Index(fields=["session", "outcome", "operator"], name="offers_of_session"),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.operator}"
