"""The audit (A8) as a page and as CSV. Reading it changes nothing; exporting it is in the audit itself."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from contactcenter.realtime.wire import Fault
from sessions_app.admin.csv_export import Echo, cell
from sessions_app.log import moment
from supervision.audit_query import AuditQuery, lines_for, parse_audit_query
from supervision.models import AuditEntry
from supervision.services import audit as service

PAGE: Final = 100
HEAD: Final = ("at", "user", "verb", "kind", "id", "target", "detail", "rows", "address")


@require_safe
@permission_required("supervision.view_auditentry", raise_exception=True)
def audit(request: HttpRequest) -> HttpResponseBase:
    """``user``, ``verb``, ``from``, ``to`` (days) and ``q`` narrow it; ``before`` is where the page begins; ``format`` csv."""
    try:
        asked = parse_audit_query(request.GET)
    except Fault as fault:
        return _page(request, AuditQuery(), [], status=400, refusal=fault.text)
    lines = asked.narrow(lines_for(request.user))
    if request.GET.get("format") == "csv":
        return _csv(request, asked, lines)
    shown = list(lines[: PAGE + 1])
    older = f"?{urlencode(asked.query | {'before': str(shown[PAGE - 1].pk)})}" if len(shown) > PAGE else ""
    newest = f"?{urlencode(asked.query)}" if asked.before else ""
    return _page(request, asked, shown[:PAGE], older=older, newest=newest)


def _page(
    request: HttpRequest, asked: AuditQuery, lines: list[AuditEntry], status: int = 200, **context: Any
) -> TemplateResponse:
    context |= admin.site.each_context(request) | {
        "title": _("Audit"),
        "asked": asked,
        "given": request.GET,
        "verbs": AuditEntry.Verb.choices,
        "lines": [(line, _kind(line.kind), _link(line)) for line in lines],
        "csv": f"?{urlencode(asked.query | {'format': 'csv'})}",
    }
    return TemplateResponse(request, "supervision/audit.html", context, status=status)


def _kind(kind: str) -> str:
    """Return the kind in words; those that are no model are words already."""
    for model in apps.get_models():
        if service.kind_of(model) == kind:
            return str(model._meta.verbose_name)
    return kind


def _link(line: AuditEntry) -> str:
    """Return the address of the target's page; empty if there is none, or no longer."""
    if line.kind == "report":
        return line.target_name
    if line.target_id is None or line.verb == AuditEntry.Verb.DELETE:
        return ""
    app = {"call": "videocall", "alertrule": "supervision", "auth.group": "auth", "apitoken": "api"}.get(
        line.kind, "sessions_app"
    )
    try:
        return reverse(f"admin:{app}_{line.kind.rpartition('.')[2]}_change", args=[line.target_id])
    except NoReverseMatch:
        return ""


def _csv(request: HttpRequest, asked: AuditQuery, lines: Any) -> StreamingHttpResponse:
    told = service.record(
        request.user,
        service.Verb.EXPORT,
        None,
        asked.words(),
        kind="audit",
        name=gettext_lazy("audit"),
        rows=lines.count(),
        request=request,
    )
    rows = lines.filter(pk__lt=told.pk).iterator(chunk_size=500)
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(_written(rows), content_type="text/csv; charset=utf-8", headers=headers)


def _written(lines: Iterable[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff"
    yield writer.writerow(HEAD)
    for line in lines:
        detail = line.detail.replace("\n", "; ")
        told = (line.user_name, line.verb, line.kind, line.target_id, line.target_name, detail, line.rows, line.address)
        yield writer.writerow([moment(line.at), *(cell(value) for value in told)])
