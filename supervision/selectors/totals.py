"""Totals of sessions for reports (A6), counted by the database in one statement for each kind of fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from django.db.models import Count, DurationField, F, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDay, TruncMinute, TruncWeek

from sessions_app.models import Group, Session
from sessions_app.rules.entries import ENTRIES, WAIT_ALONE
from supervision.models import SessionOffer
from supervision.rules.measures import Totals

COLUMNS: Final = {"entry": "entry", "widget": "widget", "group": "group", "operator": "operator", "result": "result"}
TIMES: Final = {"hour": ExtractHour, "weekday": ExtractIsoWeekDay, "day": TruncDay, "week": TruncWeek, "minute": TruncMinute}
QUEUED: Final = tuple(name for name in ENTRIES if name not in WAIT_ALONE)
"""Entries whose clients wait on the page: CallBacks are counted apart."""


def arrived(first: date, last: date, zone: tzinfo) -> QuerySet[Session]:
    """Return the sessions that entered the queue on these days, as cut in this zone. Left messages enter no queue."""
    begin, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    return Session.objects.filter(created_at__gte=begin, created_at__lt=end, message=False).order_by()


def midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def totals_by(
    sessions: QuerySet[Session], by: str, zone: tzinfo, *, offers: bool = True, operator: int | None = None
) -> dict[Any, Totals]:
    """Return the totals for each value of ``by``, one of COLUMNS and TIMES, or for ``all`` of them; on request without offers.

    ``operator``: only the sessions this operator accepted, and the offers made to this operator, whoever accepted in the end.
    """
    key = key_of(by, zone)
    accepted = sessions if operator is None else sessions.filter(operator=operator)
    found: Any = accepted.annotate(key=key).values("key").annotate(**_counts(Group.objects.all()))
    totals = {row["key"]: _totals(row) for row in found}
    for row in _offers(sessions, by, zone, operator) if offers else ():
        totals[row["key"]] = replace(totals.get(row["key"], Totals()), offers=row["offer_count"], offers_ran_out=row["ran_out"])
    return totals


def key_of(by: str, zone: tzinfo) -> Any:
    """Return the expression sessions are grouped by; with ``all`` they aren't. Minutes are cut in UTC, which has each of them once."""
    if by == "all":
        return Value(0)
    return F(COLUMNS[by]) if by in COLUMNS else TIMES[by]("created_at", tzinfo=UTC if by == "minute" else zone)


def _offers(sessions: QuerySet[Session], by: str, zone: tzinfo, operator: int | None) -> Iterable[dict[str, Any]]:
    """Count offers of these sessions; by operator they belong to the one who was asked."""
    key = F("offers__operator") if by == "operator" else key_of(by, zone)
    asked: dict[str, Any] = {} if operator is None else {"offers__operator": operator}
    decided = (
        sessions.filter(offers__outcome__gt="", **asked, **near(sessions, "offers__session")).annotate(key=key).values("key")
    )
    ran_out = Count("offers", filter=Q(offers__outcome=SessionOffer.Outcome.RAN_OUT))
    found: Any = decided.annotate(offer_count=Count("offers"), ran_out=ran_out)
    return found  # type: ignore[no-any-return]


def near(sessions: QuerySet[Session], column: str) -> dict[str, int]:
    """Return the range of keys in which all of these sessions lie, as filters of another table's column for its session.

    It changes no number: rows of a month's sessions are read from one stretch of that column's index, not from the whole table. The sum
    keeps PostgreSQL from looking for the lowest key along the primary key, past all older sessions.
    """
    keys = sessions.aggregate(first=Min(F("pk") + 0), last=Max(F("pk") + 0))
    return {} if keys["first"] is None else {f"{column}__gte": keys["first"], f"{column}__lte": keys["last"]}


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
