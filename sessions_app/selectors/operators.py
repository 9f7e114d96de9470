"""Operators with their load: who is here, what keeps them from accepting a session, colleagues and groups. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from contactcenter.realtime.wire import Fault
from sessions_app.models import Group, Operator, Session
from sessions_app.rules import routing
from sessions_app.selectors import operator_load

COLLEAGUES_SHOWN: Final = 300
GROUPS_SHOWN: Final = 300


def present_operators(at: datetime | None = None) -> QuerySet[Operator]:
    """Return operators with a console open."""
    return Operator.objects.filter(active=True, user__is_active=True, lease_until__gt=at or timezone.now())


def load_of(operator: Operator, at: datetime) -> routing.Load:
    """Return this operator's load, and whether they're present."""
    return operator_load.loads_of([operator], at)[operator.pk]


def operator_state(operator: Operator, at: datetime | None = None, load: routing.Load | None = None) -> tuple[str, str]:
    """Return the operator's state for others, and why they can take nobody (in words; empty: they can). ``load``: if it's already known."""
    load = load or load_of(operator, at or timezone.now())
    return routing.state_of(load), operator_load.reason_text(routing.unavailable(load), load)


def refusals(
    operator: Operator, rows: Iterable[Session], at: datetime | None = None, load: routing.Load | None = None
) -> dict[str, str]:
    """Return why this operator can't accept each of these waiting sessions now, in words (empty: they can), by public id."""
    at = at or timezone.now()
    load = load or load_of(operator, at)
    return {
        row.public_id: operator_load.reason_text(
            routing.refusal(load, operator_load.waiting_of(row), operator_load.offer_of(row), at), load, row
        )
        for row in rows
    }


def refusal(operator: Operator, row: Session, at: datetime | None = None) -> str:
    """Return why this operator can't be given this session now, in words; empty if they can."""
    return refusals(operator, [row], at)[row.public_id]


def accept_fault(operator: Operator, row: Session, at: datetime | None = None) -> Fault | None:
    """Return the same as a fault to raise: ``session.offered``, ``call.unavailable`` (C1) or ``operator.unavailable``."""
    at = at or timezone.now()
    load = load_of(operator, at)
    reason = routing.refusal(load, operator_load.waiting_of(row), operator_load.offer_of(row), at)
    codes = {routing.Reason.OFFERED: "session.offered", routing.Reason.OTHERS: "call.unavailable"}
    return Fault(codes.get(reason, "operator.unavailable"), operator_load.reason_text(reason, load, row)) if reason else None


class Colleague(NamedTuple):
    """An operator with their load, as the others see it."""

    operator: Operator
    state: str
    active: int


def colleagues(operator: Operator, at: datetime | None = None) -> list[Colleague]:
    """Return the other operators with their load, by name; if there are very many, only those who are present."""
    others = Operator.objects.filter(active=True, user__is_active=True).exclude(pk=operator.pk)
    rows = list(others.order_by(F("lease_until").desc(nulls_last=True), "name")[:COLLEAGUES_SHOWN])
    rows.sort(key=lambda row: (row.name, row.pk))
    found = operator_load.loads_of(rows, at or timezone.now())
    return [Colleague(row, routing.state_of(found[row.pk]), found[row.pk].active) for row in rows]


class GroupLoad(NamedTuple):
    """A group, how many wait in it, and how many of its operators are present and not away."""

    group: Group
    waiting: int
    online: int


def groups_with_load(at: datetime | None = None, *, but: int = 0) -> list[GroupLoad]:
    """Return all groups, by name. ``but``: an operator to leave out."""
    waiting = dict(
        Session.objects.filter(state=Session.State.WAITING).order_by().values_list("group").annotate(count=Count("pk"))
    )
    here = present_operators(at).filter(chosen=Operator.Chosen.ONLINE).exclude(pk=but).order_by()
    online = dict(here.values_list("groups").annotate(count=Count("pk")))
    return [GroupLoad(row, waiting.get(row.pk, 0), online.get(row.pk, 0)) for row in Group.objects.all()[:GROUPS_SHOWN]]


def lease_until() -> datetime:
    return timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
