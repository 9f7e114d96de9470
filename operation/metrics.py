"""What Prometheus reads (O3): the process's own counts, and the state of the rows at the moment it asks.

Gauges of rows are the same in every process: take the maximum over processes, not the sum.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterator
from typing import Any, Final

from django.db import DatabaseError
from django.db.models import Count as CountRows
from django.db.models import Min
from django.utils import timezone
from prometheus_client import Counter
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from contactcenter import VERSION
from contactcenter.realtime import heartbeats
from sessions_app.models import Group, Operator, Session
from sessions_app.rules.lifecycle import OWNED
from sessions_app.rules.routing import state_of
from sessions_app.selectors.operator_load import loads_of
from videocall.models import Call
from videocall.moves import LIVE

OFFERS: Final = Counter("contactcenter_offers", "Offers to one operator that are over, by outcome.", ["outcome"])


class State(Collector):
    """Gauges. If the database doesn't answer, those of rows are left out, and ``contactcenter_database_up`` is 0."""

    def describe(self) -> list[Metric]:
        """Name nothing in advance: otherwise registering would already ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield _gauge("build_info", "The running version.", ["version"], {VERSION: 1})
        yield _gauge("sockets", "Open sockets of this process.", ["role"], heartbeats.sockets_by_role())
        yield _gauge(
            "bridge_up",
            "Whether Redis carries notifications to other processes; 1 if none is needed.",
            [],
            {"": not heartbeats.bridge_is_down()},
        )
        try:
            rows = [*_queue(), *_rows()]
        except DatabaseError:
            yield _gauge("database_up", "Whether the database answers.", [], {"": 0})
            return
        yield _gauge("database_up", "Whether the database answers.", [], {"": 1})
        yield from rows


def _queue() -> Iterator[Metric]:
    now = timezone.now()
    waiting = Session.objects.filter(state=Session.State.WAITING, message=False).order_by()
    found = {
        row["group__name"]: row for row in waiting.values("group__name").annotate(count=CountRows("pk"), oldest=Min("created_at"))
    }
    names = list(Group.objects.order_by("name").values_list("name", flat=True))
    counts = {name: found[name]["count"] if name in found else 0 for name in names}
    waits = {name: (now - found[name]["oldest"]).total_seconds() if name in found else 0 for name in names}
    yield _gauge("queue_waiting", "Sessions that wait for an operator; messages left are not counted.", ["group"], counts)
    yield _gauge("queue_oldest_seconds", "How long the session has waited that came first; 0 if none waits.", ["group"], waits)


def _rows() -> Iterator[Metric]:
    sessions = Session.objects.filter(state__in=OWNED).order_by().values_list("state").annotate(count=CountRows("pk"))
    yield _gauge("sessions", "Conversations and wrap-ups.", ["state"], dict.fromkeys(OWNED, 0) | dict(sessions))
    calls = Call.objects.filter(ended_at=None, state__in=LIVE).order_by().values_list("state").annotate(count=CountRows("pk"))
    yield _gauge("calls", "Live calls.", ["state"], dict.fromkeys(sorted(LIVE), 0) | dict(calls))
    operators = loads_of(Operator.objects.filter(active=True, lease_until__gt=timezone.now()), timezone.now())
    states = Count(state_of(load) for load in operators.values())
    yield _gauge(
        "operators", "Operators at their consoles.", ["state"], dict.fromkeys(("online", "away", "busy", "wrapup"), 0) | states
    )


def _gauge(name: str, words: str, labels: list[str], values: dict[str, Any]) -> Metric:
    family = GaugeMetricFamily(f"contactcenter_{name}", words, labels=labels)
    for label, value in values.items():
        family.add_metric([str(label)] if labels else [], float(value))
    return family
