"""Clients in the admin: find one, export everything about them, erase them (P2); consents, and the versions of their texts (P3)."""

from __future__ import annotations

import tempfile
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app.actor import supervisor
from sessions_app.admin.one_line import OneLineField
from sessions_app.admin.session import ReadOnly
from sessions_app.admin.supervised import SupervisedAdmin
from sessions_app.models import Client, Consent, ConsentText
from sessions_app.privacy.archive import write_archive
from sessions_app.privacy.export import exported_sessions
from sessions_app.privacy.selectors import browsers_of, running
from sessions_app.privacy.services.erasure import REASON, client_erase
from sessions_app.privacy.services.exports import export_note

SHOWN = 100


class ReasonForm(forms.Form):
    reason = OneLineField(
        label=_("Reason"),
        max_length=REASON,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Kept in the audit. Write it without the client’s name, address or number."),
    )


@admin.register(Client)
class ClientAdmin(ReadOnly, SupervisedAdmin):
    list_display = ("__str__", "email", "phone", "verified", "widget", "language", "browser", "os", "created_at")
    list_filter = ("widget",)
    list_select_related = ("widget",)
    search_fields = ("name", "email", "phone", "external_id")
    search_help_text = _("A name, an e-mail address, a phone number, or the id at the website.")
    fields = (
        "name", "email", "phone", "external_id", "verified", "language", "browser", "os", "widget", "created_at", "erased_at",
        "conversations",
    )  # fmt: skip
    readonly_fields = fields

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/export/", view(require_POST(self.export)), name="sessions_app_client_export"),
            path("<int:pk>/erase/", view(self.erase), name="sessions_app_client_erase"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        rights = {
            "can_export": request.user.has_perm("sessions_app.export_client"),
            "can_erase": request.user.has_perm("sessions_app.erase_client"),
        }
        return super().change_view(request, object_id, form_url, (extra_context or {}) | rights)

    @admin.display(description=_("conversations"))
    def conversations(self, client: Client) -> str:
        rows = client.sessions.select_related("operator").order_by("-pk")[:SHOWN]
        lines = (
            (
                reverse("admin:sessions_app_session_change", args=[row.pk]),
                row.number,
                row.get_entry_display(),
                row.created_at.date(),
            )
            for row in rows
        )
        return format_html_join("", '<div><a href="{}">{}</a> {}, {}</div>', lines) or "–"

    def _client(self, request: HttpRequest, pk: int, right: str) -> Client:
        if not request.user.has_perm(right):
            raise PermissionDenied
        client: Client | None = self.get_queryset(request).filter(pk=pk).first()
        if client is None:
            raise Http404(_("There’s no such client."))
        return client

    def export(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """Send the zip. It's written beside the uploads first: a file the storage has lost must not break the download."""
        client = self._client(request, pk, "sessions_app.export_client")
        file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - closed with the answer
        try:
            export = write_archive(file, client, by=supervisor(request.user))
        except Fault as fault:
            file.close()
            return self._refused(request, client, fault)
        perform(export_note, client=client, sessions=len(export["sessions"]), user=request.user, request=request)
        file.seek(0)
        answer = FileResponse(file, as_attachment=True, filename=f"client-{client.pk}.zip", content_type="application/zip")
        answer["Cache-Control"] = "no-store"
        return answer

    def erase(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what goes and what stays; erase when that is confirmed."""
        client = self._client(request, pk, "sessions_app.erase_client")
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                perform(
                    client_erase,
                    by=supervisor(request.user),
                    client=client,
                    reason=form.cleaned_data["reason"],
                    request=request,
                )
            except Fault as fault:
                if fault.code != "erase.reason":
                    return self._refused(request, client, fault)
                form.add_error("reason", fault.text)
            else:
                self.message_user(request, _("The client is erased."))
                return self._to_client(client)
        return TemplateResponse(request, "admin/sessions_app/client/erase.html", self._context(request, client, form))

    def _context(self, request: HttpRequest, client: Client, form: ReasonForm) -> dict[str, Any]:
        people = list(browsers_of(client))
        sessions = exported_sessions(people, supervisor(request.user), None, right="sessions_app.erase_client")
        return self.admin_site.each_context(request) | {
            "title": _("Erase a client"),
            "opts": self.opts,
            "client": client,
            "form": form,
            "browsers": len(people),
            "sessions": len(sessions),
            "files": sum(each.files.exclude(state="deleted").count() for each in sessions),
            "running": running(people),
            "media": self.media + form.media,
        }

    def _refused(self, request: HttpRequest, client: Client, fault: Fault) -> HttpResponse:
        self.message_user(request, fault.text, messages.WARNING)
        return self._to_client(client)

    def _to_client(self, client: Client) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:sessions_app_client_change", args=[client.pk]))


class ConsentInline(ReadOnly, admin.TabularInline):
    model = Consent
    fields = ("version", "language", "answer", "at")
    readonly_fields = fields
    extra = 0

    @admin.display(description=_("version"))
    def version(self, consent: Consent) -> str:
        url = reverse("admin:sessions_app_consenttext_change", args=[consent.text_id])
        return format_html('<a href="{}">{}</a>', url, consent.text)


@admin.register(ConsentText)
class ConsentTextAdmin(ReadOnly, SupervisedAdmin):
    list_display = ("__str__", "text", "created_at")
    fields = ("sha256", "text", "privacy_url", "created_at")
    readonly_fields = fields
