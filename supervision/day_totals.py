"""Today's totals for the live board, kept between two lookups: what is over is counted once, what is open each time.

A full count of a busy day costs a tenth of a second, far too much for every change. All counting is done by ``selectors``, as in reports.
"""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from sessions_app.models import Session
from supervision import selectors
from supervision.rules.measures import Totals

Scope = frozenset[int] | None
"""The groups a board is about; None for all."""
RECOUNT_SECONDS: Final = 60.0
"""Everything is counted anew after this time, for what nobody announces: sessions that were erased or edited."""
WORK_SECONDS: Final = 15.0
"""Operators' working time is looked up this often: it grows by itself, and one change hardly moves it."""
COUNTED_BY: Final = ("pk", "state", "group", "operator", "accepted_at", "offered_to", "offer_until")
"""What changes in an open session's row when it counts differently."""


def arrived_today(scope: Scope, now: datetime) -> QuerySet[Session]:
    """Return today's sessions as measures count them."""
    day = timezone.localdate(now)
    sessions = selectors.arrived(day, day, timezone.get_current_timezone()).filter(entry__in=selectors.QUEUED)
    return sessions if scope is None else sessions.filter(group__in=scope)


def work_today(scope: Scope, now: datetime) -> Totals:
    """Return today's working time of the operators of these groups."""
    groups: dict[str, Any] = {} if scope is None else {"groups__in": scope}
    day = timezone.localdate(now)
    return sum(selectors.work_of(day, day, timezone.get_current_timezone(), now, **groups).values(), Totals())


def today(scope: Scope, now: datetime) -> Totals:
    """Return today's totals by a full count, as a report on today counts them."""
    return _sum(arrived_today(scope, now)) + work_today(scope, now)


class DayTotals:
    """The totals of one scope. Sessions are either in ``open`` or counted in ``over``; ``newest`` is the last row that was looked at."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.outdated = True
        self._day: date | None = None
        self._counted = self._worked = -RECOUNT_SECONDS
        self._over = self._still = self._work = Totals()
        self._open: set[int] = set()
        self._seen: list[tuple[Any, ...]] | None = None
        self._newest = 0

    def newest(self) -> int:
        """Return the last session's key. Asked before the open sessions are read: what comes after it can't be missed or counted twice."""
        return Session.objects.aggregate(newest=Max("pk"))["newest"] or 0

    def totals(self, now: datetime, newest: int, rows: list[dict[str, Any]]) -> Totals:
        """Return the totals, given the sessions that are open now."""
        day, clock = timezone.localdate(now), time.monotonic()
        sessions = arrived_today(self.scope, now)
        open_now = {row["pk"] for row in rows}
        seen = [tuple(row[name] for name in COUNTED_BY) for row in rows]
        if self.outdated or day != self._day or clock - self._counted > RECOUNT_SECONDS:
            self.outdated, self._day, self._counted = False, day, clock
            self._over = _sum(sessions.filter(pk__lte=newest).exclude(pk__in=open_now))
            self._worked, self._seen = -RECOUNT_SECONDS, None
        else:
            left, new = self._open - open_now, Q(pk__gt=self._newest, pk__lte=newest)
            if left or newest > self._newest:
                self._over += _sum(sessions.filter(Q(pk__in=left) | new).exclude(pk__in=open_now))
        self._open, self._newest = open_now, newest
        if clock - self._worked > WORK_SECONDS:
            self._worked, self._work = clock, work_today(self.scope, now)
        if seen != self._seen:
            self._seen, self._still = seen, _sum(sessions.filter(pk__in=open_now))
        return self._over + self._still + self._work


def _sum(sessions: QuerySet[Session]) -> Totals:
    return sum(selectors.totals_by(sessions, "entry", timezone.get_current_timezone()).values(), Totals())
