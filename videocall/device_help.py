"""Device help (C5): the operator sends the client the steps that make a device work; the client's page has them for its own browser."""

from __future__ import annotations

from sessions_app import log
from sessions_app import selectors as sessions
from sessions_app.actor import Actor
from sessions_app.models import Session
from videocall.protocol import HelpSent


def help_send(*, by: Actor, session: str, device: str) -> None:
    """Add a log entry for both sides; the client's opens the help. Raises ``session.closed`` unless the conversation is active."""
    row = sessions.session_of(by, session, lock=True)
    sessions.require_state(row, Session.State.ACTIVE)
    log.append(row, HelpSent, by=by, device=device)
