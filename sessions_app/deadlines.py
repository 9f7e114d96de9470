"""Deadlines of sessions: clients and operators who have left, expired waits and offers (S3, S7).

May run in every process at once: each service checks again under a lock, or compares and sets.
"""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet

from contactcenter.deadlines import uptime
from contactcenter.realtime.group_commit import Service, perform
from sessions_app import selectors
from sessions_app.models import Operator, Session
from sessions_app.rules.lifecycle import OPEN
from sessions_app.rules.routing import Load
from sessions_app.selectors import operator_load
from sessions_app.services import presence, queue, transitions

AT_ONCE: Final = 200


def sweep(now: datetime, *, settled: bool | None = None) -> None:
    """Handle everything due at ``now``.

    ``settled`` is False while a lease may have expired because nobody could renew it: until this process has been at work for a whole
    LEASE_SECONDS. Then neither clients nor operators count as gone.
    """
    for part in PARTS:
        if part in (client_lapses, operator_lapses):
            part(now, settled=settled)
        else:
            part(now)


def client_lapses(_now: datetime, *, settled: bool | None = None) -> None:
    """Handle clients whose leases have expired; ``settled``: see `sweep`."""
    if _is_settled(settled):
        _each(presence.client_lapse, Session.objects.filter(presence.lapsed()))


def _left() -> QuerySet[Session]:
    return Session.objects.filter(client_left_at__isnull=False, state__in=OPEN)


def clients_away(now: datetime) -> None:
    """Tell the operators of clients who have left."""
    away = now - timedelta(seconds=settings.AWAY_SECONDS)
    _each(transitions.client_away, _left().filter(away=False, client_left_at__lte=away))


def clients_gone(now: datetime) -> None:
    """Close the sessions of clients who don't return, except those to be called by phone or later."""
    by_phone_or_later = selectors.by_phone() | Q(message=True)
    grace = now - timedelta(seconds=settings.CLIENT_GRACE_SECONDS)
    _each(transitions.client_gone, _left().filter(client_left_at__lte=grace).exclude(by_phone_or_later))


def expire_waits(now: datetime) -> None:
    """Close sessions that have waited too long, messages included."""
    late = Q(callback_until__lte=now) | Q(callback_until=None, wait_until__lte=now)
    if settings.MESSAGE_DAYS:  # those left before messages had a deadline
        late |= Q(message=True, wait_until=None, created_at__lte=now - timedelta(days=settings.MESSAGE_DAYS))
    _each(queue.session_missed, _waiting().filter(late))


def _waiting() -> QuerySet[Session]:
    return Session.objects.filter(state=Session.State.WAITING)


def operator_lapses(now: datetime, *, settled: bool | None = None) -> None:
    """Handle operators whose consoles have stopped renewing the lease; ``settled``: see `sweep`."""
    if not _is_settled(settled):
        return
    for operator in Operator.objects.filter(lease_until__lte=now).values_list("pk", flat=True):
        _perform(presence.operator_lapse, operator=operator)


def _is_settled(settled: bool | None) -> bool:
    return uptime.lasts(settings.LEASE_SECONDS) if settled is None else settled


def _each(service: Service, rows: QuerySet[Session]) -> None:
    for public_id in rows.order_by("pk").values_list("public_id", flat=True)[:AT_ONCE]:
        _perform(service, key=public_id, session=public_id)


def _perform(service: Service, **fields: Any) -> None:
    """A refusal means that somebody was quicker; a failure is already logged and must not delay the others."""
    with contextlib.suppress(Exception):
        perform(service, **fields)


def advance_offers(now: datetime) -> None:
    """Locks only the sessions whose offer has to change: most seconds there are none."""
    loads: dict[int, dict[int, Load]] = {}
    asked = Q(group__offers_to_one=True, open_to_all=False, message=False, reserved_for=None) | Q(offered_to__isnull=False)
    for row in _waiting().filter(asked).select_related("group").order_by("pk"):
        if row.group_id not in loads:
            loads[row.group_id] = queue.loads_in(row.group_id, now)
        if queue.offer_after(row, loads[row.group_id], now) != operator_load.offer_of(row):
            _perform(queue.offer_advance, key=row.public_id, session=row.public_id)


PARTS: Final = (client_lapses, clients_away, clients_gone, expire_waits, advance_offers, operator_lapses)
"""In this order; each costs one query if nothing is due."""
