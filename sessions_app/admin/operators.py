"""Groups with their hours, operators, and what operators have at hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app import hooks, selectors
from sessions_app.admin.forms.choices import TimezoneField
from sessions_app.admin.forms.holidays import HolidaysField
from sessions_app.admin.forms.hours import HoursField
from sessions_app.admin.forms.media import ADMIN_FORMS
from sessions_app.admin.forms.model_defaults import ModelDefaults
from sessions_app.admin.forms.own_texts import OwnTextsForm
from sessions_app.admin.forms.related import AddRelatedOnly
from sessions_app.admin.one_line import OneLineAdmin
from sessions_app.admin.operator_account import OperatorAccount
from sessions_app.admin.own_texts import OwnTextsAdmin
from sessions_app.admin.state_words import OPERATORS
from sessions_app.auth.signing_out import sign_out
from sessions_app.models import AwayReason, CannedResponse, Group, Operator, Result, Tag
from sessions_app.rules import opening_hours


class GroupForm(ModelDefaults):
    timezone = TimezoneField(help_text=_("The opening hours are in this time."))
    hours = HoursField()
    holidays = HolidaysField(help_text=_("Days on which the group is closed, whatever the weekday."))

    class Meta:
        model = Group
        fields = ("timezone", "hours", "holidays")  # the admin adds the rest of its fieldsets


@admin.register(Group)
class GroupAdmin(OneLineAdmin):
    form = GroupForm
    list_display = ("name", "members", "open_now", "queue_size", "longest_wait", "offers_to_one")
    search_fields = ("name",)
    fieldsets = (
        (None, {"fields": ("name", "queue_size", "longest_wait", "offers_to_one")}),
        (_("Goals of reports"), {"fields": ("answer_seconds", "answer_share", "short_seconds")}),
        (_("Opening hours"), {"fields": ("timezone", "hours", "holidays")}),
    )

    class Media:
        js = ADMIN_FORMS

    @admin.display(description=_("open now"), boolean=True)
    def open_now(self, group: Group) -> bool:
        return opening_hours.is_open(group, timezone.now())

    @admin.display(description=_("operators"))
    def members(self, group: Group) -> str:
        return ", ".join(group.operators.values_list("name", flat=True))


@admin.register(Operator)
class OperatorAdmin(OperatorAccount, AddRelatedOnly, OneLineAdmin):
    list_display = ("name", "user", "state", "chat_limit", "active")
    list_filter = ("active", "groups")
    search_fields = ("name", "user__username")

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), *hooks.operator_filters]

    @property
    def actions(self) -> tuple[Any, ...]:  # type: ignore[override]
        return tuple(hooks.operator_actions)

    def has_steer_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("sessions_app.steer_operator")

    def delete_model(self, request: HttpRequest, obj: Operator) -> None:
        sign_out(obj.user_id)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Operator]) -> None:
        for operator in queryset:
            sign_out(operator.user_id)
        super().delete_queryset(request, queryset)

    @admin.display(description=_("state"))
    def state(self, operator: Operator) -> str:
        return str(OPERATORS[selectors.operator_state(operator, timezone.now())[0]]) if operator.pk else "–"


class CannedResponseForm(OwnTextsForm):
    class Meta:
        model = CannedResponse
        fields = ("shortcut", "text")
        help_texts = {
            "shortcut": _("What operators type after /: letters, digits, - and _ only."),
            "text": _("It’s put where the operator writes, and can be changed before it’s sent."),
        }


class ResultForm(OwnTextsForm):
    class Meta:
        model = Result
        fields = ("name", "order")
        help_texts = {"name": _("Operators choose it at the end of a conversation."), "order": _("Lower numbers come first.")}


class AwayReasonForm(OwnTextsForm):
    class Meta:
        model = AwayReason
        fields = ("name", "order")
        help_texts = {"name": _("Colleagues and supervisors see it."), "order": _("Lower numbers come first.")}


@admin.register(CannedResponse)
class CannedResponseAdmin(OwnTextsAdmin):
    form = CannedResponseForm
    list_display = ("shortcut", "text")
    search_fields = ("shortcut", "text")


@admin.register(Result)
class ResultAdmin(OwnTextsAdmin):
    form = ResultForm
    list_display = ("name", "order")


@admin.register(Tag)
class TagAdmin(OwnTextsAdmin):
    list_display = ("name",)
    search_fields = ("name",)


@admin.register(AwayReason)
class AwayReasonAdmin(OwnTextsAdmin):
    form = AwayReasonForm
    list_display = ("name", "order")
