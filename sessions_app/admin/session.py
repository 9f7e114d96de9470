"""Sessions with their transcript: read and export; live ones can be redirected or ended, never edited."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.views.main import ERROR_FLAG
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app import hooks
from sessions_app.actor import SYSTEM
from sessions_app.admin import csv_export
from sessions_app.log.transcript import entry_text
from sessions_app.models import Client, Group, Operator, Session, Tag
from sessions_app.services.closing import session_end
from sessions_app.services.redirect import session_redirect


class ReadOnly:
    """Nobody adds, changes or deletes here, superusers included."""

    def has_add_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False

    def has_delete_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False


class TargetForm(ActionForm):
    """The target of the redirect action."""

    operator = forms.ModelChoiceField(Operator.objects.filter(active=True), required=False, label=_("To operator"))
    group = forms.ModelChoiceField(Group.objects.all(), required=False, label=_("or group"))


class TagFilter(admin.SimpleListFilter):
    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in Tag.objects.values_list("name", flat=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        """Tags are stored as a list of texts: the quotes keep a tag from matching inside another."""
        tag = self.value()
        return queryset.filter(tags__icontains=json.dumps(tag)) if tag else queryset


@admin.register(Session)
class SessionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number_shown", "entry", "state", "client", "operator", "widget", "created_at", "length")
    list_filter = ("state", "entry", "message", "widget", "group", "operator", "rating", "result", TagFilter)
    search_fields = ("client__name", "client__email", "client__phone", "topic", "log_entries__body")
    list_select_related = ("client", "operator", "widget")
    action_form = TargetForm
    actions = ("export_csv", "pass_on", "end")
    date_hierarchy = "created_at"
    fields = (
        "number_shown", "entry", "message", "state", "client", "operator", "group", "widget", "invitation", "topic", "parameters", "path",
        "callback_phone", "callback_from", "callback_until", "callback_zone", "callback_tries", "created_at", "accepted_at", "ended_at",
        "ended_by", "closed_at", "result", "tags", "rating", "rating_comment", "transcript",
    )  # fmt: skip
    readonly_fields = fields

    def get_inlines(self, request: HttpRequest, obj: Session | None) -> list[type[InlineModelAdmin]]:
        return hooks.session_inlines

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*self.list_filter, *hooks.session_filters]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """An invalid date in a hand-written address shows the list, as Django does with any wrong filter."""
        try:
            answer = super().changelist_view(request, extra_context)
            return answer.render() if isinstance(answer, TemplateResponse) else answer
        except (ValueError, OverflowError):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")

    def has_steer_permission(self, request: HttpRequest) -> bool:
        """Nobody edits a session, but whoever may change sessions may redirect and end live ones."""
        return request.user.has_perm("sessions_app.change_session")

    @admin.action(description=_("Export as CSV"), permissions=["view"])
    def export_csv(self, request: HttpRequest, sessions: QuerySet[Session]) -> StreamingHttpResponse:
        rows = sessions.select_related("client", "operator", "widget", "group")
        return csv_export.response(rows.iterator(chunk_size=500))

    @admin.action(description=_("Redirect to the operator or group"), permissions=["steer"])
    def pass_on(self, request: HttpRequest, sessions: QuerySet[Session]) -> None:
        target = {
            name: int(request.POST[name]) if request.POST.get(name, "").isdecimal() else None for name in ("operator", "group")
        }
        self._each(request, sessions, session_redirect, _("Redirected."), **target)

    @admin.action(description=_("End the conversation"), permissions=["steer"])
    def end(self, request: HttpRequest, sessions: QuerySet[Session]) -> None:
        self._each(request, sessions, session_end, _("Ended."))

    def _each(self, request: HttpRequest, sessions: QuerySet[Session], service: Any, done: Any, **fields: Any) -> None:
        """Run a service for each, and show refusals."""
        for row in sessions:
            try:
                perform(service, by=SYSTEM, session=row.public_id, **fields)
            except Fault as fault:
                self.message_user(request, f"{row.number}: {fault.text}", messages.WARNING)
            else:
                self.log_change(request, row, done)
                self.message_user(request, f"{row.number}: {done}")

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
            (entry.at.strftime("%H:%M:%S"), entry.name or entry.role, entry_text(entry))
            for entry in session.log_entries.order_by("seq")
        )
        return format_html("<table>{}</table>", format_html_join("", "<tr><td>{}</td><th>{}</th><td>{}</td></tr>", lines))


@admin.register(Client)
class ClientAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("__str__", "email", "verified", "widget", "language", "browser", "os", "created_at")
    list_filter = ("widget",)
    search_fields = ("name", "email", "phone")
