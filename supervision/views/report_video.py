"""The video funnel on the reports page (A5): the same numbers as a drawing, as a table, in JSON and in CSV."""

from __future__ import annotations

from datetime import timedelta, tzinfo
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from sessions_app.selectors.supervised import rows_for
from supervision import keys, selectors
from supervision.measure_words import VIDEO_WORDS
from supervision.report_query import ReportQuery
from supervision.rules.funnel import GOOD_SECONDS, NAMES, SECONDS, SHARES, STEPS, CallTotals, call_measures
from supervision.rules.measures import Number

WIDTH: Final = 600
STEP_HEIGHT: Final = 34


REACHED: Final[dict[str, dict[str, str]]] = {
    "call_offered": {},
    "call_accepted": {"accepted_at__isnull": "0"},
    "devices_allowed": {"allowed_at__isnull": "0"},
    "connected": {"connected_at__isnull": "0"},
    "good": {"good_seconds__gte": str(GOOD_SECONDS)},
    "ended_by_person": {"ended_at__isnull": "0", "ended_by__in": "client,operator,supervisor,"},
}
"""The filters of the list of calls by which a step is added to the steps before it (see selectors/calls.py)."""


class Video(NamedTuple):
    """``rows`` by the key of programs and the name for people, their sum, and that of the days before."""

    rows: list[tuple[str, str, CallTotals]]
    total: CallTotals
    before: CallTotals


def counted(asked: ReportQuery, zone: tzinfo) -> Video:
    """Count the calls of the sessions the report is about."""

    def totals(of: ReportQuery, by: str) -> dict[Any, CallTotals]:
        sessions = rows_for(of.user, selectors.arrived(of.first, of.last, zone)).filter(**of.columns)
        return selectors.call_totals_by(sessions, by, zone)

    found, earlier = keys.gathered(asked, totals(asked, keys.grouping(asked)), CallTotals(), zone), totals(asked.before, "all")
    name = keys.naming(asked, zone)
    rows = [(*name(key), found[key]) for key in sorted(found, key=lambda key: (key is None, key))]
    return Video(rows, sum(found.values(), CallTotals()), sum(earlier.values(), CallTotals()))


def as_json(video: Video) -> dict[str, Any]:
    return {
        "rows": [{"key": key} | call_measures(totals) for key, _name, totals in video.rows],
        "total": call_measures(video.total),
        "before": call_measures(video.before),
    }


def lines(video: Video) -> list[list[Any]]:
    """Return the lines of a CSV file, with its head."""
    rows = [*((key, totals) for key, _name, totals in video.rows), ("total", video.total)]
    return [["key", *NAMES], *([key, *call_measures(totals).values()] for key, totals in rows)]


def context(video: Video, asked: ReportQuery, zone: tzinfo) -> dict[str, Any] | None:
    """Return what the template shows; None without calls."""
    if not video.total.call_offered:
        return None
    return {
        "heads": [(name, *VIDEO_WORDS[name]) for name in NAMES],
        "steps": _steps(video.total, _addresses(asked, zone)),
        "height": STEP_HEIGHT * len(STEPS),
        "rows": [{"key": key, "name": name, "cells": _cells(totals)} for key, name, totals in video.rows],
        "total": _cells(video.total),
        "before": _cells(video.before) if video.before.call_offered else None,
    }


def _addresses(asked: ReportQuery, zone: tzinfo) -> dict[str, str]:
    """Return for each step the address of the admin's list of exactly its calls."""
    begin, end = selectors.midnight(asked.first, zone), selectors.midnight(asked.last + timedelta(days=1), zone)
    query = {
        "session__created_at__gte": begin.isoformat(),
        "session__created_at__lt": end.isoformat(),
        "session__message__exact": "0",
    }
    query |= {f"session__{name}__exact": str(value) for name, value in asked.columns.items()}
    found = {}
    for step in STEPS:
        query |= REACHED[step]
        found[step] = f"{reverse('admin:videocall_call_changelist')}?{urlencode(query)}"
    return found


def _steps(total: CallTotals, addresses: dict[str, str]) -> list[dict[str, Any]]:
    """Return the bars of the funnel: what came through each step, and its share of the step before."""
    steps, last = [], total.call_offered
    for number, name in enumerate(STEPS):
        count = getattr(total, name)
        steps.append(
            {
                "y": number * STEP_HEIGHT,
                "width": round(WIDTH * count / total.call_offered, 1),
                "words": VIDEO_WORDS[name][0],
                "count": count,
                "link": addresses[name],
                "share": f"{count / last:.0%}" if last and number else "",
            }
        )
        last = count
    return steps


def _cells(totals: CallTotals) -> list[str]:
    return [_shown(name, value) for name, value in call_measures(totals).items()]


def _shown(name: str, value: Number) -> str:
    if value is None:
        return "–"
    if name in SHARES:
        return f"{value:.0%}"
    return f"{value:.1f} s" if name in SECONDS else str(value)
