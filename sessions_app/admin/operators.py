"""Groups with their hours, operators, and what operators have at hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app import hooks, selectors
from sessions_app.admin.one_line import OneLineAdmin
from sessions_app.auth.signing_out import sign_out
from sessions_app.models import AwayReason, CannedResponse, Group, Operator, Result, Tag
from sessions_app.rules import opening_hours


@admin.register(Group)
class GroupAdmin(OneLineAdmin):
    list_display = ("name", "members", "open_now", "queue_size", "longest_wait", "offers_to_one")
    search_fields = ("name",)
    fieldsets = (
        (None, {"fields": ("name", "queue_size", "longest_wait", "offers_to_one")}),
        (_("Goals of reports"), {"fields": ("answer_seconds", "answer_share", "short_seconds")}),
        (_("Opening hours"), {"fields": ("timezone", "hours", "holidays")}),
    )

    @admin.display(description=_("open now"), boolean=True)
    def open_now(self, group: Group) -> bool:
        return opening_hours.is_open(group, timezone.now())

    @admin.display(description=_("operators"))
    def members(self, group: Group) -> str:
        return ", ".join(group.operators.values_list("name", flat=True))


@admin.register(Operator)
class OperatorAdmin(OneLineAdmin):
    list_display = ("name", "user", "state", "chat_limit", "active")
    list_filter = ("active", "groups")
    search_fields = ("name", "user__username")
    filter_horizontal = ("groups",)
    fields = ("name", "user", "groups", "chat_limit", "takes_chat", "takes_video", "active", "state")
    readonly_fields = ("state",)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), *hooks.operator_filters]

    @property
    def actions(self) -> tuple[Any, ...]:  # type: ignore[override]
        return tuple(hooks.operator_actions)

    def has_steer_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("sessions_app.steer_operator")

    def save_model(self, request: HttpRequest, obj: Operator, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not obj.active:
            sign_out(obj.user_id)

    def delete_model(self, request: HttpRequest, obj: Operator) -> None:
        sign_out(obj.user_id)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Operator]) -> None:
        for operator in queryset:
            sign_out(operator.user_id)
        super().delete_queryset(request, queryset)

    @admin.display(description=_("state"))
    def state(self, operator: Operator) -> str:
        return selectors.operator_state(operator, timezone.now())[0] if operator.pk else "–"

    def get_readonly_fields(self, request: HttpRequest, obj: Operator | None = None) -> tuple[str, ...]:
        """An operator's account is chosen once: changing it would hand over somebody's conversations."""
        return ("state", "user") if obj else ("state",)


@admin.register(CannedResponse)
class CannedResponseAdmin(OneLineAdmin):
    list_display = ("shortcut", "text")
    search_fields = ("shortcut", "text")


@admin.register(Result)
class ResultAdmin(OneLineAdmin):
    list_display = ("name", "order")


@admin.register(Tag)
class TagAdmin(OneLineAdmin):
    list_display = ("name",)
    search_fields = ("name",)


@admin.register(AwayReason)
class AwayReasonAdmin(OneLineAdmin):
    list_display = ("name", "order")
