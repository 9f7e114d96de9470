"""Alerts (A7): rules on measures, and each time one fired. What a rule is at now is kept in its row, so that a restart loses nothing."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models import Group
from supervision.live_words import NOW
from supervision.measure_words import WORDS
from supervision.rules.measures import LIVE, NAMES

LONGEST = 24 * 3600


def measure_choices() -> list[tuple[str, Any]]:
    """Return the measures a rule can watch. Migrations name this function, so a new measure needs none."""
    return [(_("Now"), [(name, NOW[name][0]) for name in LIVE]), (_("Today"), [(name, WORDS[name][0]) for name in NAMES])]  # type: ignore[list-item]


class AlertRule(models.Model):
    """A measure that shouldn't be above or below a threshold. The columns after ``active`` are what it's at now."""

    class Comparison(models.TextChoices):
        ABOVE = "above", _("is above")
        BELOW = "below", _("is below")

    name = models.CharField(_("name"), max_length=100, unique=True)
    measure = models.CharField(_("measure"), max_length=20, choices=measure_choices)
    group = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="alert_rules", verbose_name=_("group"),
        help_text=_("Empty: all groups together."),
    )  # fmt: skip
    comparison = models.CharField(_("comparison"), max_length=5, choices=Comparison.choices, default=Comparison.ABOVE)
    threshold = models.FloatField(
        _("threshold"), help_text=_("A count, seconds, or for shares such as the service level a number from 0 to 1.")
    )
    seconds = models.PositiveIntegerField(
        _("for at least"),
        default=0,
        validators=[MaxValueValidator(LONGEST)],
        help_text=_("Seconds. Shorter times are not worth an alert; 0: at once."),
    )
    cooldown = models.PositiveIntegerField(
        _("cool-down"),
        default=300,
        validators=[MaxValueValidator(LONGEST)],
        help_text=_("Seconds after the end of an alert in which it doesn’t fire again."),
    )
    emails = models.TextField(
        _("mail to"), blank=True, help_text=_("Addresses, one a line. The live board shows every alert by itself.")
    )
    active = models.BooleanField(_("active"), default=True)

    firing = models.BooleanField(_("firing"), default=False, editable=False)
    since = models.DateTimeField(null=True, blank=True, editable=False)
    rests_until = models.DateTimeField(null=True, blank=True, editable=False)
    seen = models.DateTimeField(_("last looked at"), null=True, blank=True, editable=False)
    trouble = models.CharField(_("can’t be evaluated"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("alert rule"), _("alert rules")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def addresses(self) -> list[str]:
        return self.emails.splitlines()


class Alert(models.Model):
    """One time a rule fired, with the value then and when it was over. Without ``resolved_at`` it fires now."""

    rule = models.ForeignKey(AlertRule, models.CASCADE, related_name="alerts", verbose_name=_("rule"))
    fired_at = models.DateTimeField(_("fired"))
    value = models.FloatField(_("value"))
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("alert"), _("alerts")
        ordering = ["-fired_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule"], condition=models.Q(resolved_at=None), name="one_firing_alert_per_rule")
        ]
        indexes = [models.Index(fields=["-resolved_at"], name="alerts_by_end")]

    def __str__(self) -> str:
        return f"{self.rule} {self.fired_at:%Y-%m-%d %H:%M:%S}"
