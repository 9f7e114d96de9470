"""The client's lease: as long as a tab answers heartbeats its session knows that the client is there.

A server that is killed can tell nobody that its clients have left; the end of the lease does (sweep.py).
"""

from __future__ import annotations

from contactcenter.realtime import pulse
from contactcenter.realtime.commit import perform
from contactcenter.realtime.socket import Socket
from sessions_app.services import presence


def _renew(sessions: list[str]) -> None:
    perform(presence.clients_renew, sessions=sessions)


pulse.renew = _renew


class ClientLease(Socket):
    """A mixin of the client's socket, before its handlers: says whose lease the heartbeats renew."""

    session: str

    def leased(self) -> str:
        return "" if self.closed else self.session
