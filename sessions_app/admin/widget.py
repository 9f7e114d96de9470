"""Widgets: where they run, how they look, and the code for the website."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sessions_app.admin.one_line import OneLineAdmin
from sessions_app.models import Widget
from sessions_app.models.ids import identity_secret
from sessions_app.models.origins import unencrypted


@admin.register(Widget)
class WidgetAdmin(OneLineAdmin):
    list_display = ("name", "key", "group", "active")
    list_filter = ("active", "group")
    search_fields = ("name", "key")
    readonly_fields = ("key", "script", "identity_secret")
    actions = ("new_secret",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = (
        (None, {"fields": ("name", "active", "group", "key", "script")}),
        (_("Website"), {"fields": ("origins", "entries", "country", "consent_text", "privacy_url")}),
        (_("Look"), {"fields": ("accent", "launcher", "greeting")}),
        (_("Answers"), {"fields": ("message_preview", "message_alerts")}),
        (_("Messages left"), {"fields": ("message_email",)}),
        (_("Signed-in clients"), {"fields": ("identity_secret",), "classes": ("collapse",)}),
        (
            _("When a call starts"),
            {"fields": ("call_window", "operator_microphone", "operator_camera", "client_microphone", "client_camera")},
        ),
        (_("Connection"), {"fields": ("relay_only",)}),
    )

    @admin.display(description=_("code for your website"))
    def script(self, widget: Widget) -> str:
        if not widget.pk:
            return "–"
        return format_html(
            '<code>&lt;script async src="{}/widget.js?key={}"&gt;&lt;/script&gt;</code>', settings.PUBLIC_URL, widget.key
        )

    def save_model(self, request: HttpRequest, obj: Widget, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for origin in unencrypted(obj.origins):
            words = _("%(origin)s isn’t encrypted: people can chat there, but browsers don’t allow camera or microphone.")
            self.message_user(request, words % {"origin": origin}, messages.WARNING)

    @admin.action(description=_("Make a new identity secret"), permissions=["change"])
    def new_secret(self, request: HttpRequest, widgets: QuerySet[Widget]) -> None:
        """Replace the secret; tokens signed with the old one are no longer valid."""
        for widget in widgets:
            Widget.objects.filter(pk=widget.pk).update(identity_secret=identity_secret())
            self.log_change(request, widget, _("New identity secret."))
        self.message_user(request, _("Give the new secret to the website’s server."))
