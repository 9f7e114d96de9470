"""Helpers: send what is due now, in this thread; and let the pauses between tries pass."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from django.utils import timezone

from api.webhooks import sender
from api.webhooks.models import Delivery, Webhook


def send() -> None:
    """Send until nothing is due."""
    asyncio.run(sender.send())


def pass_time(hours: float = 0) -> None:
    """Make everything that waits due now, and older by so many hours."""
    now = timezone.now()
    Webhook.objects.update(resumes_at=None)
    Delivery.objects.filter(state="pending").update(due_at=now, lease_until=None)
    for row in Delivery.objects.filter(state="pending", first_try_at__isnull=False):
        Delivery.objects.filter(pk=row.pk).update(first_try_at=row.first_try_at - timedelta(hours=hours))  # type: ignore[operator]


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))
