"""Device help (C5): the operator sends the client the steps that make a device work; the client's page has them for its own browser."""

from __future__ import annotations

from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app import log
from sessions_app import selectors as sessions
from sessions_app.actor import Actor
from videocall.protocol import HelpSent


def help_send(*, by: Actor, session: str, device: str) -> None:
    """Add a log entry for both sides; the client's opens the help. Raises ``session.closed`` unless the conversation is active."""
    row = sessions.session_of(by, session, lock=True)
    if row.state != "active":
        raise Fault("session.closed", _("This conversation has ended."))
    log.append(row, HelpSent, by=by, device=device)
