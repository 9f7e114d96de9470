"""What Prometheus reads of the outbox: how many deliveries wait, and for how long the oldest has. The same in every process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import Counter
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.webhooks.selectors import waiting

TRIES: Final = Counter(
    "contactcenter_webhook_tries", "Tries to deliver an event, by result (delivered, failed, refused).", ["result"]
)
for _result in ("delivered", "failed", "refused"):
    TRIES.labels(_result)  # from zero on: the first failure is an increase, too


class Outbox(Collector):
    """Left out while the database doesn't answer."""

    def describe(self) -> list[Metric]:
        """Name nothing in advance: otherwise registering would already ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        try:
            count, oldest = waiting()
        except DatabaseError:
            return
        seconds = (timezone.now() - oldest).total_seconds() if oldest else 0.0
        yield GaugeMetricFamily(
            "contactcenter_outbox_pending", "Events that wait to be delivered to webhooks that are on.", count
        )
        yield GaugeMetricFamily(
            "contactcenter_outbox_oldest_seconds", "How long the oldest of them has waited; 0 if none waits.", seconds
        )
