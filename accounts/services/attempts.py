"""Count failed attempts to sign in, exactly, over all processes: rows locked in one order, in one transaction."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone

from accounts.models import AttemptCount
from contactcenter.realtime.wire import Fault


class Counter(NamedTuple):
    """``source`` is a keyed hash; ``kind`` is what it's of: an address, an account, a browser."""

    source: str
    kind: str
    most: int


class TooManyAttempts(Fault):
    """A counter is full. ``seconds`` until its window is over."""

    def __init__(self, kind: str, seconds: int, text: str = "") -> None:
        super().__init__("rate.exceeded", text, retry=True)
        self.kind, self.seconds = kind, seconds

    def in_words(self, text: str) -> TooManyAttempts:
        return TooManyAttempts(self.kind, self.seconds, text)


def attempt_count(*, counters: Iterable[Counter], window: timedelta) -> None:
    """Add one to each of these counters, or to none and raise TooManyAttempts if one is full."""
    now = timezone.now()
    wanted = {counter.source: counter for counter in counters}
    _refuse(AttemptCount.objects.filter(pk__in=wanted), wanted, now)  # a flood of refused attempts writes nothing
    AttemptCount.objects.bulk_create(
        [AttemptCount(source=source, until=now + window) for source in wanted], ignore_conflicts=True
    )
    rows = list(AttemptCount.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    _refuse(rows, wanted, now)
    for row in rows:
        if row.until <= now:
            row.count, row.until = 0, now + window
        row.count += 1
    AttemptCount.objects.bulk_update(rows, ["count", "until"])


def _refuse(rows: Iterable[AttemptCount], wanted: dict[str, Counter], now: datetime) -> None:
    full = [row for row in rows if row.until > now and row.count >= wanted[row.source].most]
    if full:
        last = max(full, key=lambda row: row.until)
        raise TooManyAttempts(wanted[last.source].kind, max(1, math.ceil((last.until - now).total_seconds())))


def attempt_refund(*, counters: Iterable[Counter]) -> None:
    """Take one attempt off these counters."""
    sources = [counter.source for counter in counters]
    rows = AttemptCount.objects.select_for_update().filter(pk__in=sources).order_by("pk")
    for row in rows:
        AttemptCount.objects.filter(pk=row.pk, count__gt=0).update(count=F("count") - 1)


def attempts_clear(*, now: datetime) -> int:
    """Delete counters whose window is over; returns their number."""
    return AttemptCount.objects.filter(until__lte=now).delete()[0]
