"""Calls in the admin, in a list and on the page of their session: supervisors read and search them, but never change them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sessions_app.admin.session import ReadOnly
from sessions_app.admin.supervised import SupervisedAdmin
from videocall import quality, quality_chart
from videocall.models import Call

SESSION_FILTERS: Final = frozenset(
    f"session__{name}"
    for name in (
        "created_at__gte",
        "created_at__lt",
        *(f"{column}__exact" for column in ("message", "entry", "widget", "group", "operator")),
    )
)


class CallInline(ReadOnly, admin.TabularInline):
    """The calls of a session; *View* leads to the record with the quality over time."""

    model = Call
    fields = ("state", "operator", "created_at", "accepted_at", "connected_at", "length", "ended_by", "reason", "good")
    readonly_fields = fields
    extra = 0
    show_change_link = True

    @admin.display(description=_("length"))
    def length(self, call: Call) -> timedelta | None:
        return length_of(call)

    @admin.display(description=_("good"))
    def good(self, call: Call) -> timedelta | None:
        """Return how long the connection was good for the side that had it worse; None without a quality record."""
        return None if call.good_seconds is None else timedelta(seconds=call.good_seconds)


@admin.register(Call)
class CallAdmin(SupervisedAdmin):
    """The record of a call: participants, times, length, and how it ended."""

    list_display = ("session", "operator", "state", "created_at", "length", "ended_by", "reason")
    list_filter = ("state", "ended_by", "operator")
    list_select_related = ("session", "operator")
    date_hierarchy = "created_at"
    search_fields = ("=public_id", "=session__public_id", "operator__name")
    fields = (
        ("session", "operator"),
        ("state", "prompt", "video"),
        ("created_at", "accepted_at", "connected_at", "ended_at"),
        ("length", "ended_by", "reason"),
        ("quality",),
    )
    readonly_fields = tuple(name for row in fields for name in row)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow the filters by session that a report's funnel leads to its calls by."""
        return lookup in SESSION_FILTERS or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("length"))
    def length(self, call: Call) -> timedelta | None:
        return length_of(call)

    @admin.display(description=_("quality of the connection"))
    def quality(self, call: Call) -> SafeString:
        """Show what each side received over the time of the call."""
        return quality_chart.strips(quality.records(call))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return False


def length_of(call: Call) -> timedelta | None:
    """Return the seconds from the first sound or picture to the end; None if it was never connected or is still running."""
    if call.connected_at is None or call.ended_at is None:
        return None
    return timedelta(seconds=round((call.ended_at - call.connected_at).total_seconds()))
