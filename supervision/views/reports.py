"""Reports (A6): a page, CSV and JSON with the same numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from contactcenter.realtime.wire import Fault
from sessions_app.admin.csv_export import cell
from sessions_app.models import Group, Operator, Widget
from sessions_app.rules.entries import ENTRIES
from sessions_app.selectors.supervised import operators_for, rows_for
from supervision import period, selectors
from supervision.period import Question
from supervision.rules.measures import NAMES, SECONDS, SHARES, Number, Totals, measures
from supervision.services import audit

WORDS: Final = {
    "offered": (gettext_lazy("Offered"), gettext_lazy("Sessions that entered the queue.")),
    "accepted": (gettext_lazy("Accepted"), gettext_lazy("Of these, accepted by an operator.")),
    "abandoned": (gettext_lazy("Abandoned"), gettext_lazy("The client left before an operator accepted.")),
    "short_abandoned": (gettext_lazy("Short"), gettext_lazy("Left within the group’s short-abandon time; in no ratio.")),
    "missed": (gettext_lazy("Missed"), gettext_lazy("Nobody accepted in the longest wait.")),
    "service_level": (
        gettext_lazy("Service level"),
        gettext_lazy("Accepted within the group’s time ÷ (accepted + abandoned − short + missed)."),
    ),
    "speed_of_answer": (gettext_lazy("Speed of answer"), gettext_lazy("Mean time from entering the queue to being accepted.")),
    "abandon_rate": (gettext_lazy("Abandon rate"), gettext_lazy("(Abandoned − short) ÷ (offered − short).")),
    "handling_time": (gettext_lazy("Handling time"), gettext_lazy("Mean time from being accepted to being closed.")),
    "talk_time": (gettext_lazy("Talk"), gettext_lazy("Mean time from being accepted to the end of the conversation.")),
    "wrapup_time": (gettext_lazy("Wrap-up"), gettext_lazy("Mean time from the end of the conversation to being closed.")),
    "occupancy": (
        gettext_lazy("Occupancy"),
        gettext_lazy("Time with a conversation or wrap-up ÷ time online, of operators; in the total and by operator."),
    ),
    "missed_offers": (gettext_lazy("Missed offers"), gettext_lazy("Offers that ran out ÷ offers to one operator.")),
    "satisfaction": (gettext_lazy("Satisfaction"), gettext_lazy("Ratings of four or five ÷ ratings.")),
    "rated": (gettext_lazy("Rated"), gettext_lazy("Sessions with a rating.")),
}
GROUPINGS: Final = {
    "entry": gettext_lazy("Entry"), "widget": gettext_lazy("Widget"), "group": gettext_lazy("Group"),
    "operator": gettext_lazy("Operator"), "result": gettext_lazy("Result"), "hour": gettext_lazy("Hour"),
    "weekday": gettext_lazy("Weekday"), "day": gettext_lazy("Day"), "week": gettext_lazy("Week"),
}  # fmt: skip


class Row(NamedTuple):
    """One line of a report. ``key`` is for programs, ``name`` for people; ``link`` leads to its sessions."""

    key: str
    name: str
    totals: Totals
    link: str


@require_safe
@permission_required("supervision.view_report", raise_exception=True)
def report(request: HttpRequest) -> HttpResponse:
    """``from``, ``to`` (days), ``by``, and filters ``entry``, ``widget``, ``group``, ``operator``; ``format`` csv or json."""
    today = timezone.localdate()
    try:
        asked = period.question(request.GET, today, request.user)
        rows, total, before, callbacks = _counted(asked)
    except Fault as fault:
        return _refused(request, fault, today)
    if request.GET.get("format") in ("csv", "json"):
        if not request.user.has_perm("sessions_app.export_session"):
            raise PermissionDenied
        audit.record(request.user, audit.Verb.EXPORT, kind="report", name=_address(asked), rows=len(rows), request=request)
    if request.GET.get("format") == "json":
        return JsonResponse(
            {
                "rows": [{"key": row.key} | measures(row.totals) for row in rows],
                "total": measures(total),
                "before": measures(before),
                "callbacks": measures(callbacks),
            }
        )
    if request.GET.get("format") == "csv":
        return _csv(rows, total)
    most = max([row.totals.offered for row in rows], default=0)
    shown = [{"row": row, "cells": _cells(row.totals), "bar": _bar(row.totals, most)} for row in rows]
    return _page(
        request,
        asked,
        rows=shown,
        total=_cells(total),
        before=_cells(before),
        callbacks=_cells(callbacks) if callbacks.offered else None,
        csv=_address(asked, format="csv"),
        json=_address(asked, format="json"),
        earlier=_address(asked.before),
    )


def _counted(asked: Question) -> tuple[list[Row], Totals, Totals, Totals]:
    """Return the rows, their sum, that of the days before, and that of CallBacks."""
    zone = timezone.get_current_timezone()

    def totals(of: Question, **entry: Any) -> dict[Any, Totals]:
        sessions = rows_for(of.user, selectors.arrived(of.first, of.last, zone)).filter(**of.columns)
        return selectors.totals_by(sessions.filter(**entry), of.by, zone)

    queued = {"entry__in": selectors.QUEUED}
    found = totals(asked, **queued)
    work = _work(asked, zone)
    if asked.by == "operator":
        for operator, times in work.items():
            found[operator] = found.get(operator, Totals()) + times
    name = _names(asked.by)
    rows = [Row(*name(key), found[key], _sessions(asked, key)) for key in sorted(found, key=lambda key: (key is None, key))]
    total = sum(found.values(), Totals())
    if asked.by != "operator":
        total = sum(work.values(), total)
    before = sum([*totals(asked.before, **queued).values(), *_work(asked.before, zone).values()], Totals())
    waited_alone = {"entry__in": [entry for entry in ENTRIES if entry not in selectors.QUEUED]}
    return rows, total, before, sum(totals(asked, **waited_alone).values(), Totals())


def _work(asked: Question, zone: tzinfo) -> dict[int, Totals]:
    """Return the working time of the operators the report is about: a filter by entry or widget says nothing of it."""
    if {"entry", "widget"} & asked.columns.keys():
        return {}
    operators: dict[str, Any] = {{"operator": "pk", "group": "groups"}[name]: key for name, key in asked.columns.items()}
    operators["pk__in"] = operators_for(asked.user).order_by().values("pk")
    return selectors.work_of(asked.first, asked.last, zone, timezone.now(), **operators)


def _names(by: str) -> Callable[[Any], tuple[str, str]]:
    """Return what turns a key of the database into one for programs and a name for people."""
    if by in ("widget", "group", "operator"):
        model, column = period.FILTERS[by]
        named = {pk: (key, name) for pk, key, name in model._default_manager.values_list("pk", column, "name")}
        return lambda key: named.get(key, ("", "–"))
    if by == "entry":
        return lambda key: (key, str(_(ENTRIES[key].title)))
    if by == "hour":
        return lambda key: (str(key), f"{key:02}:00")
    if by == "weekday":
        return lambda key: (str(key), str(WEEKDAYS[key - 1]))
    if by in ("day", "week"):
        return lambda key: (_day_of(key).isoformat(), date_format(_day_of(key), "SHORT_DATE_FORMAT"))
    return lambda key: (key or "", key or "–")


def _day_of(moment: datetime) -> date:
    return timezone.localdate(moment)


def _sessions(asked: Question, key: Any) -> str:
    """Return the address of the admin's list of exactly the sessions of a row."""
    first, last = asked.first, asked.last
    query: dict[str, str] = {"message__exact": "0", "entry__in": ",".join(selectors.QUEUED)}
    if asked.by in ("day", "week"):
        first = max(first, _day_of(key))
        last = min(last, _day_of(key) + timedelta(days=0 if asked.by == "day" else 6))
    elif asked.by in ("hour", "weekday"):
        query["created_at__hour" if asked.by == "hour" else "created_at__iso_week_day"] = str(key)
    elif asked.by == "entry":
        query["entry__in"] = key
    elif key is None:
        query[f"{asked.by}__isnull"] = "1"
    else:
        query[f"{asked.by}__exact"] = str(key)
    for name, value in asked.columns.items():
        query["entry__in" if name == "entry" else f"{name}__exact"] = str(value)
    zone = timezone.get_current_timezone()
    query["created_at__gte"] = datetime.combine(first, datetime.min.time(), zone).isoformat()
    query["created_at__lt"] = datetime.combine(last + timedelta(days=1), datetime.min.time(), zone).isoformat()
    return f"{reverse('admin:sessions_app_session_changelist')}?{urlencode(query)}"


def _cells(totals: Totals) -> list[str]:
    return [shown(name, value) for name, value in measures(totals).items()]


def shown(name: str, value: Number) -> str:
    """Return a number as people read it; a dash where there's nothing to divide by."""
    if value is None:
        return "–"
    if name in SHARES:
        return f"{value:.0%}"
    if name in SECONDS:
        minutes, seconds = divmod(round(value), 60)
        return f"{minutes}:{seconds:02}"
    return str(value)


def _bar(totals: Totals, most: int) -> dict[str, float]:
    """Return the widths of a bar, in per cent of the longest: all that were offered, and the accepted part."""
    if not most:
        return {"offered": 0, "accepted": 0}
    return {"offered": round(100 * totals.offered / most, 2), "accepted": round(100 * totals.accepted / most, 2)}


def _csv(rows: list[Row], total: Totals) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["key", *NAMES])
    for key, counts in [*((row.key, row.totals) for row in rows), ("total", total)]:
        writer.writerow([cell(key), *("" if value is None else value for value in measures(counts).values())])
    headers = {"Content-Disposition": 'attachment; filename="report.csv"', "Cache-Control": "no-store"}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _address(asked: Question, **more: str) -> str:
    query = {"from": asked.first.isoformat(), "to": asked.last.isoformat(), "by": asked.by} | asked.filters | more
    return f"{reverse('reports')}?{urlencode(query)}"


def _refused(request: HttpRequest, fault: Fault, today: date) -> HttpResponse:
    if request.GET.get("format") == "json":
        return JsonResponse({"code": fault.code, "text": fault.text}, status=400)
    asked = Question(today - timedelta(days=period.DAYS - 1), today, "day")
    return _page(request, asked, refusal=fault.text, status=400)


def _page(request: HttpRequest, asked: Question, status: int = 200, **context: Any) -> HttpResponse:
    choices = {
        "entry": [(name, _(entry.title)) for name, entry in ENTRIES.items()],
        "widget": list(rows_for(request.user, Widget.objects.all()).values_list("key", "name")),
        "group": [(name, name) for name in rows_for(request.user, Group.objects.all()).values_list("name", flat=True)],
        "operator": [(name, name) for name in rows_for(request.user, Operator.objects.all()).values_list("name", flat=True)],
    }
    context |= admin.site.each_context(request) | {
        "title": _("Reports"),
        "asked": asked,
        "groupings": [(name, words, name == asked.by) for name, words in GROUPINGS.items()],
        "filters": [
            (name, GROUPINGS[name], [(value, words, asked.filters.get(name) == value) for value, words in options])
            for name, options in choices.items()
        ],
        "heads": [(name, *WORDS[name]) for name in NAMES],
        "by": GROUPINGS[asked.by],
    }
    return TemplateResponse(request, "supervision/report.html", context, status=status)
