"""The quality record of a call (C13): measurements of each leg's connection, stored with the call in bounded space.

The samples are a browser's own claims: they're stored and shown, and nothing is decided by them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import msgspec
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import Refresh
from sessions_app import channel_names
from sessions_app.log import moment
from videocall import moves, selectors
from videocall.metrics import RELAYED
from videocall.models import Call, CallQuality
from videocall.protocol import CallQualityShown, QualityRecord, QualitySample
from videocall.services import over, taken

if TYPE_CHECKING:
    from sessions_app.actor import Actor

LATE_SECONDS: Final = 60
"""Time after the end in which a leg may still send its record."""

LEGS: Final = 20
"""Maximum number of records for one side of a call; these describe a side well even if it's reloaded more often."""


def call_quality(*, by: Actor, call: str, leg: str, every: int, relayed: bool, samples: list[QualitySample]) -> None:
    """Store what ``leg`` has recorded so far. Not a step of the call, so no log entry.

    Raises ``call.taken`` from a leg that doesn't carry its side and has no record yet, ``call.over`` long after the end.
    """
    row = selectors.call_of(by, call, lock=True)
    now = timezone.now()
    if row.state in moves.OVER and (row.ended_at is None or row.ended_at < now - timedelta(seconds=LATE_SECONDS)):
        raise over(row.state)
    kept = CallQuality.objects.filter(call=row, side=by.role, leg=leg)
    level = samples[-1].level
    good = every * sum(sample.level == 0 for sample in samples)
    values = {
        "every": every, "relayed": relayed, "level": level, "good_seconds": good, "samples": msgspec.to_builtins(samples),
    }  # fmt: skip
    if not kept.filter(level=level).update(**values):
        unit().notify(channel_names.supervisors(row.session.group_id), Refresh())
        if not kept.update(**values):
            if row.leg_of(by.role) != leg:
                raise taken()
            if CallQuality.objects.filter(call=row, side=by.role).count() >= LEGS:
                return
            began = now - timedelta(seconds=every * len(samples))
            CallQuality.objects.create(call=row, side=by.role, leg=leg, began_at=began, **values)
            if relayed:
                transaction.on_commit(RELAYED.inc)
    Call.objects.filter(pk=row.pk).update(**_summary(row))


def _summary(call: Call) -> dict[str, Any]:
    """Return what reports need of all records: how long it was good for the side that had it worse, and whether it was relayed."""
    records = CallQuality.objects.filter(call=call).order_by()
    sides = records.values("side").annotate(good=Sum("good_seconds"), through=Count("pk", filter=Q(relayed=True)))
    found = list(sides)
    return {"good_seconds": min(side["good"] for side in found), "relayed": any(side["through"] for side in found)}


def quality_of(by: Actor, call: str) -> CallQualityShown:
    """Return the records of a call of ``by``. Raises ``call.not_found``."""
    row = selectors.call_of(by, call)
    return CallQualityShown(call=call, records=records(row))


def records(call: Call) -> list[QualityRecord]:
    """Return all records of a call, oldest first."""
    return [_record(row) for row in call.qualities.all()]


def _record(row: CallQuality) -> QualityRecord:
    samples = msgspec.convert(row.samples, list[QualitySample])
    side = cast(Literal["client", "operator"], row.side)
    return QualityRecord(side=side, began_at=str(moment(row.began_at)), every=row.every, relayed=row.relayed, samples=samples)
