"""The queue: waiting, offers, acceptance, and sessions nobody takes (S3, C1).

The rules are in routing.py; here they're applied to rows. Everything is decided again under the session's lock: sweeps race.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.languages.house import in_house_language
from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import AssignmentChanged, Refresh
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names, selectors
from sessions_app.actor import SYSTEM, Actor
from sessions_app.models import Operator, Session
from sessions_app.rules import routing
from sessions_app.rules.routing import Load, Offer
from sessions_app.selectors import operator_load
from sessions_app.services.transitions import end_offer, message_until, move
from sessions_app.signals import offer_made, session_accepted


def session_accept(*, by: Actor, session: str) -> None:
    """Take a waiting session. The first operator wins; the others are told who took it."""
    row = selectors.waiting_session_of(by, session, lock=True)
    operator = Operator.objects.select_for_update().get(pk=by.pk)
    if row.operator_id == by.pk:
        return
    if fault := selectors.accept_fault(operator, row):
        raise fault
    assign(row, operator, by=by)


def assign(row: Session, operator: Operator, *, by: Actor) -> None:
    """Assign a waiting session to an operator whose row is locked and who may have it."""
    row.operator = operator
    move(row, "accept", by=by, step="accepted", stamps=("accepted_at",), operator=operator)
    operator.served_at = row.accepted_at
    Operator.objects.filter(pk=operator.pk).update(served_at=operator.served_at)
    session_accepted.send(Session, session=row, by=by)
    unit().notify(channel_names.operator(operator.pk), AssignmentChanged(row.public_id, True))


def session_pass(*, by: Actor, session: str) -> None:
    """Decline an offer; the next operator is asked. Passing again, or too late, changes nothing."""
    row = selectors.waiting_session_of(by, session, lock=True)
    if row.state != Session.State.WAITING or by.pk in row.passed_by:
        return
    if row.offered_to_id != by.pk:
        raise Fault("session.not_offered", _("This client isn’t being offered to you."))
    now = timezone.now()
    row.offer_until = now
    _advance(row, now, outcome="declined")


def offer_advance(*, session: str) -> None:
    """Ask the next operator, if it's time to."""
    row = selectors.session_of(SYSTEM, session, lock=True)
    if row.state == Session.State.WAITING:
        _advance(row, timezone.now())


def offer_after(row: Session, loads: dict[int, Load], now: datetime) -> Offer:
    """Return the offer a waiting session should have now; ``loads`` are the present operators of its group."""
    offer = operator_load.offer_of(row)
    offered = row.group.offers_to_one and not row.message and row.reserved_for_id is None
    if not offered or (row.callback_from is not None and row.callback_from > now):
        return Offer(passed_by=offer.passed_by, open_to_all=offer.open_to_all)
    until = now + timedelta(seconds=settings.OFFER_SECONDS)
    return routing.advance(offer, loads, operator_load.waiting_of(row), now, until)


def loads_in(group: int, now: datetime) -> dict[int, Load]:
    """Return the loads of the present operators of this group."""
    return operator_load.loads_of(selectors.present_operators(now).filter(groups=group), now)


def session_missed(*, session: str) -> None:
    """Mark a session as missed: nobody took the client in time."""
    row = selectors.session_of(SYSTEM, session, lock=True)
    deadline = row.callback_until if row.is_callback else row.wait_until
    if row.message and deadline is None:  # left before messages had a deadline
        deadline = message_until(row.created_at)
    if row.state != Session.State.WAITING or deadline is None or deadline > timezone.now():
        return
    with in_house_language():  # it's kept as the session's result
        words = _("Nobody was free in time.")
        if row.is_callback:
            words = _("The time for the CallBack is over.")
        elif row.message:
            words = _("Nobody answered the message in time.")
    move(row, "miss", by=SYSTEM, step="missed", stamps=("ended_at", "closed_at"), result=words)


def _advance(row: Session, now: datetime, *, outcome: str = "withdrawn") -> None:
    """Write the offer the session should have now; ``outcome``: that of the present one, unless it ran out."""
    after = offer_after(row, loads_in(row.group_id, now) if row.group.offers_to_one else {}, now)
    if after != operator_load.offer_of(row):
        if after.to != row.offered_to_id:
            end_offer(row, outcome, now)
        made = after.to not in (None, row.offered_to_id)
        _put(row, after)
        if made:
            offer_made.send(Session, session=row, operator=after.to, until=after.until)
        unit().notify(channel_names.queue(row.group_id), Refresh())


def _put(row: Session, offer: Offer) -> None:
    columns = {
        "offered_to_id": offer.to,
        "offer_until": offer.until,
        "passed_by": list(offer.passed_by),
        "open_to_all": offer.open_to_all,
    }
    Session.objects.filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
