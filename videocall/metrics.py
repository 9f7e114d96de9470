"""Counts of calls for Prometheus (O3): how they end, and how long they take to connect."""

from __future__ import annotations

from functools import partial
from typing import Final

from django.db import transaction
from prometheus_client import Counter, Histogram

from videocall.models import Call
from videocall.moves import OVER

ENDED: Final = Counter("contactcenter_calls_ended", "Calls that are over, by how they ended and why.", ["state", "reason"])
CONNECT_SECONDS: Final = Histogram(
    "contactcenter_call_connect_seconds",
    "From the acceptance of a call to its first picture or sound.",
    buckets=(0.25, 0.5, 1, 2, 3, 5, 10, 20, 60),
)
for _ending in (("ended", "hangup"), ("failed", "not-connected"), ("failed", "connection-lost")):
    ENDED.labels(*_ending)  # from zero on: the first failure is an increase, too
RELAYED: Final = Counter("contactcenter_call_legs_relayed", "Sides of calls whose media went through the relay.")


def moved(call: Call, *, connected: bool) -> None:
    """Count a move of a call, once it is committed. ``connected``: the two sides see or hear each other for the first time."""
    if call.state in OVER:
        transaction.on_commit(ENDED.labels(call.state, call.reason or "none").inc)
    elif connected and call.accepted_at and call.connected_at:
        seconds = (call.connected_at - call.accepted_at).total_seconds()
        transaction.on_commit(partial(CONNECT_SECONDS.observe, seconds))
