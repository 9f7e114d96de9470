"""Operators' time, from the facts (A2): online, away, and of the time online that with a conversation or wrap-up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django.db.models import Q

from sessions_app.models import Operator, Session
from supervision.models import StateSpan
from supervision.rules.intervals import Interval, both, seconds
from supervision.rules.measures import Totals
from supervision.selectors.totals import midnight


def work_of(first: date, last: date, zone: tzinfo, now: datetime, **operators: Any) -> dict[int, Totals]:
    """Return the time of each operator on these days: online, and of that with a conversation or wrap-up.

    *Online* is neither away nor offline. ``operators`` filters their rows. What isn't over yet counts until ``now``.
    """
    begin, end = midnight(first, zone), min(midnight(last + timedelta(days=1), zone), now)
    online: dict[int, list[Interval]] = defaultdict(list)
    spans = StateSpan.objects.filter(_until("until", begin), operator__in=Operator.objects.filter(**operators), since__lt=end)
    at_work = spans.exclude(state__in=(StateSpan.State.AWAY, StateSpan.State.OFFLINE)).order_by()
    for operator, since, until in at_work.values_list("operator", "since", "until"):
        online[operator].append((max(since, begin), min(until or end, end)))
    engaged: dict[int, list[Interval]] = defaultdict(list)
    taken = Session.objects.filter(_until("closed_at", begin), operator__in=online, accepted_at__lt=end).order_by()
    rows: Any = taken.values_list("operator", "accepted_at", "closed_at")
    for operator, accepted, closed in rows:
        engaged[operator].append((max(accepted, begin), min(closed or end, end)))
    return {
        operator: Totals(online_seconds=seconds(times), engaged_seconds=seconds(both(times, engaged[operator])))
        for operator, times in online.items()
    }


def _until(column: str, begin: datetime) -> Q:
    return Q(**{column: None}) | Q(**{f"{column}__gt": begin})
