"""The events other systems can ask for, in the words of the API. Pure: no rows, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

EVENTS: Final[Mapping[str, Any]] = {
    "session.created": _("A client has entered, or left a message."),
    "session.accepted": _("An operator has taken the session."),
    "session.redirected": _("The session was redirected to a colleague or a group."),
    "session.ended": _("The conversation is over; its operator wraps up."),
    "session.closed": _("The session is closed."),
    "session.abandoned": _("The client has gone, or wasn’t answered in time."),
    "call.requested": _("A call was offered, asked for, or started by itself."),
    "call.connected": _("Client and operator see or hear each other."),
    "call.ended": _("The call is over, whether it was connected or not."),
    "operator.state_changed": _("An operator is online, away, in a call, in wrap-up or offline."),
    "invitation.used": _("A session that began with an invitation was accepted."),
    "callback.due": _("The time has come to call a client back."),
    "file.ready": _("A file of a session is checked and stored."),
    "client.erased": _("What was known about a client has been erased."),
    "alert.fired": _("A measure is beyond the threshold of an alert."),
    "alert.resolved": _("The alert is over."),
}
"""What each event tells. The names are a contract with receivers: never rename one."""
TEST: Final = "webhook.test"
"""Sent by the button in the admin only."""
