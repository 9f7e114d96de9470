"""Sessions with their transcript: read and export. What supervisors do with live ones comes from their room (hooks.py)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sessions_app import hooks
from sessions_app.admin import csv_export
from sessions_app.admin.session_list import SessionList
from sessions_app.admin.supervised import SupervisedAdmin
from sessions_app.log.transcript import entry_text
from sessions_app.models import LogEntry, Session


class ReadOnly:
    """Nobody adds, changes or deletes here, superusers included."""

    def has_add_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False

    def has_delete_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False


def _words(session: Session, entry: LogEntry) -> str:
    """Return an entry's text; of erased words only that they were there."""
    erased = session.erased_at is not None and entry.kind in ("message.posted", "note.posted")
    return str(_("Erased")) if erased else entry_text(entry)


def _filter(request: HttpRequest) -> str:
    """Return the filters of a list for the audit. The words of a search are left out: they may be a client's."""
    parts = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    return "&".join(f"{name}={'…' if name == SEARCH_VAR else value}" for name, value in parts)


@admin.register(Session)
class SessionAdmin(ReadOnly, SessionList, SupervisedAdmin):
    list_display = ("number_shown", "entry", "state", "client", "operator", "widget", "created_at", "length")
    audited_reads = True
    fields = (
        "number_shown", "entry", "message", "state", "client", "operator", "group", "widget", "invitation", "topic", "parameters", "path",
        "callback_phone", "callback_from", "callback_until", "callback_zone", "callback_tries", "created_at", "accepted_at", "ended_at",
        "ended_by", "closed_at", "result", "tags", "rating", "rating_comment", "erased_at",
        "transcript",
    )  # fmt: skip
    readonly_fields = fields

    def get_inlines(self, request: HttpRequest, obj: Session | None) -> list[type[InlineModelAdmin]]:
        """Return the tables below a session; one without rows only has a head and is left out."""
        return [table for table in hooks.session_inlines if obj and table.model.objects.filter(session=obj).exists()]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), *hooks.session_filters]

    @property
    def actions(self) -> tuple[Any, ...]:  # type: ignore[override]
        return ("export_csv", *hooks.session_actions)

    def has_steer_permission(self, request: HttpRequest) -> bool:
        """Nobody edits a session, but supervisors may redirect and end live ones."""
        return request.user.has_perm("sessions_app.steer_session")

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("sessions_app.export_session")

    @admin.action(description=_("Export as CSV"), permissions=["export"])
    def export_csv(self, request: HttpRequest, sessions: QuerySet[Session]) -> StreamingHttpResponse:
        self.announce(
            request,
            "export",
            None,
            _filter(request) or "no filter",
            kind="session",
            name=_("sessions"),
            rows=sessions.count(),
        )
        rows = sessions.select_related("client", "operator", "widget", "group")
        return csv_export.response(rows.iterator(chunk_size=500))

    @admin.display(description=_("session"), ordering="pk")
    def number_shown(self, session: Session) -> str:
        return str(session.number)

    @admin.display(description=_("length"))
    def length(self, session: Session) -> str:
        if session.accepted_at is None or session.ended_at is None:
            return "–"
        seconds = int((session.ended_at - session.accepted_at).total_seconds())
        return f"{seconds // 60}:{seconds % 60:02}"

    @admin.display(description=_("transcript"))
    def transcript(self, session: Session) -> SafeString:
        lines = (
            (entry.at.strftime("%H:%M:%S"), entry.name or entry.role, _words(session, entry))
            for entry in session.log_entries.order_by("seq")
        )
        return format_html("<table>{}</table>", format_html_join("", "<tr><td>{}</td><th>{}</th><td>{}</td></tr>", lines))
