"""Write what becomes of alerts (A7): one process claims a rule before it evaluates it, and each change is written once.

A letter is composed here and sent by the caller after the commit. Other apps hear of both changes by the signal ``alert_changed``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import Refresh
from sessions_app import channel_names
from sessions_app.mail import Letter
from sessions_app.models import Group
from sessions_app.selectors.reading_language import reading_languages
from supervision.alert_words import measure_name, number, sentence
from supervision.models import Alert, AlertRule
from supervision.rules.alerts import Change, Standing, beyond, step
from supervision.rules.measures import LIVE
from supervision.signals import alert_changed

SOON: Final = timedelta(seconds=2)
"""How often rules on live measures are evaluated."""
LATER: Final = timedelta(seconds=15)
"""How often rules on today's totals are evaluated; those cost more."""


def due(now: datetime) -> Q:
    """Rules whose turn it is."""
    turn = Q(measure__in=LIVE, seen__lte=now - SOON) | Q(seen__lte=now - LATER) | Q(seen=None) | Q(seen__gt=now + LATER)
    return Q(active=True) & turn


def alerts_claim(*, now: datetime) -> list[AlertRule]:
    """Take the rules whose turn it is from all other processes. Their rows are as they were before."""
    rows = AlertRule.objects.filter(due(now)).select_related("group").select_for_update(of=("self",), skip_locked=True)
    rules = list(rows.order_by("pk"))
    AlertRule.objects.filter(pk__in=[rule.pk for rule in rules]).update(seen=now)
    return rules


def alert_evaluated(*, rule: AlertRule, claimed: datetime, value: float | None, trouble: str = "") -> list[Letter]:
    """Write what follows from the value, unless the rule has been changed or claimed again since. Returns the letters to send."""
    row = AlertRule.objects.select_for_update().filter(pk=rule.pk, seen=claimed, active=True).first()
    if row is None:
        return []
    before = Standing(firing=row.firing, since=row.since, rests_until=row.rests_until, seen=rule.seen)
    breached = None if trouble else beyond(value, row.comparison, row.threshold)
    after, change = step(before, breached, claimed, timedelta(seconds=row.seconds), timedelta(seconds=row.cooldown))
    if (after.firing, after.since, after.rests_until, trouble) != (row.firing, row.since, row.rests_until, row.trouble):
        row.firing, row.since, row.rests_until, row.trouble = after.firing, after.since, after.rests_until, trouble
        row.save(update_fields=["firing", "since", "rests_until", "trouble"])
    if change == "fired" and value is not None:
        Alert.objects.create(rule=row, fired_at=claimed, value=value)
    if change == "resolved":
        Alert.objects.filter(rule=row, resolved_at=None).update(resolved_at=claimed)
    return _tell(row, change, value, claimed) if change else []


def _tell(rule: AlertRule, change: Change, value: float | None, at: datetime) -> list[Letter]:
    """Tell the boards after the commit, and compose the mail."""
    groups: Iterable[int] = [rule.group_id] if rule.group_id else Group.objects.order_by().values_list("pk", flat=True)
    for group in groups:
        unit().notify(channel_names.supervisors(group), Refresh())
    alert_changed.send(AlertRule, rule=rule, change=change, value=value, at=at)
    return letters(rule, change, value)


def letters(rule: AlertRule, change: Change, value: float | None) -> list[Letter]:
    """Compose one letter for each address of the rule, in its reader's language."""
    return [_letter(rule, change, value, to, language) for to, language in reading_languages(rule.addresses).items()]


def _letter(rule: AlertRule, change: Change, value: float | None, to: str, language: str) -> Letter:
    with translation.override(language):
        subject = _("Alert: {name}") if change == "fired" else _("Resolved: {name}")
        context = {
            "fired": change == "fired",
            "sentence": sentence(rule),
            "measure": measure_name(rule.measure),
            "value": "–" if value is None else number(rule.measure, value),
            "at": timezone.localtime(),
        }
        return Letter(to, subject.format(name=rule.name), "alert", context, language=language)


def rule_changed(rule: AlertRule) -> list[Letter]:
    """Begin anew with a rule that was changed or switched off, in the transaction of the change. Returns the letters to send: whoever was
    told of an alert hears that it's over.
    """
    was = Alert.objects.filter(rule=rule, resolved_at=None).update(resolved_at=timezone.now())
    AlertRule.objects.filter(pk=rule.pk).update(firing=False, since=None, rests_until=None, seen=None, trouble="")
    if not was:
        return []
    alert_changed.send(AlertRule, rule=rule, change="resolved", value=None, at=timezone.now())
    return letters(rule, "resolved", None)
