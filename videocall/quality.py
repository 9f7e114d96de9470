"""The quality record of a call (C13): what each leg measured of its connection, kept in bounded room with the call.

What the samples say is the browser's word about itself: it is kept and shown, and nothing is decided by it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, cast

import msgspec
from django.utils import timezone

from sessions_app.log import moment
from videocall import moves, selectors
from videocall.models import CallQuality
from videocall.protocol import CallQualityShown, QualityRecord, QualitySample
from videocall.services import over, taken

if TYPE_CHECKING:
    from sessions_app.actor import Actor
    from videocall.models import Call

LATE_SECONDS: Final = 60
"""A leg that is told of the end sends what it has."""

LEGS: Final = 20
"""Records of one side of one call; a side that is reloaded more often is still well described by these."""


def call_quality(*, by: Actor, call: str, leg: str, every: int, relayed: bool, samples: list[QualitySample]) -> None:
    """Keep what ``leg`` recorded since it began. Writes no line: it is no step of the call.

    Raises ``call.taken`` from a leg that does not carry its side and has no record yet, ``call.over`` long after the end.
    """
    row = selectors.call_of(by, call, lock=True)
    now = timezone.now()
    if row.state in moves.OVER and (row.ended_at is None or row.ended_at < now - timedelta(seconds=LATE_SECONDS)):
        raise over(row.state)
    kept = CallQuality.objects.filter(call=row, side=by.role, leg=leg)
    values = {"every": every, "relayed": relayed, "samples": msgspec.to_builtins(samples)}
    if kept.update(**values):
        return
    if row.leg_of(by.role) != leg:
        raise taken()
    if CallQuality.objects.filter(call=row, side=by.role).count() < LEGS:
        began = now - timedelta(seconds=every * len(samples))
        CallQuality.objects.create(call=row, side=by.role, leg=leg, began_at=began, **values)


def quality_of(by: Actor, call: str) -> CallQualityShown:
    """The records of a call of ``by``. Raises ``call.not_found``."""
    row = selectors.call_of(by, call)
    return CallQualityShown(call=call, records=records(row))


def records(call: Call) -> list[QualityRecord]:
    """All records of a call, oldest first."""
    return [_record(row) for row in call.qualities.all()]


def _record(row: CallQuality) -> QualityRecord:
    samples = msgspec.convert(row.samples, list[QualitySample])
    side = cast(Literal["client", "operator"], row.side)
    return QualityRecord(side=side, began_at=str(moment(row.began_at)), every=row.every, relayed=row.relayed, samples=samples)
