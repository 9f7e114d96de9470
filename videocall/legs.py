"""Legs of a live call: a tab joins, reports, leaves; and the effects of deadlines.

Services like those in ``services.py``: they write through ``move`` and ``change`` only. A replaced leg is fenced out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from sessions_app.actor import SYSTEM, Actor
from videocall import moves, selectors
from videocall.models import Call
from videocall.services import bound_leg, change, deadline, move, over, taken

ASKER_SECONDS: Final = 15
"""An unanswered call is withdrawn if the tab that asked for it stays away this long."""

ALLOWED: Final = frozenset({"granted", "muted", "off"})
"""States of a device that the person and the browser have allowed."""

FRESH: Final = {"microphone": "not-asked", "camera": "not-asked", "screen": False}


def call_join(*, by: Actor, call: str, leg: str, socket: str = "") -> Call:
    """Let the tab ``leg`` carry the sender's side from now on; the previous tab is out.

    A running call is *reconnecting* until either side reports that it receives the other again.
    """
    row = _live(by, call)
    side = by.role
    if row.leg_of(side) == leg:
        Call.objects.filter(pk=row.pk).update(**bound_leg(side, leg, socket))
        return row
    fields: dict[str, Any] = bound_leg(side, leg, socket)
    fields |= {f"{side}_{device}": state for device, state in FRESH.items()}
    if row.state == "connected":
        return move(row, "interrupt", by, **fields)
    if row.state == "reconnecting":
        fields["deadline_at"] = deadline(row.state, timezone.now())
    return change(row, "join", by, **fields)


def call_connected(*, by: Actor, call: str, leg: str) -> Call:
    """Record that this leg receives the other. The first such report of either side makes the call *connected*."""
    row = carried(by, call, leg)
    return row if row.state == "connected" else move(row, "connected", by)


def call_interrupted(*, by: Actor, call: str, leg: str) -> Call:
    """Record that this leg lost the other; the call has a grace period to recover."""
    row = carried(by, call, leg)
    return move(row, "interrupt", by) if row.state == "connected" else row


def call_media(*, by: Actor, call: str, leg: str, microphone: str, camera: str, screen: bool = False) -> Call:
    """Store the state of this leg's devices (C5), with a log entry only if it changed. Sharing the screen is a step of its own."""
    row = carried(by, call, leg)
    now: dict[str, Any] = {f"{by.role}_microphone": microphone, f"{by.role}_camera": camera, f"{by.role}_screen": screen}
    if all(getattr(row, name) == value for name, value in now.items()):
        return row
    shares = getattr(row, f"{by.role}_screen") != screen
    if by.role == "client" and row.allowed_at is None and not ALLOWED.isdisjoint((microphone, camera)):
        now["allowed_at"] = timezone.now()
    return change(row, "screen" if shares else "media", by, **now)


def call_signing(*, by: Actor, call: str, leg: str, on: bool) -> Call:
    """Switch sign-language mode for both sides, by the leg of either. Repeating it changes nothing."""
    row = carried(by, call, leg)
    return row if row.signing == on else change(row, "signing", by, signing=on)


def call_leg_left(*, by: Actor, call: str, leg: str, socket: str = "") -> None:
    """Record that this leg's socket is gone. The call goes on: the leg may be back in a moment, or already be back on another socket."""
    row = selectors.call_of(by, call, lock=True)
    mine = row.leg_of(by.role) == leg and getattr(row, f"{by.role}_leg_socket") == socket
    if mine and row.state in moves.LIVE and row.leg_left_at(by.role) is None:
        Call.objects.filter(pk=row.pk).update(**{f"{by.role}_leg_left_at": timezone.now()})


def call_sweep(*, by: Actor, call: str, now: datetime, settled: bool) -> None:
    """Apply the deadlines of a call at ``now``: expired, cancelled, interrupted, lost, or nothing. May be repeated, may race.

    ``settled``: this process has run long enough for both sides to have come back, so their absence isn't the server's fault.
    """
    row = selectors.call_of(by, call, lock=True)
    due = row.deadline_at is not None and row.deadline_at <= now
    if row.state in moves.WAITING:
        asker = "client" if row.state == "asked" else "operator"
        if due:
            move(row, "expire", SYSTEM, reason="no-answer")
        elif settled and _away(row, asker, ASKER_SECONDS, now):
            move(row, "cancel", SYSTEM, reason="gone")
    elif row.state in moves.RUNNING and settled:
        if due and _goes_on_by_text(row, now):
            _hold(row, now)
        elif due:
            move(row, "lost", SYSTEM, reason="connection-lost" if row.connected_at else "not-connected")
        elif row.state == "connected" and any(_away(row, side, settings.AWAY_SECONDS, now) for side in ("client", "operator")):
            move(row, "interrupt", SYSTEM)


def away_since(now: datetime) -> Q:
    """Return calls that may have a side away for longer than a reload takes; like ``_away``, for many rows."""
    limit = now - timedelta(seconds=settings.AWAY_SECONDS)
    gone = Q(client_leg_left_at__lt=limit) | Q(operator_leg_left_at__lt=limit)
    return gone | Q(session__away=True) | Q(operator__lease_until__lt=limit)


def _away(call: Call, side: str, seconds: float, now: datetime) -> bool:
    """Whether the leg's socket has been gone that long, or the person altogether: a killed server marks no leg as left."""
    limit = now - timedelta(seconds=seconds)
    left = call.leg_left_at(side)
    if left is not None:
        return left < limit
    if side == "client":
        return bool(call.session.away)
    lease = call.operator.lease_until
    return lease is not None and lease < limit


def _goes_on_by_text(call: Call, now: datetime) -> bool:
    """Whether both sides are there and type to each other, whatever has become of picture and sound."""
    return call.shares_text and not any(_away(call, side, settings.AWAY_SECONDS, now) for side in ("client", "operator"))


def _hold(call: Call, now: datetime) -> None:
    """Give a call that goes on by text more time. The log says so once per interruption; a line each time would soon be all it says."""
    until = deadline(call.state, now)
    if call.held:
        Call.objects.filter(pk=call.pk).update(deadline_at=until)
    else:
        change(call, "held", SYSTEM, held=True, deadline_at=until)


def _live(by: Actor, call: str) -> Call:
    row = selectors.call_of(by, call, lock=True)
    if row.state in moves.OVER:
        raise over(row.state)
    return row


def carried(by: Actor, call: str, leg: str) -> Call:
    """Return the live call, locked, whose side of the sender is carried by ``leg``. Raises ``call.over`` or ``call.taken``."""
    row = _live(by, call)
    if row.leg_of(by.role) != leg:
        raise taken()
    return row
