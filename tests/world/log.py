"""A session's row and its log, found by the session's public id."""

from __future__ import annotations

import json
from typing import Any

from sessions_app.models import LogEntry, Session


def row_of(session: str) -> Session:
    return Session.objects.select_related("client", "operator", "widget", "group").get(public_id=session)


def log_of(session: str) -> list[LogEntry]:
    return list(LogEntry.objects.filter(session__public_id=session).order_by("seq"))


def bodies(session: str, kind: str, *, shared: bool | None = None) -> list[dict[str, Any]]:
    """Return the contents of the entries of one kind; with ``shared`` only those the client may (True) or may not (False) see."""
    entries = [entry for entry in log_of(session) if entry.kind == kind]
    if shared is not None:
        entries = [entry for entry in entries if (entry.shared is not None) is shared]
    return [json.loads(entry.body) for entry in entries]


def steps(session: str) -> list[str]:
    return [body["step"] for body in bodies(session, "session.changed")]
