"""Write events to the outbox, in the transaction of the change they tell of: neither is ever there without the other.

Bodies are thin: ids and what changed, no text of anybody and no personal data. Receivers ask the API for the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
from django.utils import timezone

from api.webhooks import subscriptions
from api.webhooks.events import TEST
from api.webhooks.models import Delivery, Webhook
from contactcenter.realtime.public_ids import public_id
from sessions_app.log import moment

_json: Final = msgspec.json.Encoder().encode


def record(event: str, about: str, data: Mapping[str, Any], *, groups: Iterable[int] = (), at: datetime | None = None) -> None:
    """Add the event for every webhook that wants it. Events about the same are delivered in this order."""
    webhooks = subscriptions.subscribers(event, groups)
    if webhooks:
        _add(webhooks, event, about, data, at or timezone.now())


def test_send(*, webhook: Webhook) -> Delivery:
    """Send an event that tells of nothing, also while the webhook is off or rests."""
    Webhook.objects.filter(pk=webhook.pk).update(resumes_at=None)
    (row,) = _add([webhook.pk], TEST, f"test:{public_id()}", {"webhook": webhook.pk}, timezone.now())
    return row


def _add(webhooks: list[int], event: str, about: str, data: Mapping[str, Any], at: datetime) -> list[Delivery]:
    event_id = f"evt_{public_id()}"
    body = _json({"type": event, "timestamp": moment(at), "data": data}).decode()
    now = timezone.now()
    rows = [
        Delivery(webhook_id=webhook, event_id=event_id, type=event, key=about, body=body, created_at=now, due_at=now)
        for webhook in webhooks
    ]
    return Delivery.objects.bulk_create(rows)
