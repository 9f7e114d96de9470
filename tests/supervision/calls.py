"""Calls of the past for tests of the funnel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sessions_app.models import Session
from tests.world import World
from videocall.models import Call

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def call(world: World, *, at: datetime = NOON, entry: str = "videocall", **columns: Any) -> Call:
    """Insert a call that went well, but for ``columns``, in a session of its own. Seconds are counted from its start."""
    times = {"accepted_at": 1, "allowed_at": 2, "connected_at": 3.5, "ended_at": 120}
    seconds = {name: columns.pop(name, second) for name, second in times.items()}
    moments = {name: None if second is None else at + timedelta(seconds=second) for name, second in seconds.items()}
    session = world.session(created_at=at, state="closed", entry=entry, operator_id=world.anna.pk)
    columns = {"state": "ended", "ended_by": "client", "reason": "hangup", "good_seconds": 60} | columns
    row = Session.objects.get(public_id=session)
    return Call.objects.create(session=row, operator_id=world.anna.pk, created_at=at, **moments, **columns)
