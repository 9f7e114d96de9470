"""The numbers of a report (A6), the same for the page, CSV, JSON and the API. Reads only."""

from __future__ import annotations

from datetime import timedelta, tzinfo
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from sessions_app.rules.entries import ENTRIES
from sessions_app.selectors.supervised import operators_for, rows_for
from supervision import keys, selectors
from supervision.report_query import ReportQuery
from supervision.rules.measures import Totals, measures
from supervision.views import report_video


class Row(NamedTuple):
    """One line of a report. ``key`` is for programs, ``name`` for people; ``link`` leads to its sessions."""

    key: str
    name: str
    totals: Totals
    link: str


class Report(NamedTuple):
    """The rows, their sum, that of the days before, that of CallBacks, and the calls."""

    rows: list[Row]
    total: Totals
    before: Totals
    callbacks: Totals
    video: report_video.Video


def report_of(asked: ReportQuery) -> Report:
    """Count what is asked for."""
    zone = timezone.get_current_timezone()

    def totals(of: ReportQuery, by: str, *, offers: bool = True, **entry: Any) -> dict[Any, Totals]:
        columns = {name: key for name, key in of.columns.items() if name != "operator"}
        sessions = rows_for(of.user, selectors.arrived(of.first, of.last, zone)).filter(**columns, **entry)
        return selectors.totals_by(sessions, by, zone, offers=offers, operator=of.columns.get("operator"))

    queued: dict[str, Any] = {"entry__in": selectors.QUEUED}
    found = keys.gathered(asked, totals(asked, keys.grouping(asked), **queued), Totals(), zone)
    for key in keys.expected(asked, zone):
        found.setdefault(key, Totals())
    work = _work(asked, zone)
    if asked.by == "operator":
        for operator, times in work.items():
            found[operator] = found.get(operator, Totals()) + times
    name = keys.naming(asked, zone)
    rows = [Row(*name(key), found[key], _sessions(asked, key, zone)) for key in sorted(found, key=lambda key: (key is None, key))]
    total = sum(found.values(), Totals())
    if asked.by != "operator":
        total = sum(work.values(), total)
    before = sum([*totals(asked.before, "all", **queued).values(), *_work(asked.before, zone).values()], Totals())
    waited_alone: dict[str, Any] = {"entry__in": [entry for entry in ENTRIES if entry not in selectors.QUEUED]}
    callbacks = sum(totals(asked, "all", offers=False, **waited_alone).values(), Totals())
    return Report(rows, total, before, callbacks, report_video.counted(asked, zone))


def as_json(found: Report) -> dict[str, Any]:
    """Return the report for programs."""
    return {
        "rows": [{"key": row.key} | measures(row.totals) for row in found.rows],
        "total": measures(found.total),
        "before": measures(found.before),
        "callbacks": measures(found.callbacks),
        "calls": report_video.as_json(found.video),
    }


def _work(asked: ReportQuery, zone: tzinfo) -> dict[int, Totals]:
    """Return the working time of the operators the report is about: a filter by entry or widget says nothing of it."""
    if {"entry", "widget"} & asked.columns.keys():
        return {}
    operators: dict[str, Any] = {{"operator": "pk", "group": "groups"}[name]: key for name, key in asked.columns.items()}
    operators["pk__in"] = operators_for(asked.user).order_by().values("pk")
    return selectors.work_of(asked.first, asked.last, zone, timezone.now(), **operators)


def _sessions(asked: ReportQuery, key: Any, zone: tzinfo) -> str:
    """Return the address of the admin's list of exactly the sessions of a row."""
    first, last = asked.first, asked.last
    query: dict[str, str] = {"message__exact": "0", "entry__in": ",".join(selectors.QUEUED)}
    if asked.by in ("day", "week"):
        first = max(first, keys.day_of(key))
        last = min(last, keys.day_of(key) + timedelta(days=0 if asked.by == "day" else 6))
    begin, end = selectors.midnight(first, zone), selectors.midnight(last + timedelta(days=1), zone)
    if asked.clock_hours:
        begin, end = key.astimezone(zone), (key + keys.HOUR).astimezone(zone)
    elif asked.by in ("hour", "weekday"):
        query["created_at__hour" if asked.by == "hour" else "created_at__iso_week_day"] = str(key)
    elif asked.by == "entry":
        query["entry__in"] = key
    elif asked.by in selectors.COLUMNS and key is None:
        query[f"{asked.by}__isnull"] = "1"
    elif asked.by in selectors.COLUMNS:
        query[f"{asked.by}__exact"] = str(key)
    for name, value in asked.columns.items():
        query["entry__in" if name == "entry" else f"{name}__exact"] = str(value)
    query |= {"created_at__gte": begin.isoformat(), "created_at__lt": end.isoformat()}
    return f"{reverse('admin:sessions_app_session_changelist')}?{urlencode(query)}"
