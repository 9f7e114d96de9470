"""The line in the audit for an export of a client: what was read, and by whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from sessions_app.models import Client
from sessions_app.signals import audited


def export_note(*, client: Client, sessions: int, user: Any = None, request: HttpRequest | None = None) -> None:
    """Write that everything about a client was exported. ``user``: the account; none for a command."""
    tried = "" if user else "manage.py"
    audited.send(export_note, user=user, verb="export", target=client, rows=sessions, tried=tried, request=request)
