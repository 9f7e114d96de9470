"""Totals of sessions for reports (A6), counted by the database in one statement for each kind of fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from django.db.models import Count, DurationField, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDay, TruncWeek

from sessions_app.models import Group, Operator, Session
from sessions_app.rules.entries import ENTRIES, WAIT_ALONE
from supervision.models import SessionOffer, StateSpan
from supervision.rules.intervals import Interval, both, seconds
from supervision.rules.measures import Totals

COLUMNS: Final = {"entry": "entry", "widget": "widget", "group": "group", "operator": "operator", "result": "result"}
TIMES: Final = {"hour": ExtractHour, "weekday": ExtractIsoWeekDay, "day": TruncDay, "week": TruncWeek}
QUEUED: Final = tuple(name for name in ENTRIES if name not in WAIT_ALONE)
"""Entries whose clients wait on the page: CallBacks are counted apart."""


def arrived(first: date, last: date, zone: tzinfo) -> QuerySet[Session]:
    """Return the sessions that entered the queue on these days, as cut in this zone. Left messages enter no queue."""
    begin, end = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
    return Session.objects.filter(created_at__gte=begin, created_at__lt=end, message=False).order_by()


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def totals_by(sessions: QuerySet[Session], by: str, zone: tzinfo) -> dict[Any, Totals]:
    """Return the totals for each value of ``by``, one of COLUMNS and TIMES."""
    key = F(COLUMNS[by]) if by in COLUMNS else TIMES[by]("created_at", tzinfo=zone)
    found: Any = sessions.annotate(key=key).values("key").annotate(**_counts(Group.objects.all()))
    totals = {row["key"]: _totals(row) for row in found}
    for row in _offers(sessions, by, zone):
        totals[row["key"]] = replace(totals.get(row["key"], Totals()), offers=row["offers"], offers_ran_out=row["ran_out"])
    return totals


def work_of(first: date, last: date, zone: tzinfo, now: datetime, **operators: Any) -> dict[int, Totals]:
    """Return the time of each operator on these days: online, and of that with a conversation or wrap-up.

    *Online* is neither away nor offline. ``operators`` filters their rows. What isn't over yet counts until ``now``.
    """
    begin, end = _midnight(first, zone), min(_midnight(last + timedelta(days=1), zone), now)
    online: dict[int, list[Interval]] = defaultdict(list)
    spans = StateSpan.objects.filter(_until("until", begin), operator__in=Operator.objects.filter(**operators), since__lt=end)
    at_work = spans.exclude(state__in=(StateSpan.State.AWAY, StateSpan.State.OFFLINE)).order_by()
    for operator, since, until in at_work.values_list("operator", "since", "until"):
        online[operator].append((max(since, begin), min(until or end, end)))
    engaged: dict[int, list[Interval]] = defaultdict(list)
    taken = Session.objects.filter(_until("closed_at", begin), operator__in=online, accepted_at__lt=end).order_by()
    for row in taken.only("operator", "accepted_at", "closed_at"):
        if row.accepted_at is not None and row.operator_id is not None:
            engaged[row.operator_id].append((max(row.accepted_at, begin), min(row.closed_at or end, end)))
    return {
        operator: Totals(online_seconds=seconds(times), engaged_seconds=seconds(both(times, engaged[operator])))
        for operator, times in online.items()
    }


def _until(column: str, begin: datetime) -> Q:
    return Q(**{column: None}) | Q(**{f"{column}__gt": begin})


def _offers(sessions: QuerySet[Session], by: str, zone: tzinfo) -> Iterable[dict[str, Any]]:
    """Count offers of these sessions; by operator they belong to the one who was asked."""
    if by == "operator":
        key = F("operator")
    else:
        key = F(f"session__{COLUMNS[by]}") if by in COLUMNS else TIMES[by]("session__created_at", tzinfo=zone)
    offers = SessionOffer.objects.filter(session__in=sessions.values("pk")).exclude(outcome="").order_by()
    ran_out = Count("pk", filter=Q(outcome=SessionOffer.Outcome.RAN_OUT))
    found: Any = offers.annotate(key=key).values("key").annotate(offers=Count("pk"), ran_out=ran_out)
    return found  # type: ignore[no-any-return]


def conditions(groups: Iterable[Group]) -> dict[str, Q]:
    """Return which sessions each count of the totals counts: lists behind a number show the same ones."""
    accepted = Q(accepted_at__isnull=False)
    abandoned = Q(state=Session.State.ABANDONED)
    rows = list(groups)
    return {
        "accepted": accepted,
        "within": _at_most("accepted_at", {row.pk: row.answer_seconds for row in rows}),
        "abandoned": abandoned,
        "short_abandoned": abandoned & _at_most("ended_at", {row.pk: row.short_seconds for row in rows}),
        "missed": Q(state=Session.State.MISSED),
        "handled": Q(state=Session.State.CLOSED) & accepted,
        "rated": Q(rating__isnull=False),
        "satisfied": Q(rating__gte=4),
    }


def _counts(groups: Iterable[Group]) -> dict[str, Any]:
    counted = conditions(groups)
    accepted, handled = counted["accepted"], counted["handled"]
    return {
        "offered": Count("pk"),
        **{name: Count("pk", filter=rows) for name, rows in counted.items()},
        "answer_seconds": _sum("accepted_at", "created_at", accepted),
        "handling_seconds": _sum("closed_at", "accepted_at", handled),
        "talk_seconds": _sum("ended_at", "accepted_at", handled),
        "wrapup_seconds": _sum("closed_at", "ended_at", handled),
    }


def _at_most(column: str, limits: dict[int, int]) -> Q:
    """Whether ``column`` came within the seconds of the session's group."""
    groups: dict[int, list[int]] = defaultdict(list)
    for group, limit in limits.items():
        groups[limit].append(group)
    found = Q(pk__in=[])
    for limit, members in groups.items():
        found |= Q(group__in=members, **{f"{column}__lte": F("created_at") + timedelta(seconds=limit)})
    return found


def _sum(until: str, since: str, rows: Q) -> Sum:
    return Sum(F(until) - F(since), filter=rows, output_field=DurationField())


def _totals(row: dict[str, Any]) -> Totals:
    columns = {field.name: row.get(field.name) or 0 for field in fields(Totals)}
    numbers: dict[str, Any] = {
        name: value.total_seconds() if isinstance(value, timedelta) else value for name, value in columns.items()
    }
    return Totals(**numbers)
