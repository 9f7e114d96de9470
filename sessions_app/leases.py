"""Leases: as long as a page answers heartbeats its client or operator is there, and only as long as they may be.

A server that is killed can tell nobody who has left with it; the end of the lease does (sweep.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.sessions.models import Session as Login

from contactcenter.realtime import pulse
from contactcenter.realtime.commit import commit
from contactcenter.realtime.read import read
from contactcenter.realtime.socket import Socket
from sessions_app.services import presence


class ClientHere(NamedTuple):
    """The client of this session has it open."""

    session: str


class OperatorHere(NamedTuple):
    """This operator has a console open, signed in with this key of the browser's; without one where no browser is."""

    operator: int
    login: str


async def _renew(leases: Iterable[Any]) -> set[Any]:
    """Renews them in a few statements however many they are, in the next batch of what is written; returns those that are over."""
    sessions = sorted(lease.session for lease in leases if isinstance(lease, ClientHere))
    consoles = [lease for lease in leases if isinstance(lease, OperatorHere)]
    if sessions:
        await commit(presence.clients_renew, sessions=sessions)
    if not consoles:
        return set()
    signed_in = await read(_signed_in, {console.login for console in consoles})
    there = [console for console in consoles if console.login in signed_in]
    gone = (await commit(presence.operators_renew, operators=sorted({console.operator for console in there}))).value
    return {console for console in consoles if console.login not in signed_in or console.operator in gone}


def _signed_in(logins: set[str]) -> set[str]:
    found = Login.objects.filter(session_key__in=logins).values_list("session_key", flat=True)
    return {"", *found}


pulse.renew = _renew


class ClientLease(Socket):
    """A mixin of the client's socket, before its handlers: says whose lease the heartbeats renew."""

    session: str

    def leased(self) -> ClientHere | None:
        return ClientHere(self.session) if self.session and not self.closed else None


class OperatorLease(Socket):
    """The same of the operator's."""

    def leased(self) -> OperatorHere | None:
        if self.actor is None or self.closed:
            return None
        login = self.scope.get("session")
        return OperatorHere(self.actor.pk, login.session_key or "" if login is not None else "")
