"""Operators' time, from the facts (A2): online, and of the time online that with a conversation or wrap-up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from sessions_app.models import Operator, Session
from sessions_app.rules.lifecycle import OWNED
from supervision.models import StateSpan
from supervision.rules.intervals import Interval, both, seconds
from supervision.rules.measures import Totals
from supervision.selectors.totals import midnight

USUAL: Final = timedelta(days=3)
"""Most sessions are closed this long after they arrived: those that arrived later are read from one stretch of an index."""


def work_of(first: date, last: date, zone: tzinfo, now: datetime, **operators: Any) -> dict[int, Totals]:
    """Return the time of each operator on these days: online, and of that with a conversation or wrap-up.

    *Online* is neither away nor offline. ``operators`` filters their rows. What isn't over yet counts until ``now``.
    """
    begin, end = midnight(first, zone), min(midnight(last + timedelta(days=1), zone), now)
    if begin >= end:
        return {}
    spans = StateSpan.objects.filter(_until("until", begin), operator__in=Operator.objects.filter(**operators), since__lt=end)
    at_work = spans.exclude(state__in=(StateSpan.State.AWAY, StateSpan.State.OFFLINE)).order_by()
    found = _in_postgres if connection.vendor == "postgresql" else _in_python
    return found(at_work, _taken(begin, end), begin, end)


def _taken(begin: datetime, end: datetime) -> QuerySet[Session]:
    """Return the sessions that were with an operator at some time between ``begin`` and ``end``."""
    arrived = Q(created_at__gte=begin - USUAL, created_at__lt=end) & _until("closed_at", begin)
    before = Q(created_at__lt=begin - USUAL) & (Q(closed_at__gt=begin) | Q(closed_at=None, state__in=OWNED))
    return Session.objects.filter(arrived | before, operator__isnull=False, accepted_at__lt=end).order_by()


def _until(column: str, begin: datetime) -> Q:
    return Q(**{column: None}) | Q(**{f"{column}__gt": begin})


def _in_python(spans: QuerySet[StateSpan], taken: QuerySet[Session], begin: datetime, end: datetime) -> dict[int, Totals]:
    online: dict[int, list[Interval]] = defaultdict(list)
    for operator, since, until in spans.values_list("operator", "since", "until"):
        online[operator].append((max(since, begin), min(until or end, end)))
    engaged: dict[int, list[Interval]] = defaultdict(list)
    rows: Any = taken.values_list("operator", "accepted_at", "closed_at")
    for operator, accepted, closed in rows:
        engaged[operator].append((max(accepted, begin), min(closed or end, end)))
    return {
        operator: Totals(online_seconds=seconds(times), engaged_seconds=seconds(both(times, engaged[operator])))
        for operator, times in online.items()
    }


def _in_postgres(spans: QuerySet[StateSpan], taken: QuerySet[Session], begin: datetime, end: datetime) -> dict[int, Totals]:
    """The same with the ranges of PostgreSQL: a month of a large place has 100,000 sessions."""
    try:
        online, online_values = spans.values_list("operator", "since", "until").query.sql_with_params()
    except EmptyResultSet:  # of no groups: Django knows without asking
        return {}
    engaged, engaged_values = taken.values_list("operator", "accepted_at", "closed_at").query.sql_with_params()
    statement = f"""
        WITH online AS (
            SELECT operator, range_agg(tstzrange(since, coalesce(until, %s)) * tstzrange(%s, %s)) AS times
            FROM ({online}) AS spans(operator, since, until) WHERE since <= coalesce(until, %s) GROUP BY operator
        ), engaged AS (
            SELECT operator, range_agg(tstzrange(accepted, coalesce(closed, %s)) * tstzrange(%s, %s)) AS times
            FROM ({engaged}) AS taken(operator, accepted, closed) WHERE accepted <= coalesce(closed, %s) GROUP BY operator
        )
        SELECT operator, {_length("online.times")}, {_length("online.times * engaged.times")}
        FROM online LEFT JOIN engaged USING (operator)"""  # noqa: S608 - Django's own statements inside
    values = [end, begin, end, *online_values, end, end, begin, end, *engaged_values, end]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {
            operator: Totals(online_seconds=online or 0, engaged_seconds=engaged or 0)
            for operator, online, engaged in cursor.fetchall()
        }


def _length(times: str) -> str:
    """Return the SQL for the seconds of a multirange."""
    return f"(SELECT extract(epoch FROM sum(upper(part) - lower(part)))::float FROM unnest({times}) AS part)"  # noqa: S608
