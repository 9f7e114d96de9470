"""From an outside id to a call, with rights checked; and others' queries about calls. Reads only.

A missing call and someone else's call look the same: ``call.not_found``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app import selectors as sessions
from sessions_app.models import Operator, Session
from videocall.models import Call
from videocall.moves import CONNECTED, LIVE, RUNNING

if TYPE_CHECKING:
    from sessions_app.actor import Actor


def not_found() -> Fault:
    """The one answer to an unknown id, a stranger's id and a command of the other side."""
    return Fault("call.not_found", _("There’s no such call."))


def call_of(by: Actor, call: str, *, lock: bool = False) -> Call:
    """Return the call ``call`` if ``by`` is a side of it; with ``lock`` its session is locked first, and the call read after that."""
    session = session_id(call)
    if not session:
        raise not_found()
    try:
        row = sessions.session_of(by, session, lock=lock)
    except Fault:
        raise not_found() from None
    found = Call.objects.get(public_id=call)
    found.session = row
    return found


def call_again(by: Actor, *, session: str = "", call: str = "") -> Call | None:
    """Return the call a repeated command was about: the one it names, or the live one of its session, if any."""
    if call:
        return call_of(by, call)
    return live_call(sessions.session_of(by, session))


def session_id(call: str) -> str:
    """Return the id of the call's session, for ordering the commands of one session; it grants no right."""
    return Call.objects.filter(public_id=call).values_list("session__public_id", flat=True).first() or ""


def live_call(session: Session) -> Call | None:
    """Return the one live call of the session."""
    call = Call.objects.filter(session=session, state__in=LIVE).first()
    if call:
        call.session = session
    return call


def signed_before(session: Session) -> bool:
    """Whether the last call of the session was in sign-language mode when it ended: the next begins like that."""
    return bool(Call.objects.filter(session=session).order_by("-created_at", "-id").values_list("signing", flat=True).first())


def connected(session: Session) -> bool:
    """Whether the two sides see or hear each other, or have lost each other for a moment."""
    return Call.objects.filter(session=session, state__in=CONNECTED).exists()


def has_call(session: Session, call: str) -> bool:
    """Whether ``call`` is the id of one of the session's calls."""
    return Call.objects.filter(session=session, public_id=call).exists()


def operator_in_call(operator: int) -> bool:
    """Whether this operator is busy with a call: asking a client into it, or in it (C1)."""
    return Call.objects.filter(operator=operator, state__in=RUNNING | {"requested"}).exists()


def busy(operator: Operator) -> str:
    """Return why nothing new may go to this operator, in words; empty if it may."""
    return _("You’re in a call.") if operator_in_call(operator.pk) else ""


def no_conversation() -> str:
    """Return why there is no call before a conversation begins or after it ends, in words."""
    return _("Calls are only possible in an active conversation.")


def unavailable(session: Session, operator: int) -> str:
    """Return why this operator can't call in this session, in words (C1); empty if they can."""
    if session.state != Session.State.ACTIVE or session.operator_id != operator:
        return no_conversation()
    if operator_in_call(operator):
        return _("You’re in another call.")
    if Session.objects.filter(operator=operator, state=Session.State.ACTIVE).exclude(pk=session.pk).exists():
        return _("Calls need your full attention. End or redirect your other conversations first.")
    return ""
