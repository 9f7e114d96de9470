"""Deliveries in the admin: the newest hundred on a page, with what the receiver answered and when the next try comes. Read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from api.webhooks.models import Delivery
from api.webhooks.services.deliveries import deliveries_replay
from contactcenter.realtime.group_commit import perform
from sessions_app.admin.session import ReadOnly
from sessions_app.admin.supervised import SupervisedAdmin
from sessions_app.services.audited import with_line


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, SupervisedAdmin):
    list_display = ("created_at", "type", "webhook", "standing", "status", "milliseconds", "tries", "next_try", "trouble")
    list_filter = ("webhook", "state", "refused", "type")
    list_select_related = ("webhook",)
    list_per_page = 100
    show_full_result_count = False
    search_fields = ("event_id", "key")
    fields = (
        "webhook", "type", "event_id", "key", "created_at", "standing", "tries", "last_try_at", "next_try", "status", "milliseconds",
        "trouble", "answer", "body",
    )  # fmt: skip
    readonly_fields = fields
    actions = ("send_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Rows of a webhook that was deleted this moment are gone, too."""
        return super().get_queryset(request).filter(webhook__created_at__isnull=False)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, delivery: Delivery) -> str:
        refused = delivery.refused and delivery.state != Delivery.State.DELIVERED
        return str(_("refused")) if refused else str(delivery.get_state_display())

    @admin.display(description=_("next try"), ordering="due_at")
    def next_try(self, delivery: Delivery) -> Any:
        return formats.localize(timezone.localtime(delivery.due_at)) if delivery.state == Delivery.State.PENDING else None

    def has_replay_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("webhooks.change_webhook")

    @admin.action(description=_("Send again"), permissions=["replay"])
    def send_again(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        """Send whatever was chosen once more, with the same ids; what still waits is left alone."""
        count = 0
        for row in rows.order_by("pk"):
            line = {
                "user": request.user,
                "verb": "run",
                "target": row.webhook,
                "detail": f"Sent again: {row}",
                "request": request,
            }
            count += perform(with_line, act=deliveries_replay, line=line, webhook=row.webhook, only=row.pk)
        words = ngettext("%(count)s event is sent again.", "%(count)s events are sent again.", count) % {"count": count}
        self.message_user(request, words, messages.SUCCESS)
