"""Presence of operators and clients: a lease that only an open page renews."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import Refresh, SignOut
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names, selectors
from sessions_app.actor import SYSTEM, Actor
from sessions_app.models import AwayReason, Operator, Session
from sessions_app.rules.lifecycle import OPEN
from sessions_app.signals import load_changed, operator_left


def presence_changed(operator: Operator, *, by: Actor) -> None:
    """Announce a change of this operator's state: to their console, the colleagues and the widgets of the groups."""
    load_changed.send(Operator, operators=[operator.pk], by=by)
    unit().notify(channel_names.operator(operator.pk), Refresh())
    for group in operator.groups.order_by().values_list("pk", flat=True):
        unit().notify(channel_names.queue(group), Refresh())


def _locked(by: Actor) -> Operator:
    """Return the operator's locked row. Raises ``operator.unknown`` if it has been deleted or deactivated meanwhile."""
    operator = _locked_row(by.pk)
    if operator is None:
        raise Fault("operator.unknown", _("You’re not signed in as an operator."))
    return operator


def _locked_row(operator: int) -> Operator | None:
    return Operator.objects.select_for_update(of=("self",)).filter(pk=operator, active=True, user__is_active=True).first()


def _choose(operator: Operator, state: str) -> None:
    """Set online or away from now on. Changing the reason doesn't restart the time away."""
    if state != Operator.Chosen.AWAY:
        operator.away_since = None
    elif operator.chosen != Operator.Chosen.AWAY:
        operator.away_since = timezone.now()
    operator.chosen = state


def operator_arrive(*, by: Actor) -> None:
    """Register an open console of this operator. An operator who had left becomes online.

    A lease that has expired without the operator leaving is nobody's choice: no server was there to renew it. Who was away stays away.
    """
    operator = _locked(by)
    had_left = operator.lease_until is None
    offline = operator.lease_until is None or operator.lease_until <= timezone.now()
    operator.lease_until = selectors.lease_until()
    if had_left:
        _choose(operator, Operator.Chosen.ONLINE)
        operator.away_reason, operator.idle = "", False
    operator.save(update_fields=["lease_until", "chosen", "away_since", "away_reason", "idle"])
    if offline:
        presence_changed(operator, by=by)


def operators_renew(*, operators: list[int]) -> set[int]:
    """Renew these operators' leases after a heartbeat; returns those who may no longer be here.

    A row locked by another writer is left to the next heartbeat, so that nobody waits for this.
    """
    rows = Operator.objects.filter(pk__in=operators, active=True, user__is_active=True)
    leases = dict(rows.order_by().values_list("pk", "lease_until"))
    free = rows.select_for_update(skip_locked=True, of=("self",)).order_by().values("pk")
    Operator.objects.filter(pk__in=free).update(lease_until=selectors.lease_until())
    now = timezone.now()
    late = [pk for pk, until in leases.items() if until is None or until <= now]
    if late:  # nobody could renew, so others saw them offline
        for operator in rows.filter(pk__in=late):
            presence_changed(operator, by=SYSTEM)
    return set(operators) - leases.keys()


def presence_set(*, by: Actor, state: str, reason: str = "", chat: bool = True, video: bool = True, idle: bool = False) -> None:
    """Set online, or away with one of the reasons, and which kinds of session the operator takes.

    ``idle`` is the console's own report that it's idle, or in use again: it only ends an away it began, and changes nothing an operator
    has chosen.
    """
    operator = _locked(by)
    if idle:
        chosen_away = operator.chosen == Operator.Chosen.AWAY and not operator.idle
        if chosen_away or (state == "away") == operator.idle:
            return
        _choose(operator, state)
        operator.idle, operator.away_reason = state == "away", ""
    else:
        _set(operator, state, reason)
        operator.takes_chat, operator.takes_video = chat, video
    operator.save(update_fields=["chosen", "away_since", "idle", "away_reason", "takes_chat", "takes_video"])
    presence_changed(operator, by=by)


def _set(operator: Operator, state: str, reason: str) -> None:
    """Set online, or away with a reason. Raises ``presence.reason`` in words if it's none of the list."""
    if reason and not AwayReason.objects.filter(name=reason).exists():
        raise Fault("presence.reason", _("Choose one of the reasons."))
    _choose(operator, state)
    operator.idle = False
    operator.away_reason = reason if state == "away" else ""


def state_set(*, by: Actor, operator: int, state: str, reason: str = "") -> None:
    """Set the state of an operator for them; what they take stays as it is.

    Raises ``operator.left`` if nobody is at their console, ``operator.state`` if they're in this state already; each in words.
    """
    row = present_operator(operator)
    if (row.chosen, row.away_reason) == (state, reason if state == "away" else "") and not row.idle:
        words = _("%(name)s is already away.") if state == "away" else _("%(name)s is already online.")
        raise Fault("operator.state", words % {"name": row.name})
    _set(row, state, reason)
    row.save(update_fields=["chosen", "away_since", "idle", "away_reason"])
    presence_changed(row, by=by)


def present_operator(operator: int) -> Operator:
    """Return the locked row of an operator whose console is open. Raises ``operator.left`` in words."""
    row = _locked_row(operator)
    if row is None:
        raise selectors.not_found("operator")
    if row.lease_until is None or row.lease_until <= timezone.now():
        raise Fault("operator.left", _("%(name)s has left. Nobody is at the console.") % {"name": row.name})
    return row


def operator_sign_out(*, by: Actor) -> None:
    """End the lease now and close every console of this operator."""
    operator_leave(operator=by.pk, by=by)
    unit().notify(channel_names.operator(by.pk), SignOut())


def operator_leave(*, operator: int, by: Actor) -> None:
    """End the operator's lease now, and tell the others."""
    row = Operator.objects.select_for_update(of=("self",)).filter(pk=operator).first()
    if row is None or row.lease_until is None:
        return
    left, row.lease_until = min(row.lease_until, timezone.now()), None
    row.save(update_fields=["lease_until"])
    operator_left.send(Operator, operator=row.pk, at=left, by=by)
    presence_changed(row, by=by)


def operator_lapse(*, operator: int) -> None:
    """Make an operator offline whose lease no console has renewed, and tell the others; called by one sweep for all."""
    lapsed = Operator.objects.select_for_update(of=("self",)).filter(pk=operator, lease_until__lte=timezone.now()).first()
    if lapsed is None:
        return
    left, lapsed.lease_until = lapsed.lease_until, None
    lapsed.save(update_fields=["lease_until"])
    operator_left.send(Operator, operator=operator, at=left, by=SYSTEM)
    presence_changed(lapsed, by=SYSTEM)


def clients_renew(*, sessions: list[str]) -> None:
    """Renew the leases of these sessions' clients after a heartbeat. A session locked by another writer is left to the next heartbeat, so
    that
    nobody waits for this.
    """
    rows = Session.objects.filter(public_id__in=sessions, state__in=OPEN)
    free = rows.select_for_update(skip_locked=True).order_by().values("pk")
    Session.objects.filter(pk__in=free).update(client_seen_at=timezone.now())


def client_lapse(*, session: str) -> None:
    """Record that the client has left, as of now: no tab has been heard of for a whole lease."""
    row = Session.objects.filter(lapsed(), public_id=session)
    row.update(client_left_at=timezone.now())


def lapsed() -> Q:
    """Return open sessions whose client counts as present but was last heard of before the lease began."""
    since = timezone.now() - timedelta(seconds=settings.LEASE_SECONDS)
    return Q(client_left_at=None, away=False, message=False, state__in=OPEN) & (
        Q(client_seen_at__lte=since) | Q(client_seen_at=None, created_at__lte=since)
    )
