"""Reports (A6): a page, CSV and JSON with the same numbers."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contactcenter.realtime.wire import Fault
from sessions_app.admin.csv_export import cell
from sessions_app.models import Group, Operator, Widget
from sessions_app.rules.entries import ENTRIES
from sessions_app.selectors.supervised import rows_for
from supervision import report_query
from supervision.measure_words import GROUPINGS, WORDS, shown
from supervision.report import Row, as_json, report_of
from supervision.report_query import ReportQuery
from supervision.rules.measures import NAMES, Number, Totals, measures
from supervision.services import audit
from supervision.views import report_chart, report_video


@require_safe
@permission_required("supervision.view_report", raise_exception=True)
def report(request: HttpRequest) -> HttpResponse:
    """``from``, ``to`` (days), ``by``, and filters ``entry``, ``widget``, ``group``, ``operator``; ``format`` csv or json; in CSV
    ``about=calls`` for the video funnel.
    """
    today = timezone.localdate()
    try:
        asked = report_query.parse_report_query(request.GET, today, request.user)
        found = report_of(asked)
    except Fault as fault:
        return _refused(request, fault, today)
    rows, total, before, callbacks, video = found
    if request.GET.get("format") in ("csv", "json"):
        if not request.user.has_perm("sessions_app.export_session"):
            raise PermissionDenied
        audit.record(request.user, audit.Verb.EXPORT, kind="report", name=_address(asked), rows=len(rows), request=request)
    if request.GET.get("format") == "json":
        return JsonResponse(as_json(found))
    if request.GET.get("format") == "csv":
        calls = request.GET.get("about") == "calls"
        return _csv(report_video.lines(video), "calls.csv") if calls else _csv(_lines(rows, total), "report.csv")
    most = max([row.totals.offered for row in rows], default=0)
    shown = [{"row": row, "cells": _cells(row.totals), "bar": _bar(row.totals, most)} for row in rows]
    return _page(
        request,
        asked,
        rows=shown,
        summary=_summary(total, before),
        offered=total.offered,
        chart=report_chart.chart(asked.by, [(row.name, row.link, row.totals) for row in rows]),
        video=report_video.context(video, asked, timezone.get_current_timezone()),
        total=_cells(total),
        before=_cells(before),
        callbacks=_cells(callbacks) if callbacks.offered else None,
        csv=_address(asked, format="csv"),
        calls_csv=_address(asked, format="csv", about="calls"),
        json=_address(asked, format="json"),
        earlier=_address(asked.before),
        later=_address(asked.after) if asked.last < today else "",
    )


def _cells(totals: Totals) -> list[str]:
    return [shown(name, value) for name, value in measures(totals).items()]


def _bar(totals: Totals, most: int) -> dict[str, float]:
    """Return the widths of a bar, in per cent of the longest: all that were offered, and the accepted part."""
    if not most:
        return {"offered": 0, "accepted": 0}
    return {"offered": round(100 * totals.offered / most, 2), "accepted": round(100 * totals.accepted / most, 2)}


def _summary(total: Totals, before: Totals) -> list[dict[str, Any]]:
    """Return each measure with what it was in the days before, and which way it went."""
    now, then = measures(total), measures(before)
    return [
        {
            "name": name,
            "words": WORDS[name][0],
            "meaning": WORDS[name][1],
            "value": shown(name, value),
            "before": shown(name, then[name]),
            "trend": _trend(value, then[name]) if shown(name, value) != shown(name, then[name]) else "",
            "note": _answered(total) if name == "rated" else "",
        }
        for name, value in now.items()
    ]


def _answered(total: Totals) -> str:
    """Return which share of the conversations were rated: how much their satisfaction says."""
    if not total.handled:
        return ""
    return _("%(share)s of %(count)d conversations") % {"share": f"{total.rated / total.handled:.0%}", "count": total.handled}


def _trend(value: Number, before: Number) -> str:
    if value is None or before is None:
        return ""
    return "up" if value > before else "down"


def _lines(rows: list[Row], total: Totals) -> list[list[Any]]:
    """Return the lines of a CSV file, with its head."""
    counted = [*((row.key, row.totals) for row in rows), ("total", total)]
    return [["key", *NAMES], *([key, *measures(counts).values()] for key, counts in counted)]


def _csv(lines: list[list[Any]], name: str) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([cell(line[0]), *("" if value is None else value for value in line[1:])] for line in lines)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _address(asked: ReportQuery, **more: str) -> str:
    query = {"from": asked.first.isoformat(), "to": asked.last.isoformat(), "by": asked.by} | asked.filters | more
    return f"{reverse('reports')}?{urlencode(query)}"


def _refused(request: HttpRequest, fault: Fault, today: date) -> HttpResponse:
    if request.GET.get("format") == "json":
        return JsonResponse({"code": fault.code, "text": fault.text}, status=400)
    asked = ReportQuery(today - timedelta(days=report_query.DAYS - 1), today, "day")
    return _page(request, asked, refusal=fault.text, status=400)


def _page(request: HttpRequest, asked: ReportQuery, status: int = 200, **context: Any) -> HttpResponse:
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
