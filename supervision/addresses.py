"""Addresses of the admin's lists that show exactly what a measure of the live board counts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from supervision import selectors
from videocall.moves import RUNNING

Query = dict[str, str]

COUNTED: Final[dict[str, str]] = {
    "offered": "",
    "accepted": "accepted",
    "abandoned": "abandoned",
    "short_abandoned": "short_abandoned",
    "missed": "missed",
    "service_level": "answerable",
    "speed_of_answer": "accepted",
    "abandon_rate": "patient",
    "handling_time": "handled",
    "talk_time": "handled",
    "wrapup_time": "handled",
    "missed_offers": "offered_to_one",
    "satisfaction": "rated",
    "rated": "rated",
}
"""Measures of sessions, and what the list's filter calls those each is reckoned from."""


@lru_cache(maxsize=2)
def measure_links(day: date) -> dict[str, str]:
    """Return an address for each measure of this day, and for those of this moment."""
    waiting = sessions(state__exact="waiting", message__exact="0")
    return {name: sessions(**arrived(day), **({"counted": counted} if counted else {})) for name, counted in COUNTED.items()} | {
        "occupancy": operators("today"),
        "longest_wait": waiting,
        "waiting": waiting,
        "active": sessions(state__exact="active"),
        "calls": _list("videocall_call", state__in=",".join(sorted(RUNNING))),
        "online": operators("at_work"),
        "away": operators("away"),
    }


def arrived(day: date) -> Query:
    """Return the filter of sessions that entered the queue on this day, as measures count them."""
    zone = timezone.get_current_timezone()
    begin, end = (datetime.combine(each, time(), zone).isoformat() for each in (day, day + timedelta(days=1)))
    return {"message__exact": "0", "entry__in": ",".join(selectors.QUEUED), "created_at__gte": begin, "created_at__lt": end}


def sessions(**query: str) -> str:
    return _list("sessions_app_session", **query)


def operators(presence: str) -> str:
    return _list("sessions_app_operator", presence=presence)


def _list(model: str, **query: str) -> str:
    return f"{reverse(f'admin:{model}_changelist')}?{urlencode(query)}"
