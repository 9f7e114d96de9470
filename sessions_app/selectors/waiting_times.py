"""Waiting times of a group, read from the rows for expected_wait.py. Reads only."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.core.cache import cache
from django.utils import timezone

from sessions_app.models import Operator, Session
from sessions_app.rules.entries import NEED_OPERATOR
from sessions_app.rules.expected_wait import SPAN, expected_wait
from sessions_app.selectors import in_queue, places, present_operators

MOST: Final = 200
SECONDS: Final = 5
"""Cache time of a group's waits: all its waiting clients ask at once whenever the queue changes."""


def expected_wait_of(session: Session, place: int) -> int | None:
    """Return the seconds this session waits at this place, from its entry on; None if unknown.

    Sessions reserved for one operator, or waiting for a phone call, follow other rules.
    """
    if session.reserved_for_id is not None or session.is_callback:
        return None
    return expected_wait(*_known(session.group_id), place)


class QueueStatus(NamedTuple):
    """A client's place in the queue, counted from one, and the expected seconds there if known."""

    place: int
    expected: int | None
    away: bool


def queue_statuses(group: int) -> dict[str, QueueStatus]:
    """Return the place of every client in this group's queue, by the session's public id."""
    known = _known(group)
    return {
        session: QueueStatus(place.number, None if place.own_rules else expected_wait(*known, place.number), place.away)
        for session, place in places(group).items()
    }


def _known(group: int) -> tuple[list[float], list[float]]:
    key = f"waits.{group}"
    known: tuple[list[float], list[float]] | None = cache.get(key)
    if known is None:
        known = waits(group)
        cache.set(key, known, SECONDS)
    return known


def waits(group: int) -> tuple[list[float], list[float]]:
    """Return the seconds recently accepted clients waited, and those in the queue have waited so far; nothing while nobody is online."""
    now = timezone.now()
    if not present_operators(now).filter(groups=group, chosen=Operator.Chosen.ONLINE).exists():
        return [], []
    alike = Session.objects.filter(group=group, entry__in=NEED_OPERATOR, message=False, callback_until=None)
    accepted = alike.filter(accepted_at__gt=now - SPAN).order_by("-accepted_at").values_list("created_at", "accepted_at")
    waiting = in_queue(group).filter(reserved_for=None, callback_until=None).order_by("pk").values_list("created_at", flat=True)
    return (
        [(end - start).total_seconds() for start, end in accepted[:MOST] if end is not None],
        [(now - start).total_seconds() for start in waiting[:MOST]],
    )
