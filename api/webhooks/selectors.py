"""Reads of the outbox: what is due, and how much waits."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from api.webhooks.events import TEST
from api.webhooks.models import Delivery, Webhook

PENDING = Q(state=Delivery.State.PENDING)


def open_webhooks(now: datetime) -> list[int]:
    """Return the webhooks that may be sent to now: those that don't rest. One that is off gets tests only."""
    rested = Q(resumes_at=None) | Q(resumes_at__lte=now)
    return list(Webhook.objects.filter(rested).order_by("pk").values_list("pk", flat=True))


def due(webhook: int, now: datetime) -> QuerySet[Delivery]:
    """Return what can be sent to this webhook, oldest first: nothing that comes after something pending of the same key."""
    earlier = Delivery.objects.filter(PENDING, webhook=OuterRef("webhook"), key=OuterRef("key"), pk__lt=OuterRef("pk"))
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    wanted = Q(webhook__active=True) | Q(type=TEST)
    rows = Delivery.objects.filter(PENDING, free, wanted, webhook=webhook, due_at__lte=now)
    return rows.filter(~Exists(earlier)).order_by("due_at", "pk")


class Waiting(NamedTuple):
    pending: int
    oldest: datetime | None


def waiting() -> Waiting:
    """Return how many deliveries to webhooks that are on wait, and since when the oldest does."""
    rows = Delivery.objects.filter(PENDING, webhook__active=True).order_by()
    found = rows.aggregate(count=Count("pk"), oldest=Min("created_at"))
    return Waiting(found["count"], found["oldest"])


def held_back() -> int:
    """Return how many deliveries wait for a webhook that is off."""
    return Delivery.objects.filter(PENDING, webhook__active=False).count()
