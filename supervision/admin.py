"""What supervisors see of the facts: an operator's states, and the routing steps on a session's page (A2)."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sessions_app.admin.session import ReadOnly
from sessions_app.admin.supervised import SupervisedAdmin
from supervision.models import SessionOffer, StateSpan


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
