"""From signals of the other apps to events: who, what and which ids. Runs in the transaction of the change, and only writes the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from api.webhooks import subscriptions
from api.webhooks.services.outbox import record
from sessions_app.actor import Actor
from sessions_app.log import moment
from sessions_app.models import Client, Invitation, Operator, Session, Share
from supervision.models import AlertRule
from videocall.models import Call
from videocall.moves import NONE, OVER

BY_STEP: Final = {
    "queued": "session.created",
    "accepted": "session.accepted",
    "redirected": "session.redirected",
    "ended": "session.ended",
    "closed": "session.closed",
    "left": "session.abandoned",
    "abandoned": "session.abandoned",
    "missed": "session.abandoned",
}
"""Other steps, such as a client who is away for a moment, are no events."""


def session_changed(*, session: Session, step: str, at: datetime, by: Actor, **_: Any) -> None:
    event = BY_STEP.get(step)
    if event and subscriptions.wanted(event):
        _of_session(event, session, _session(session) | {"by": by.role}, at)


def call_moved(*, call: Call, before: str, by: Actor, **_: Any) -> None:
    event = ""
    if before == NONE:
        event = "call.requested"
    elif call.state == "connected" and before == "accepted":
        event = "call.connected"
    elif call.state in OVER:
        event = "call.ended"
    if event:
        data = {"call": call.public_id, "state": call.state, "operator": call.operator_id, "by": by.role}
        _of_session(event, call.session, data | ({"reason": call.reason} if event == "call.ended" else {}))


def session_accepted(*, session: Session, by: Actor, **_: Any) -> None:
    """The acceptance is what uses an invitation up."""
    if session.invitation_id is not None and subscriptions.wanted("invitation.used"):
        invitation = Invitation.objects.values_list("public_id", flat=True).get(pk=session.invitation_id)
        _of_session("invitation.used", session, {"invitation": invitation, "operator": by.pk})


def file_ready(*, session: Session, file: Share, by: Actor, **_: Any) -> None:
    data = {"file": file.public_id, "kind": file.kind, "mime": file.mime, "size": file.size, "sent": file.sent, "by": by.role}
    _of_session("file.ready", session, data)


def callback_due(session: Session) -> None:
    _of_session("callback.due", session, {"due_at": moment(session.callback_from), "tries": session.callback_tries})


def state_changed(*, operator: int, state: str, reason: str, at: datetime, by: Actor, **_: Any) -> None:
    if subscriptions.wanted("operator.state_changed"):
        groups = Operator.groups.through.objects.filter(operator=operator).values_list("group", flat=True)
        data = {"operator": operator, "state": state, "reason": reason, "by": by.role}
        record("operator.state_changed", f"operator:{operator}", data, groups=list(groups), at=at)


def client_erased(*, client: Client, by: Actor, **_: Any) -> None:
    group = client.widget.group_id
    record("client.erased", f"client:{client.public_id}", {"client": client.public_id, "by": by.role}, groups=[group])


def alert_changed(*, rule: AlertRule, change: str, value: float | None, at: datetime, **_: Any) -> None:
    data = {"rule": rule.pk, "measure": rule.measure, "group": rule.group_id, "threshold": rule.threshold, "value": value}
    record(f"alert.{change}", f"alert:{rule.pk}", data, groups=[rule.group_id] if rule.group_id else [], at=at)


def _session(session: Session) -> dict[str, Any]:
    """Return the session in the words of the API."""
    return {
        "number": session.number,
        "entry": session.entry,
        "state": session.state,
        "message": session.message,
        "widget": session.widget.key,
        "operator": session.operator_id,
    }


def _of_session(event: str, session: Session, data: dict[str, Any], at: datetime | None = None) -> None:
    """Write an event of a session: all of one session's are delivered in order."""
    about = {"session": session.public_id, "group": session.group_id}
    record(event, f"session:{session.public_id}", about | data, groups=[session.group_id], at=at)
