"""What the rows of a report stand for: keys of the database, for programs and for people, and those no session came in. Reads only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Final, TypeVar

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sessions_app.rules.entries import ENTRIES
from supervision import report_query, selectors
from supervision.report_query import ReportQuery
from supervision.rules.funnel import CallTotals
from supervision.rules.measures import Totals

Total = TypeVar("Total", Totals, CallTotals)
HOUR: Final = timedelta(hours=1)


def expected(asked: ReportQuery, zone: tzinfo) -> list[Any]:
    """Return the keys a report over time has even if no session came: a chart without holes."""
    days = [asked.first + timedelta(days=number) for number in range((asked.last - asked.first).days + 1)]
    if asked.clock_hours:
        return hours_of(asked.first, zone)
    if asked.by == "hour":
        return list(range(24))
    if asked.by == "weekday":
        return sorted({day.isoweekday() for day in days})
    if asked.by == "day":
        return [selectors.midnight(day, zone) for day in days]
    if asked.by == "week":
        return [selectors.midnight(day, zone) for day in sorted({day - timedelta(days=day.weekday()) for day in days})]
    return []


def grouping(asked: ReportQuery) -> str:
    """Return what the database groups by: the hours of one day are put together from their minutes, as one of them may come twice."""
    return "minute" if asked.clock_hours else asked.by


def gathered(asked: ReportQuery, found: dict[Any, Total], nothing: Total, zone: tzinfo) -> dict[Any, Total]:
    """Return the totals by the keys of the report, from those by what the database has grouped by."""
    if not asked.clock_hours:
        return found
    hours: dict[Any, Total] = {}
    for minute, totals in found.items():
        hour = hour_of(minute, zone)
        hours[hour] = hours.get(hour, nothing) + totals
    return hours


def hours_of(day: date, zone: tzinfo) -> list[datetime]:
    """Return when the hours of this day begin, in UTC: 23, 24 or 25 of them."""
    begin, end = (selectors.midnight(at, zone).astimezone(UTC) for at in (day, day + timedelta(days=1)))
    return sorted({hour_of(begin + number * HOUR, zone) for number in range(round((end - begin) / HOUR))})


def hour_of(moment: datetime, zone: tzinfo) -> datetime:
    """Return when the hour on the clock began, in UTC."""
    return moment.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def naming(asked: ReportQuery, zone: tzinfo) -> Callable[[Any], tuple[str, str]]:
    """Return what turns a key of the database into one for programs and a name for people."""
    by = asked.by
    if asked.clock_hours:
        return lambda key: _clock_hour(key.astimezone(zone))
    if by in ("widget", "group", "operator"):
        model, column = report_query.FILTERS[by]
        named = {pk: (key, name) for pk, key, name in model._default_manager.values_list("pk", column, "name")}
        return lambda key: named.get(key) or ("", _without(by))
    if by == "entry":
        return lambda key: (key, str(_(ENTRIES[key].title)))
    if by == "hour":
        return lambda key: (str(key), f"{key:02}:00")
    if by == "weekday":
        return lambda key: (str(key), str(WEEKDAYS[key - 1]))
    if by in ("day", "week"):
        return lambda key: (day_of(key).isoformat(), date_format(day_of(key), "SHORT_DATE_FORMAT"))
    return lambda key: (key or "", key or _without(by))


def _without(by: str) -> str:
    """Name the row of the sessions that have none of what the report groups by."""
    return {"operator": _("No operator"), "result": _("No result")}.get(by, "–")


def _clock_hour(begin: datetime) -> tuple[str, str]:
    """Name an hour of one day. When clocks are put back one comes twice: 2A and 2B."""
    twice = begin.replace(fold=0).utcoffset() != begin.replace(fold=1).utcoffset()
    if not twice:
        return str(begin.hour), f"{begin:%H}:00"
    return f"{begin.hour}{'AB'[begin.fold]}", f"{begin:%H}:00 {begin:%Z}"


def day_of(moment: datetime) -> date:
    return timezone.localdate(moment)
