"""Life of a session after its entry: state changes, and how its client leaves and returns (S1, S7). Its end is in closing.py."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from contactcenter.realtime.group_commit import single_statement, unit
from contactcenter.realtime.pubsub import Refresh
from sessions_app import channel_names, log, selectors
from sessions_app.actor import SYSTEM, Actor
from sessions_app.models import Group, Session
from sessions_app.protocol import SessionChanged
from sessions_app.rules import lifecycle
from sessions_app.rules.lifecycle import OPEN
from sessions_app.services import presence, search
from sessions_app.signals import offer_over, session_changed, session_closing

NOT_OFFERED: Final[dict[str, Any]] = {"offered_to": None, "offer_until": None, "passed_by": [], "open_to_all": False}


def move(row: Session, verb: str, *, by: Actor, step: str, stamps: tuple[str, ...] = (), **columns: Any) -> None:
    """Compare and set the state, write the log entry, notify others. Raises Fault if the session's state has changed meanwhile.

    ``stamps`` are the columns set to the time of the entry.
    """
    at = timezone.now()
    columns |= dict.fromkeys(stamps, at)
    try:
        state = lifecycle.step(row.state, verb, by.role)
    except lifecycle.Refused:
        raise selectors.closed() from None
    was = row.state
    if was == Session.State.WAITING:
        end_offer(row, "accepted" if verb == "accept" and row.operator_id == row.offered_to_id else "withdrawn", at)
        columns |= {**NOT_OFFERED, "wait_until": None}
    if not Session.objects.filter(pk=row.pk, state=was).update(state=state, **columns):
        raise selectors.closed()
    row.state = state
    for name, value in columns.items():
        setattr(row, name, value)
    log_state_change(row, by=by, step=step, at=at)
    search.index_at_end(row)
    if was == Session.State.WAITING:
        unit().notify(channel_names.queue(row.group_id), Refresh())
        if row.reserved_for_id is not None:  # who may be in no such group
            unit().notify(channel_names.operator(row.reserved_for_id), Refresh())
    if row.operator:
        presence.presence_changed(row.operator, by=by)


def end_offer(row: Session, outcome: str, at: datetime) -> None:
    """Announce the outcome of the session's offer, if there is one. It ran out if it had expired before it was withdrawn."""
    if row.offered_to_id is None or row.offer_until is None:
        return
    if outcome == "withdrawn" and row.offer_until <= at:
        outcome = "ran_out"
    offer_over.send(Session, session=row, operator=row.offered_to_id, outcome=outcome)


def log_state_change(row: Session, *, by: Actor, step: str, at: datetime | None = None) -> None:
    """Write the session's current state to its log."""
    operator = row.operator.name if row.operator else None
    fields: dict[str, Any] = {"step": step, "state": row.state, "away": row.away, "operator": operator, "result": row.result}
    log.append(row, SessionChanged, by=by, at=at, **fields)
    session_changed.send(Session, session=row, step=step, at=at or timezone.now(), by=by)


def waits_until(group: Group, at: datetime) -> datetime | None:
    """Return when a chat or video call that begins to wait now is missed; None if it may wait forever."""
    return at + timedelta(seconds=group.longest_wait) if group.longest_wait else None


def message_until(at: datetime) -> datetime | None:
    """Return when a message left or added to now is missed; None if it may wait forever."""
    return at + timedelta(days=settings.MESSAGE_DAYS) if settings.MESSAGE_DAYS else None


@single_statement
def client_here(*, by: Actor, session: str, socket: str) -> bool:
    """Register the tab of a client who isn't shown as away, without a log entry. Returns False if ``client_arrive`` is needed."""
    here = Session.objects.filter(public_id=session, client=by.pk, state__in=OPEN, away=False)
    return bool(here.exclude(message=True, state=Session.State.WAITING).update(**_here(socket)))


def _here(socket: str) -> dict[str, Any]:
    return {"client_socket": socket, "client_left_at": None, "client_seen_at": timezone.now(), "away": False}


def client_arrive(*, by: Actor, session: str, socket: str) -> None:
    """Register a tab of the client (S7); the newest one determines the client's presence."""
    row = selectors.session_of(by, session, lock=True)
    if row.state not in OPEN or (row.message and row.state == Session.State.WAITING):
        return
    was_away, row.away = row.away, False
    Session.objects.filter(pk=row.pk).update(**_here(socket))
    if was_away:
        log_state_change(row, by=by, step="client-back")
        _tell_presence(row)


@single_statement
def client_left(*, by: Actor, session: str, socket: str) -> None:
    """Register that the tab is gone. The operator isn't told yet: a reload must not flicker."""
    Session.objects.filter(public_id=session, client=by.pk, client_socket=socket, state__in=OPEN).update(
        client_left_at=timezone.now()
    )


def client_away(*, session: str) -> None:
    """Tell the operator that the client has been gone for a few seconds."""
    row = selectors.session_of(SYSTEM, session, lock=True)
    due = timezone.now() - timedelta(seconds=settings.AWAY_SECONDS)
    if row.away or row.client_left_at is None or row.client_left_at > due or row.state not in OPEN:
        return
    row.away = True
    Session.objects.filter(pk=row.pk).update(away=True)
    log_state_change(row, by=SYSTEM, step="client-away")
    _tell_presence(row)


def client_gone(*, session: str) -> None:
    """Close the session of a client who didn't return within the grace period: abandoned while waiting, otherwise ended."""
    row = selectors.session_of(SYSTEM, session, lock=True)
    due = timezone.now() - timedelta(seconds=settings.CLIENT_GRACE_SECONDS)
    if row.client_left_at is None or row.client_left_at > due:
        return
    if row.state == Session.State.WAITING:
        move(row, "abandon", by=SYSTEM, step="abandoned", stamps=("ended_at", "closed_at"), ended_by="client")
    elif row.state == Session.State.ACTIVE:
        session_closing.send(Session, session=row, by=SYSTEM)
        move(row, "end", by=SYSTEM, step="ended", stamps=("ended_at",), ended_by="client")


def _tell_presence(row: Session) -> None:
    if row.state == Session.State.WAITING:
        unit().notify(channel_names.queue(row.group_id), Refresh())
