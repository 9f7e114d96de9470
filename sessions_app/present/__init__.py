"""Presenters of sessions: what a browser may see. Calls, files, whiteboards and supervision have their own present.py."""

from sessions_app.present.session import (
    availability_changed,
    callback_view,
    client_snapshot,
    client_view,
    defaults,
    devices,
    invitation_view,
    marks,
    operator_session_view,
    operator_session_views,
    past_sessions,
    previews,
    session_view,
    waiting_client_view,
)

__all__ = [
    "availability_changed",
    "callback_view",
    "client_snapshot",
    "client_view",
    "defaults",
    "devices",
    "invitation_view",
    "marks",
    "operator_session_view",
    "operator_session_views",
    "past_sessions",
    "previews",
    "session_view",
    "waiting_client_view",
]
