"""Totals of calls for the video funnel (A5): the calls of the sessions a report is about, CallBacks included."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import tzinfo
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from sessions_app.models import Session
from supervision.rules.funnel import CAUSES, GOOD_SECONDS, STEPS, CallTotals
from supervision.selectors.totals import key_of, near

_REACHED: Final = {
    "call_offered": Q(),
    "call_accepted": Q(calls__accepted_at__isnull=False),
    "devices_allowed": Q(calls__allowed_at__isnull=False),
    "connected": Q(calls__connected_at__isnull=False),
    "good": Q(calls__good_seconds__gte=GOOD_SECONDS),
    "ended_by_person": Q(calls__ended_at__isnull=False) & ~Q(calls__ended_by="system"),
}


def call_totals_by(sessions: QuerySet[Session], by: str, zone: tzinfo) -> dict[Any, CallTotals]:
    """Return the totals of these sessions' calls for each value of ``by``, one of COLUMNS and TIMES. A call's operator is its own."""
    key = F("calls__operator") if by == "operator" else key_of(by, zone)
    called = sessions.filter(calls__isnull=False, **near(sessions, "calls__session"))
    calls = called.annotate(key=key, tenths=F("calls__picture_tenths")).values("key", "tenths")
    found: dict[Any, CallTotals] = defaultdict(CallTotals)
    rows: Any = calls.annotate(**_steps(), **_connected(), **_drops())
    for row in rows:
        found[row["key"]] += _totals(row)
    return dict(found)


def _steps() -> dict[str, Count]:
    """Count a step only for calls that came through all before it."""
    counts, reached = {}, Q()
    for step in STEPS:
        reached &= _REACHED[step]
        counts[step] = Count("calls", filter=reached or None)
    return counts


def _connected() -> dict[str, Count]:
    connected = Q(calls__connected_at__isnull=False)
    recorded = connected & Q(calls__relayed__isnull=False)
    return {
        "seen": Count("calls", filter=connected),
        "recorded": Count("calls", filter=recorded),
        "through_relay": Count("calls", filter=recorded & Q(calls__relayed=True)),
    }


def _drops() -> dict[str, Count]:
    dropped = Q(calls__accepted_at__isnull=False, calls__ended_at__isnull=False, calls__ended_by="system")
    return {name: Count("calls", filter=dropped & Q(calls__reason=reason)) for name, reason in CAUSES.items()}


def _totals(row: dict[str, Any]) -> CallTotals:
    """Return the totals of calls that took the same time to the picture, or had none."""
    drops = Counter({name: row[name] for name in CAUSES})
    pictures = Counter({} if row["tenths"] is None else {row["tenths"]: row["seen"]})
    steps = {name: row[name] for name in STEPS}
    return CallTotals(**steps, recorded=row["recorded"], relayed=row["through_relay"], pictures=pictures, drops=drops)
