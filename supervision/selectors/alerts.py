"""Alerts as a board shows them (A7): those that fire, and for a while those that are over. Reads only."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from sessions_app.log import moment
from supervision.alert_words import number, sentence
from supervision.models import Alert
from supervision.protocol import AlertView

SHOWN_AFTER: Final = timedelta(minutes=5)
SHOWN: Final = 50


def alerts_on_board(groups: frozenset[int] | None) -> list[AlertView]:
    """Return the newest alert of each rule on these groups (None: on any, and on all together): what fires first, then what's over."""
    rows = Alert.objects.filter(Q(resolved_at=None) | Q(resolved_at__gte=timezone.now() - SHOWN_AFTER))
    if groups is not None:
        rows = rows.filter(rule__group__in=groups)
    newest: dict[int, Alert] = {}
    for row in rows.select_related("rule__group").order_by("-pk"):
        newest.setdefault(row.rule_id, row)
    ordered = sorted(newest.values(), key=lambda row: (row.resolved_at is not None, -row.fired_at.timestamp()))
    return [_view(row) for row in ordered[:SHOWN]]


def _view(row: Alert) -> AlertView:
    return AlertView(
        rule=row.rule_id,
        name=row.rule.name,
        text=sentence(row.rule),
        value=number(row.rule.measure, row.value),
        state="resolved" if row.resolved_at else "firing",
        since=str(moment(row.fired_at)),
        until=moment(row.resolved_at),
    )
