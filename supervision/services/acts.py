"""Acts of supervisors (A4) on sessions and operators: redirect, end, set the state, sign out, end a wrap-up.

Each takes a reason, which operators read in the session's log, and adds a line to the audit. Refused in words if somebody was quicker.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from contactcenter.languages.house import in_house_language
from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import Broadcast
from contactcenter.realtime.wire import Fault, encode
from sessions_app import channel_names, log, selectors
from sessions_app.actor import Actor
from sessions_app.auth import valid_sessions
from sessions_app.models import Operator, Session, User
from sessions_app.protocol import NotePosted
from sessions_app.rules.lifecycle import OPEN
from sessions_app.rules.text import one_line
from sessions_app.selectors import supervised
from sessions_app.services import presence, redirect
from sessions_app.services.accounts import account_sign_out
from sessions_app.services.closing import session_end, session_wrapup
from supervision.models import AuditEntry
from supervision.protocol_acts import REASON_LENGTH, OperatorSteered, Seen
from supervision.recent_changes import changed_by, state_set_by
from supervision.services import audit

Verb = AuditEntry.Verb


def act_redirect(
    *, by: Actor, session: str, reason: str, operator: int | None = None, group: int | None = None, seen: Seen | None = None
) -> None:
    """Redirect a waiting or active session to an operator or a group of this supervisor."""
    user = permitted(by, "sessions_app.steer_session")
    reason = clean_reason(reason)
    row = _session(by, session, seen)
    if row.state not in OPEN:
        raise moved_on(row)
    if (operator is not None and not supervised.operators_for(user).filter(pk=operator).exists()) or (
        group is not None and not supervised.groups_for(user).filter(pk=group).exists()
    ):
        raise redirect.nobody()
    redirect.session_redirect(by=by, session=session, operator=operator, group=group, note=reason)
    to = row.operator or row.reserved_for or row.group
    with in_house_language():
        where = _("To: %(name)s") % {"name": to}
    audit.record(user, Verb.REDIRECT, row, f"{where}\n{reason}")


def act_end(*, by: Actor, session: str, reason: str, seen: Seen | None = None) -> None:
    """End a session; one that waits is missed."""
    user = permitted(by, "sessions_app.steer_session")
    reason = clean_reason(reason)
    row = _session(by, session, seen)
    if row.state not in OPEN:
        raise moved_on(row)
    _note(row, by, reason)
    session_end(by=by, session=session)
    audit.record(user, Verb.END, row, reason)


def act_wrapup(*, by: Actor, session: str, reason: str) -> None:
    """End the wrap-up of an ended session: its operator is free for somebody else."""
    user = permitted(by, "sessions_app.steer_session")
    reason = clean_reason(reason)
    row = _session(by, session, None)
    if row.state == Session.State.CLOSED:
        raise moved_on(row)
    session_wrapup(by=by, session=session, note=reason)
    audit.record(user, Verb.END_WRAPUP, row, reason)


def act_state(*, by: Actor, operator: int, state: str, reason: str, away_reason: str = "") -> None:
    """Set an operator online, or away with one of the reasons of the list. They are told by whom and why."""
    user = permitted(by, "sessions_app.steer_operator")
    reason = clean_reason(reason)
    row = _operator(user, operator)
    try:
        presence.state_set(by=by, operator=row.pk, state=state, reason=away_reason)
    except Fault as fault:
        who = state_set_by(row.pk) if fault.code == "operator.state" else None
        if who == by.name:  # the same command again, after its answer was lost
            return
        raise Fault(fault.code, f"{fault.text} {_('Set by %(name)s.') % {'name': who}}") if who else fault from None
    _tell(row, by, state, reason)
    audit.record(user, Verb.SET_STATE, row, "\n".join(filter(None, (state, away_reason, reason))))


def act_signout(*, by: Actor, operator: int, reason: str) -> None:
    """Sign an operator out everywhere: their consoles close, and open again only after a new sign-in."""
    user = permitted(by, "sessions_app.steer_operator")
    reason = clean_reason(reason)
    row = presence.present_operator(_operator(user, operator).pk)
    _tell(row, by, "offline", reason)
    account_sign_out(http_sessions=valid_sessions.keys_of(row.user_id), operator=row.pk, by=by)
    audit.record(user, Verb.FORCE_SIGN_OUT, row, reason)


def permitted(by: Actor, permission: str) -> User:
    """Return the supervisor's account. Raises ``act.forbidden`` in words without this permission."""
    user = supervised.supervisor_of(by)
    if user is None or not user.has_perm(permission):
        raise Fault("act.forbidden", _("You may not do this. Ask an administrator for the right to."))
    return user


def clean_reason(text: str, most: int = REASON_LENGTH) -> str:
    """Return the reason on one line. Raises ``act.reason`` in words if it's empty or too long."""
    line = one_line(text, most + 1)
    if not line:
        raise Fault("act.reason", _("Give a reason first."))
    if len(line) > most:
        raise Fault("act.reason", _("A reason can have up to %(count)s characters.") % {"count": most})
    return line


def _session(by: Actor, session: str, seen: Seen | None) -> Session:
    """Return the locked session, if it's still what the supervisor saw."""
    row = selectors.session_of(by, session, lock=True)
    if seen is not None and (row.state, row.operator_id) != (seen.state, seen.operator):
        raise moved_on(row)
    return row


def moved_on(row: Session) -> Fault:
    """Return the refusal of an act that comes too late: the words say what has happened."""
    return Fault("act.late", changed_by(row))


def _operator(user: User, operator: int) -> Operator:
    row = supervised.operators_for(user).filter(pk=operator).first()
    if row is None:
        raise selectors.not_found("operator")
    return row


def _note(row: Session, by: Actor, reason: str) -> None:
    log.append(row, NotePosted, by=by, operators_only=True, text=reason, command=None)


def _tell(row: Operator, by: Actor, state: str, reason: str) -> None:
    """Tell the operator's consoles what was done to them, and why."""
    event = OperatorSteered(by=by.name, state=state, reason=reason)  # type: ignore[arg-type]
    unit().notify(channel_names.operator(row.pk), Broadcast(encode(event), role="operator"))
