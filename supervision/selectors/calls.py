"""Totals of calls for the video funnel (A5): the calls of the sessions a report is about, CallBacks included."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import tzinfo
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from sessions_app.models import Session
from supervision.rules.funnel import CAUSES, GOOD_SECONDS, STEPS, TENTH, CallTotals
from supervision.selectors.totals import key_of
from videocall.models import Call, CallQuality

_REACHED: Final = {
    "call_offered": Q(),
    "call_accepted": Q(accepted_at__isnull=False),
    "devices_allowed": Q(allowed_at__isnull=False),
    "connected": Q(connected_at__isnull=False),
    "good": Q(good_seconds__gte=GOOD_SECONDS),
    "ended_by_person": Q(ended_at__isnull=False) & ~Q(ended_by="system"),
}


def call_totals_by(sessions: QuerySet[Session], by: str, zone: tzinfo) -> dict[Any, CallTotals]:
    """Return the totals of these sessions' calls for each value of ``by``, one of COLUMNS and TIMES. A call's operator is its own."""
    key = F("operator") if by == "operator" else key_of(by, zone, "session__")
    calls = Call.objects.filter(session__in=sessions.values("pk")).order_by().annotate(key=key)
    found: Any = calls.values("key").annotate(**_steps(), **_relayed(), **_drops())
    pictures = _pictures(calls)
    return {row["key"]: _totals(row, pictures[row["key"]]) for row in found}


def _steps() -> dict[str, Count]:
    """Count a step only for calls that came through all before it."""
    counts, reached = {}, Q()
    for step in STEPS:
        reached &= _REACHED[step]
        counts[step] = Count("pk", filter=reached) if reached else Count("pk")
    return counts


def _relayed() -> dict[str, Count]:
    records = CallQuality.objects.filter(call=OuterRef("pk"))
    connected = Q(connected_at__isnull=False)
    return {
        "recorded": Count("pk", filter=connected & Q(Exists(records))),
        "relayed": Count("pk", filter=connected & Q(Exists(records.filter(relayed=True)))),
    }


def _drops() -> dict[str, Count]:
    dropped = Q(accepted_at__isnull=False, ended_at__isnull=False, ended_by="system")
    return {name: Count("pk", filter=dropped & Q(reason=reason)) for name, reason in CAUSES.items()}


def _pictures(calls: QuerySet[Call]) -> dict[Any, Counter[int]]:
    found: dict[Any, Counter[int]] = defaultdict(Counter)
    connected = calls.filter(accepted_at__isnull=False, connected_at__isnull=False)
    rows: Any = connected.values_list("key", "accepted_at", "connected_at")  # type: ignore[misc]
    for key, accepted, seen in rows.iterator(chunk_size=5000):
        found[key][round((seen - accepted).total_seconds() * TENTH)] += 1
    return found


def _totals(row: dict[str, Any], pictures: Counter[int]) -> CallTotals:
    drops = Counter({name: row[name] for name in CAUSES})
    numbers = {name: row[name] for name in (*STEPS, "recorded", "relayed")}
    return CallTotals(**numbers, pictures=pictures, drops=drops)
