"""Redirect a session to a colleague or a group (S5), with a note only operators see."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import AssignmentChanged, Refresh
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names, log, selectors
from sessions_app.actor import Actor
from sessions_app.models import Group, Operator, Session
from sessions_app.protocol import SessionRedirected
from sessions_app.rules.text import visible
from sessions_app.services.messages import clean_text
from sessions_app.services.transitions import NOT_OFFERED, end_offer, log_state_change, waits_until
from sessions_app.signals import load_changed, session_redirecting


def session_redirect(*, by: Actor, session: str, operator: int | None = None, group: int | None = None, note: str = "") -> None:
    """Assign an active session to a colleague at once, or return it to a group's queue at its old place.

    A supervisor can also redirect waiting sessions; then it's reserved for the colleague. Raises ``redirect.target`` if the
    target can't take it, ``redirect.call`` while a call runs, each in words; then nothing has changed.
    """
    row = selectors.session_of(by, session, lock=True)
    if by.role == "client":
        raise selectors.not_found("session")
    if row.state != Session.State.ACTIVE and not (by.steers and row.state == Session.State.WAITING):
        raise selectors.closed()
    if operator is not None and group is not None:
        raise nobody()
    note = clean_text(note) if visible(note) else ""
    was = row.operator_id
    end_offer(row, "withdrawn", timezone.now())
    session_redirecting.send(Session, session=row, by=by)
    if operator is not None:
        name = _to_operator(row, operator)
    elif group is not None:
        name = _to_group(row, group)
    else:
        raise nobody()
    log.append(row, SessionRedirected, by=by, operators_only=True, to=name, note=note)
    log_state_change(row, by=by, step="redirected")
    load_changed.send(Operator, operators=[pk for pk in (was, row.operator_id) if pk is not None], by=by)
    if was is not None and was != row.operator_id:
        unit().notify(channel_names.operator(was), AssignmentChanged(row.public_id, False))
        unit().notify(channel_names.operator(was), Refresh())
    if row.operator_id is not None:
        unit().notify(channel_names.operator(row.operator_id), AssignmentChanged(row.public_id, True))
        unit().notify(channel_names.operator(row.operator_id), Refresh())


def nobody() -> Fault:
    return Fault("redirect.nobody", _("Choose a colleague or a group."))


def _to_operator(row: Session, operator: int) -> str:
    target = Operator.objects.select_for_update().filter(pk=operator, active=True, user__is_active=True).first()
    if target is None or target.pk == row.operator_id:
        raise nobody()
    refusal = _refusal(row, target)
    if refusal:
        raise Fault("redirect.target", refusal)
    if row.state == Session.State.WAITING:
        _write(row, row.state, reserved_for=target, wait_until=row.wait_until if row.message else None, **NOT_OFFERED)
        unit().notify(channel_names.queue(row.group_id), Refresh())
        unit().notify(channel_names.operator(target.pk), Refresh())
    else:
        _write(row, row.state, operator=target, reserved_for=None)
        Operator.objects.filter(pk=target.pk).update(served_at=timezone.now())
    return target.name


def _refusal(row: Session, target: Operator) -> str:
    """Return why this colleague can't take the session, in words; empty if they can. An earlier reservation doesn't count."""
    row.reserved_for = row.offered_to = None
    if not selectors.refusal(target, row):
        return ""
    state, _words = selectors.operator_state(target)
    reasons = {
        "offline": _("%(name)s is offline."),
        "away": _("%(name)s is away."),
        "busy": _("%(name)s is in a call."),
        "wrapup": _("%(name)s is finishing another conversation."),
    }
    return reasons.get(state, _("%(name)s can’t take another conversation now.")) % {"name": target.name}


def _to_group(row: Session, group: int) -> str:
    target = Group.objects.filter(pk=group).first()
    if target is None or (row.state == Session.State.WAITING and row.group_id == target.pk and row.reserved_for_id is None):
        raise nobody()
    if not selectors.present_operators().filter(groups=target).exclude(pk=row.operator_id or 0).exists():
        raise Fault("redirect.target", _("Nobody in %(name)s is online.") % {"name": target.name})
    before = row.group_id
    until = None if row.is_callback else row.wait_until if row.message else waits_until(target, timezone.now())
    _write(row, Session.State.WAITING, group=target, operator=None, reserved_for=None, wait_until=until, **NOT_OFFERED)
    unit().notify(channel_names.queue(target.pk), Refresh())
    if before != target.pk:
        unit().notify(channel_names.queue(before), Refresh())
    return target.name


def _write(row: Session, state: str, **columns: Any) -> None:
    if not Session.objects.filter(pk=row.pk, state=row.state).update(state=state, **columns):
        raise selectors.closed()
    row.state = state
    for name, value in columns.items():
        setattr(row, name, value)
