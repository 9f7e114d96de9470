"""The queue: who waits, in which order, and where each stands. Reads only."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from sessions_app.models import Operator, Session
from sessions_app.rules.entries import WAIT_ALONE

QUEUE_SHOWN: Final = 100


class Place(NamedTuple):
    """A place in the queue, counted from one. ``own_rules``: reserved for one operator, or waiting for a phone call."""

    number: int
    own_rules: bool
    away: bool


def queue_of(operator: Operator) -> QuerySet[Session]:
    """Return the sessions waiting for this operator, the longest wait first: in the operator's groups, or reserved for them."""
    mine = Q(group__in=operator.groups.all(), reserved_for=None) | Q(reserved_for=operator)
    rows = Session.objects.filter(mine, state=Session.State.WAITING)
    # All wait at the same few widgets: joined, each row would bring its own copy of sixty columns.
    return rows.select_related("client").prefetch_related("widget", "group", "offered_to").order_by("pk")


def queue_shown(operator: Operator) -> list[Session]:
    """Return the part of the queue a console shows: sessions reserved for this operator, then clients on the page, then CallBacks and
    messages.
    """
    urgency = Case(
        When(Q(offered_to=operator) | Q(reserved_for=operator), then=0),
        When(message=False, callback_until=None, then=1),
        When(message=False, then=2),
        default=3,
    )
    rows = queue_of(operator).defer("path", "parameters").order_by(urgency, "pk")
    return sorted(rows[:QUEUE_SHOWN], key=lambda row: row.pk)


def queue_length(operator: Operator, shown: list[Session]) -> int:
    """Return how many wait for this operator; counted only if not all of them are shown."""
    return len(shown) if len(shown) < QUEUE_SHOWN else queue_of(operator).count()


def position(session: Session) -> int:
    """Return the place in the queue, counted from one; reserved sessions have a queue of their own.

    A CallBack for later isn't ahead of anybody yet.
    """
    before = in_queue(session.group_id).filter(reserved_for=session.reserved_for_id, pk__lt=session.pk)
    return before.exclude(callback_from__gt=timezone.now()).count() + 1


def in_queue(group: int) -> QuerySet[Session]:
    """Return the sessions waiting on a page of the group's widgets: left messages and CallBacks whose client has gone wait elsewhere."""
    return Session.objects.filter(state=Session.State.WAITING, group=group, message=False).exclude(by_phone(), away=True)


def by_phone() -> Q:
    """Return sessions whose client wants to be called by phone: by their entry, or since they chose it while waiting."""
    return Q(entry__in=WAIT_ALONE) | Q(callback_until__isnull=False)


def places(group: int) -> dict[str, Place]:
    """Return everyone in this group's queue, by the session's public id, with the place ``position`` would return."""
    rows = in_queue(group).order_by("pk").values_list("public_id", "reserved_for", "callback_from", "callback_until", "away")
    now, ahead, found = timezone.now(), Counter[int | None](), {}
    for session, reserved, start, end, away in rows:
        found[session] = Place(ahead[reserved] + 1, own_rules=bool(reserved or end), away=away)
        if not (start and start > now):
            ahead[reserved] += 1
    return found


def waiting_together(group: int, operator: int | None) -> QuerySet[Session]:
    """Return everything that waits in a group, pages and CallBacks and messages; or for one operator alone, by invitation or redirect."""
    rows = Session.objects.filter(state=Session.State.WAITING)
    return rows.filter(reserved_for=operator) if operator else rows.filter(group=group, reserved_for=None)


def waiting_from(address: str) -> QuerySet[Session]:
    """Return everything that waits from this network address (its keyed hash), in any group."""
    return Session.objects.filter(state=Session.State.WAITING, client__address=address)
