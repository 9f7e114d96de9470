"""Leases: as long as a page answers heartbeats its client or operator is there, and only as long as they may be.

A server that is killed can tell nobody who has left with it; the end of the lease does (sweep.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from contactcenter.realtime.commit import commit
from contactcenter.realtime.read import read
from contactcenter.realtime.socket import Socket
from sessions_app import selectors, signed_in
from sessions_app.services import accounts, presence
from sessions_app.signed_in import Browser


class ClientHere(NamedTuple):
    """This client has the widget open, and perhaps this session."""

    client: int
    session: str


class OperatorHere(NamedTuple):
    """This operator has a console open, signed in with this key of the browser's; without one where no browser is."""

    operator: int
    login: str


async def renew(leases: Iterable[Any]) -> set[Any]:
    """Renew them in a few statements however many they are, in the next batch of what is written; returns those that are over."""
    leases = list(leases)
    over = await _renew_clients([lease for lease in leases if isinstance(lease, ClientHere)])
    return over | await _renew_operators([lease for lease in leases if isinstance(lease, OperatorHere)])


async def _renew_clients(tabs: list[ClientHere]) -> set[Any]:
    if not tabs:
        return set()
    if sessions := sorted({tab.session for tab in tabs if tab.session}):
        await commit(presence.clients_renew, sessions=sessions)
    over = await read(selectors.clients_over, {tab.client for tab in tabs})
    return {tab for tab in tabs if tab.client in over}


async def _renew_operators(consoles: list[OperatorHere]) -> set[Any]:
    if not consoles:
        return set()
    good, late = await read(signed_in.good_of, [Browser(*console) for console in consoles if console.login])
    if late:
        await commit(accounts.http_sessions_renew, keys=late)
    there = [console for console in consoles if not console.login or Browser(*console) in good]
    gone = (await commit(presence.operators_renew, operators=sorted({console.operator for console in there}))).value
    return {console for console in consoles if console not in there or console.operator in gone}


class ClientLease(Socket):
    """A mixin of the client's socket, before its handlers: says whose lease the heartbeats renew."""

    session: str

    def leased(self) -> ClientHere | None:
        return ClientHere(self.actor.pk, self.session) if self.actor is not None and not self.closed else None


class OperatorLease(Socket):
    """The same of the operator's."""

    def leased(self) -> OperatorHere | None:
        if self.actor is None or self.closed:
            return None
        login = self.scope.get("session")
        return OperatorHere(self.actor.pk, login.session_key or "" if login is not None else "")
