"""What supervisors see of the facts (operators' states, routing steps of a session: A2), and the rules of alerts (A7)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sessions_app.admin.forms.related import AddRelatedOnly
from sessions_app.admin.one_line import OneLineAdmin
from sessions_app.admin.session import ReadOnly
from sessions_app.admin.supervised import SupervisedAdmin
from sessions_app.mail import Letter, send_later
from sessions_app.selectors import supervised
from supervision.alert_form import AlertRuleForm
from supervision.alert_words import number, sentence
from supervision.models import Alert, AlertRule, SessionOffer, StateSpan
from supervision.services.alerts import rule_changed


class OfferInline(ReadOnly, admin.TabularInline):
    model = SessionOffer
    fields = ("operator", "offered_at", "until", "outcome", "ended_at")
    readonly_fields = fields
    extra = 0
    verbose_name_plural = _("routing steps")


@admin.register(StateSpan)
class StateSpanAdmin(ReadOnly, SupervisedAdmin):
    list_display = ("operator", "state", "reason", "since", "until", "length", "role", "author")
    list_filter = ("operator", "state", "reason")
    list_select_related = ("operator",)
    date_hierarchy = "since"

    @admin.display(description=_("length"))
    def length(self, span: StateSpan) -> str:
        if span.until is None:
            return str(_("now"))
        seconds = int((span.until - span.since).total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@admin.register(Alert)
class AlertAdmin(ReadOnly, SupervisedAdmin):
    """What has fired, and when it was over."""

    list_display = ("rule", "fired_at", "measured", "resolved_at")
    fields = list_display
    readonly_fields = fields
    list_filter = ("rule",)
    list_select_related = ("rule",)
    date_hierarchy = "fired_at"

    @admin.display(description=_("value"), ordering="value")
    def measured(self, alert: Alert) -> str:
        return number(alert.rule.measure, alert.value)


@admin.register(AlertRule)
class AlertRuleAdmin(AddRelatedOnly, OneLineAdmin):
    """Rules of alerts (A7). A changed rule begins anew."""

    form = AlertRuleForm
    list_display = ("name", "watches", "state", "active")
    list_filter = ("group", "active", "firing")
    list_select_related = ("group",)
    search_fields = ("name", "emails")

    def get_form(self, request: HttpRequest, obj: AlertRule | None = None, change: bool = False, **kwargs: Any) -> Any:
        """A bound supervisor has alerts on their own groups only, none on all groups together."""
        form = super().get_form(request, obj, change, **kwargs)
        if "group" in form.base_fields:
            group: Any = form.base_fields["group"]
            group.empty_label, group.help_text = _("All groups together"), ""
            group.required = supervised.is_bound(request.user)
        return form

    @admin.display(description=_("alert when"))
    def watches(self, rule: AlertRule) -> str:
        return sentence(rule)

    @admin.display(description=_("state"))
    def state(self, rule: AlertRule) -> str:
        if not rule.active:
            return str(_("off"))
        if rule.trouble:
            return rule.trouble
        if rule.firing:
            return str(_("firing"))
        return str(_("pending")) if rule.since else str(_("quiet"))

    def save_model(self, request: HttpRequest, obj: AlertRule, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and {*form.changed_data} - {"name", "cooldown", "emails"}:
            self._send(rule_changed(obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Past alerts go with their rule, though nobody deletes one by itself."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, needed - {Alert._meta.verbose_name}, protected

    def delete_model(self, request: HttpRequest, obj: AlertRule) -> None:
        letters = rule_changed(obj)
        super().delete_model(request, obj)
        self._send(letters)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[AlertRule]) -> None:
        letters = [letter for rule in queryset for letter in rule_changed(rule)]
        super().delete_queryset(request, queryset)
        self._send(letters)

    @staticmethod
    def _send(letters: list[Letter]) -> None:
        for letter in letters:
            transaction.on_commit(partial(send_later, letter))
