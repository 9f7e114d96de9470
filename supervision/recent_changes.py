"""What happened to a session or an operator before a supervisor's act, in words. Reads only."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from sessions_app.models import Session
from sessions_app.rules.text import one_line
from supervision.models import StateSpan


def changed_by(session: Session) -> str:
    """Return the session's last step and who made it: why an act on what a supervisor saw comes too late."""
    steps = session.log_entries.filter(kind__in=("session.changed", "session.redirected")).order_by("-seq")
    entry = steps.first()
    if entry is None:
        return _("This session has just changed. Look again.")
    step, to = json.loads(entry.body).get("step", ""), ""
    if step == "redirected":
        redirected = steps.filter(kind="session.redirected").first()
        to = json.loads(redirected.body)["to"] if redirected else ""
    who = one_line(entry.name) or {"client": _("The client"), "system": _("The system")}.get(entry.role, _("Somebody"))
    words = {
        "accepted": _("%(who)s has just accepted this client."),
        "redirected": _("%(who)s has just redirected this session to %(to)s."),
        "ended": _("%(who)s has already ended this session."),
        "left": _("This client has stopped waiting."),
        "abandoned": _("This client has left."),
        "missed": _("This session is already over: nobody took it in time."),
        "closed": _("%(who)s has already finished this session."),
    }.get(step, _("This session has just changed. Look again."))
    if step == "ended" and entry.role == "system":
        words = _("This session is already over: the client didn’t come back.")
    if step == "missed" and entry.role == "supervisor":
        words = _("%(who)s has already ended this session.")
    return words % {"who": who, "to": to}


def state_set_by(operator: int) -> str | None:
    """Return the name of the supervisor who set the operator's present state; None if it wasn't one."""
    span = StateSpan.objects.filter(operator=operator, until=None).first()
    return span.author if span is not None and span.role == "supervisor" else None
