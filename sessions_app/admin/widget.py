"""Widgets: where they run, how they look, and the code for the website."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from sessions_app.admin.forms.choices import CountryField, EntriesField
from sessions_app.admin.forms.colour import ENOUGH, ColourField, contrast_on_white
from sessions_app.admin.forms.media import ADMIN_FORMS
from sessions_app.admin.forms.model_defaults import ModelDefaults
from sessions_app.admin.forms.origins import OriginsField
from sessions_app.admin.forms.own_texts import OwnTextsForm
from sessions_app.admin.forms.related import AddRelatedOnly
from sessions_app.admin.own_texts import OwnTextsAdmin
from sessions_app.models import Widget
from sessions_app.models.ids import identity_secret
from sessions_app.models.origins import unencrypted


class WidgetForm(OwnTextsForm, ModelDefaults):
    origins = OriginsField(
        help_text=_(
            "The websites that may show this widget, one a line, such as https://www.example.com. "
            "Without https people can chat there, but not call."
        )
    )
    entries = EntriesField(help_text=_("What clients can choose in the widget, in this order."))
    accent = ColourField(help_text=_("Of the button and of the widget. Text on it becomes black or white by itself."))
    country = CountryField(help_text=_("For phone numbers written without a country code."))

    class Meta:
        model = Widget
        fields = ("origins", "entries", "accent", "country")  # the admin adds the rest of its fieldsets
        help_texts = {
            "name": _("Clients and operators read it."),
            "active": _("An inactive widget isn’t shown on any website."),
            "group": _("Its operators answer, at its hours."),
            "consent_text": _("Beside the box to tick before a client enters; empty for no box."),
            "privacy_url": _("The consent text leads to it."),
            "launcher": _("Empty for “Talk to us”."),
            "greeting": _("Above the offered entries; empty for “Hello. How would you like to talk?”."),
            "call_window": _("Otherwise calls run in the widget, where the website allows camera and microphone."),
            "operator_microphone": _("Operators can turn it on and off at any time."),
            "operator_camera": _("Operators can turn it on and off at any time."),
            "client_microphone": _("Clients are asked by their browser first."),
            "client_camera": _("Off until the client turns it on, unless you choose otherwise here."),
        }


@admin.register(Widget)
class WidgetAdmin(AddRelatedOnly, OwnTextsAdmin):
    form = WidgetForm
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

    class Media:
        js = ADMIN_FORMS

    @admin.display(description=_("code for your website"))
    def script(self, widget: Widget) -> str:
        if not widget.pk:
            return str(_("It is shown here as soon as the widget is saved."))
        code = f'<script async src="{settings.PUBLIC_URL}/widget.js?key={widget.key}"></script>'
        return render_to_string("admin/widgets/code.html", {"code": code, "seen": widget.seen_at})

    def save_model(self, request: HttpRequest, obj: Widget, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for origin in unencrypted(obj.origins):
            words = _("%(origin)s isn’t encrypted: people can chat there, but browsers don’t allow camera or microphone.")
            self.message_user(request, words % {"origin": origin}, messages.WARNING)
        if "accent" in form.changed_data and (ratio := contrast_on_white(obj.accent)) < ENOUGH:
            words = _("The colour stands out little on a white page (%(ratio).1f : 1): some people won’t find the button.")
            self.message_user(request, words % {"ratio": ratio}, messages.WARNING)

    def response_add(self, request: HttpRequest, obj: Widget, post_url_continue: str | None = None) -> HttpResponse:
        """Go on to the new widget: the code for the website is there."""
        if request.POST.keys() & {"_addanother", "_popup"}:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(
            request, _("The widget is ready. Copy the code below into the pages of your website."), messages.SUCCESS
        )
        return redirect("admin:sessions_app_widget_change", obj.pk)

    @admin.action(description=_("Make a new identity secret"), permissions=["change"])
    def new_secret(self, request: HttpRequest, widgets: QuerySet[Widget]) -> None:
        """Replace the secret; tokens signed with the old one are no longer valid."""
        for widget in widgets:
            with transaction.atomic():
                Widget.objects.filter(pk=widget.pk).update(identity_secret=identity_secret())
                self.log_change(request, widget, _("New identity secret."))
        self.message_user(request, _("Give the new secret to the website’s server."))
