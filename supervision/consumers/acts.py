"""What a supervisor does from the live board (A4): hand each command to a service. Thin: rights and rules are in selectors and services."""

from __future__ import annotations

from contactcenter.realtime.socket import Socket


class ActHandlers(Socket):
    """Handlers of supervisors' acts."""
