"""Services of a call: the only code that writes its row, each step with its entry in the session's log.

The moves and who may make them are in ``moves.py``; the legs of a running call are in ``legs.py``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import Refresh
from contactcenter.realtime.wire import Fault
from sessions_app import channel_names, log
from sessions_app import selectors as sessions
from sessions_app.actor import SYSTEM, Actor
from sessions_app.models import Operator, Session
from sessions_app.rules.entries import ENTRIES
from sessions_app.signals import load_changed
from sessions_app.whiteboard.services import board
from videocall import metrics, moves, present, selectors
from videocall.models import Call
from videocall.protocol import CallChanged
from videocall.signals import call_moved

ASKED_SECONDS: Final = 600
CONNECT_SECONDS: Final = 120
"""From the start of the call to the first picture or sound: a browser's permission prompt may stay unanswered for long."""


def call_ask(*, by: Actor, session: str, leg: str, socket: str = "") -> Call:
    """Ask for a call, by the client. If one is already live, it is the answer."""
    row = sessions.session_of(by, session, lock=True)
    _step(moves.NONE, "ask", by)
    if live := selectors.live_call(row):
        return live
    return _create(row, "ask", by, **bound_leg("client", leg, socket))


def call_request(*, by: Actor, session: str, leg: str, socket: str = "", signing: bool | None = None) -> Call:
    """Ask the client into a call; if the client asked first, the call starts at once.

    ``signing``: whether it begins in sign-language mode; None for what the last call of the session had.

    Raises ``call.unavailable`` with the reason in words if C1 forbids it.
    """
    row = sessions.session_of(by, session, lock=True)
    _step(moves.NONE, "request", by)
    live = selectors.live_call(row)
    if live and live.state != "asked":
        return live
    Operator.objects.select_for_update().get(pk=by.pk)  # prevents accepting another client at the same moment
    if reason := selectors.unavailable(row, by.pk):
        raise Fault("call.unavailable", reason)
    fields: dict[str, Any] = bound_leg("operator", leg, socket) | ({} if signing is None else {"signing": signing})
    if live:
        return move(live, "request", by, **fields)
    return _create(row, "request", by, prompt=True, **fields)


def call_start(*, by: Actor, session: Session) -> Call | None:
    """Start the call of an entry that begins with one (C2), inside the transaction of its acceptance.

    No call starts for a client who is away: the operator sees the phone number instead; nor for one who wants to be called by phone and has
    just closed the page. Raises ``call.unavailable`` (C1).
    """
    gone = session.away or (session.is_callback and session.client_left_at is not None)
    if not ENTRIES[session.entry].starts_call or gone or session.operator_id is None or selectors.live_call(session):
        return None
    if reason := selectors.unavailable(session, session.operator_id):
        raise Fault("call.unavailable", reason)
    return _create(session, "start", SYSTEM)


def call_accept(*, by: Actor, call: str, leg: str, video: bool, socket: str = "") -> Call:
    """Accept the call in the client's tab ``leg``; a later tab hears that the call is taken."""
    row = selectors.call_of(by, call, lock=True)
    if row.state in moves.RUNNING and by.role == "client":
        if row.client_leg == leg:
            return row
        raise taken()
    return move(row, "accept", by, video=video, **bound_leg("client", leg, socket))


def call_decline(*, by: Actor, call: str, reason: str = "refused") -> Call:
    """Decline the request (client), or what the client asked for (operator)."""
    return move(selectors.call_of(by, call, lock=True), "decline", by, reason=reason)


def call_cancel(*, by: Actor, call: str) -> Call:
    """Withdraw the request (operator), or one's own wish for a call (client)."""
    return move(selectors.call_of(by, call, lock=True), "cancel", by, reason="withdrawn")


def call_hangup(*, by: Actor, call: str) -> Call:
    """End the call, by either side, from any tab; the conversation continues."""
    return move(selectors.call_of(by, call, lock=True), "hangup", by, reason="hangup")


def calls_end_for_session(*, by: Actor, session: Session) -> None:
    """End the live call of a session that closes, in the same transaction."""
    live = selectors.live_call(session)
    if live is None:
        return
    if live.state in moves.WAITING:
        move(live, "cancel", SYSTEM, reason="session")
    else:
        move(live, "hangup", by, reason="session")


def call_allows_redirect(*, session: Session) -> None:
    """Check that a session has no call before it's redirected (R20); a client's wish for a call is withdrawn and can be repeated.

    Raises ``redirect.call`` in words.
    """
    live = selectors.live_call(session)
    if live is None:
        return
    if live.state != "asked":
        raise Fault("redirect.call", _("End the call first. A call can’t be redirected."))
    move(live, "cancel", SYSTEM, reason="session")


def move(call: Call, verb: str, by: Actor, **fields: Any) -> Call:
    """Make one move: by the table, compare-and-set, then its log entry. ``fields`` change with it.

    Raises ``call.over`` if the call is over, ``call.state`` if the move doesn't fit, ``call.not_found`` if the other side must make it.
    """
    before, after = call.state, _step(call.state, verb, by)
    now = timezone.now()
    fields |= {"state": after, "deadline_at": deadline(after, now), "interrupted_by": by.role if after == "reconnecting" else ""}
    fields["held"] = False
    if after == "accepted":
        fields["accepted_at"] = now
    elif after == "connected" and call.connected_at is None:
        fields |= {"connected_at": now, "picture_tenths": _tenths(call.accepted_at or call.created_at, now)}
    elif after in moves.OVER:
        fields |= {"ended_at": now, "ended_by": by.role}
    if after in moves.OVER:
        board.live_over(call.session)
    change(call, verb, by, **fields)
    metrics.moved(call, connected="connected_at" in fields)
    call_moved.send(Call, call=call, before=before, by=by)
    _load_changed(call, by)
    return call


def change(call: Call, what: str, by: Actor, **fields: Any) -> Call:
    """Write ``fields`` if the row hasn't changed since it was read, and log the call's new state."""
    unchanged = Call.objects.filter(pk=call.pk, state=call.state, version=call.version)
    if not unchanged.update(version=call.version + 1, **fields):
        raise Fault("call.changed", _("The call has just changed. Try again."), retry=True)
    call.version += 1
    for name, value in fields.items():
        setattr(call, name, value)
    log.append(call.session, CallChanged, by=by, move=what, call=present.call_view(call))
    return call


def bound_leg(side: str, leg: str, socket: str) -> dict[str, Any]:
    """Return the fields that bind this side to the tab ``leg``, connected by ``socket``."""
    return {f"{side}_leg": leg, f"{side}_leg_socket": socket, f"{side}_leg_left_at": None}


def deadline(state: str, now: datetime) -> datetime | None:
    """Return when ``state`` expires; None if it doesn't."""
    seconds = {
        "asked": ASKED_SECONDS,
        "requested": settings.PROMPT_SECONDS,
        "accepted": CONNECT_SECONDS,
        "reconnecting": settings.CALL_GRACE_SECONDS,
    }.get(state)
    return None if seconds is None else now + timedelta(seconds=seconds)


def taken() -> Fault:
    """Refusal: another tab carries this side of the call."""
    return Fault("call.taken", _("The call is in another window."))


def over(state: str) -> Fault:
    """The call is over; the words say how it ended."""
    return Fault("call.over", _("The call is over: %(state)s.") % {"state": word(state)})


def word(state: str) -> str:
    """Return a state of the call in words."""
    return {
        "asked": _("asked for"),
        "requested": _("waiting for an answer"),
        "accepted": _("being connected"),
        "connected": _("running"),
        "reconnecting": _("interrupted"),
        "declined": _("declined"),
        "cancelled": _("withdrawn"),
        "expired": _("not answered"),
        "ended": _("ended"),
        "failed": _("the connection was lost"),
    }[state]


def _step(state: str, verb: str, by: Actor) -> str:
    """Return the state after the move. Raises the refusal in words."""
    try:
        return moves.step(state, verb, by.role)
    except moves.Over:
        raise over(state) from None
    except moves.NotAllowed:
        raise selectors.not_found() from None
    except moves.Illegal:
        raise Fault("call.state", _("This can’t be done now: the call is %(state)s.") % {"state": word(state)}) from None


def _tenths(begin: datetime, end: datetime) -> int:
    return max(0, round((end - begin).total_seconds() * 10))


def _create(session: Session, verb: str, by: Actor, **fields: Any) -> Call:
    now = timezone.now()
    state = _step(moves.NONE, verb, by)
    if session.state != Session.State.ACTIVE or session.operator_id is None:
        raise Fault("call.unavailable", selectors.no_conversation())
    call = Call.objects.create(
        session=session,
        operator_id=session.operator_id,
        state=state,
        created_at=now,
        accepted_at=now if state == "accepted" else None,
        deadline_at=deadline(state, now),
        **({"signing": selectors.signed_before(session)} | fields),
    )
    log.append(session, CallChanged, by=by, move=verb, call=present.call_view(call))
    call_moved.send(Call, call=call, before=moves.NONE, by=by)
    _load_changed(call, by)
    return call


def _load_changed(call: Call, by: Actor) -> None:
    """Announce that the operator of a call may be busy, or free again."""
    load_changed.send(Operator, operators=[call.operator_id], by=by)
    unit().notify(channel_names.operator(call.operator_id), Refresh())  # the console shows whether its operator is busy
