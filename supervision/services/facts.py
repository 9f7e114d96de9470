"""Write facts (A2) in the transaction of the change they tell of: spans of operators' states, and offers with their outcomes."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from sessions_app.actor import Actor
from sessions_app.models import Operator, Session
from sessions_app.rules.routing import state_of
from sessions_app.selectors.operator_load import loads_of
from supervision.models import SessionOffer, StateSpan
from supervision.signals import state_changed

log = logging.getLogger(__name__)


def follow_state(operator: int, by: Actor) -> None:
    """Begin a new span if the operator's state or reason differs from the present one.

    Reads what the transaction has written: call it last. The operator's row is locked, so that changes at the same time come one after
    the other. A failure is logged and doesn't undo the change itself.
    """
    try:
        row = Operator.objects.select_for_update(of=("self",)).filter(pk=operator).first()
        if row is not None:
            now = timezone.now()
            state = state_of(loads_of([row], now)[row.pk])
            begin(row.pk, state, row.away_reason if state == StateSpan.State.AWAY else "", now, by)
    except DatabaseError:
        raise
    except Exception:
        log.exception("the state of operator %s was not written", operator)


def begin(operator: int, state: str, reason: str, at: datetime, by: Actor) -> None:
    """End the present span at ``at`` and begin another one, unless nothing changes. Never before the present one began."""
    present = StateSpan.objects.filter(operator=operator, until=None).first()
    if present is not None:
        if (present.state, present.reason) == (state, reason):
            return
        at = max(at, present.since)
        StateSpan.objects.filter(pk=present.pk).update(until=at)
    author = "" if by.role == "client" else by.name  # spans outlive the erasure of clients
    StateSpan.objects.create(operator_id=operator, state=state, reason=reason, since=at, role=by.role, author=author)
    state_changed.send(StateSpan, operator=operator, state=state, reason=reason, at=at, by=by)


def operator_offline(operator: int, at: datetime, by: Actor) -> None:
    """Begin *offline* at ``at``: after a crash that is when the lease ended, not when somebody noticed. Called with the row locked."""
    begin(operator, StateSpan.State.OFFLINE, "", at, by)


def offer_begin(session: Session, operator: int, until: datetime) -> None:
    SessionOffer.objects.create(session=session, operator_id=operator, offered_at=timezone.now(), until=until)


def offer_end(session: Session, operator: int, outcome: str) -> None:
    """Write the outcome of the open offer; one that ran out ended when its time was over."""
    offer = SessionOffer.objects.filter(session=session, operator=operator, outcome="").first()
    if offer is not None:
        offer.outcome = outcome
        offer.ended_at = offer.until if outcome == SessionOffer.Outcome.RAN_OUT else timezone.now()
        offer.save(update_fields=["outcome", "ended_at"])
