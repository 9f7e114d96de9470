"""Leases: a client or operator is present as long as a page answers heartbeats, and only while they're allowed to be.

A killed server can't announce who has left with it; the end of the lease does (deadlines.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from contactcenter.realtime.db_reads import read
from contactcenter.realtime.socket import Socket
from contactcenter.realtime.writers import commit
from sessions_app import selectors
from sessions_app.auth import valid_sessions
from sessions_app.auth.valid_sessions import Browser, SignedIn
from sessions_app.services import accounts, presence


class ClientHere(NamedTuple):
    """A client with the widget open, and perhaps this session."""

    client: int
    session: str


class OperatorHere(NamedTuple):
    """An operator with a console open, signed in with this http session's key; without one outside a browser."""

    operator: int
    login: str


async def renew(leases: Iterable[Any]) -> set[Any]:
    """Renew leases in a few statements however many they are, in the next write batch; returns those that have ended."""
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
    good, late = await read(valid_sessions.good_of, [Browser(*console) for console in consoles if console.login])
    if late:
        await commit(accounts.http_sessions_renew, keys=late)
    there = [console for console in consoles if not console.login or Browser(*console) in good]
    gone = (await commit(presence.operators_renew, operators=sorted({console.operator for console in there}))).value
    return {console for console in consoles if console not in there or console.operator in gone}


async def ended(signed_in: Iterable[Any]) -> set[Any]:
    """Return which of these http sessions have ended."""
    return await read(valid_sessions.ended_of, list(signed_in))


class SignedInSocket(Socket):
    """Mixin of the sockets of people with an account, before their handlers: they end with the http session."""

    def signed_in(self) -> SignedIn | None:
        login, user = self.scope.get("session"), self.scope.get("user")
        if self.actor is None or self.closed or login is None or user is None or not login.session_key:
            return None
        return SignedIn(user.pk, login.session_key)


class ClientLease(Socket):
    """Mixin of the client's socket, before its handlers: names the lease its heartbeats renew."""

    session: str

    def leased(self) -> ClientHere | None:
        return ClientHere(self.actor.pk, self.session) if self.actor is not None and not self.closed else None


class OperatorLease(SignedInSocket):
    """The same for the operator's socket."""

    def leased(self) -> OperatorHere | None:
        if self.actor is None or self.closed:
            return None
        login = self.scope.get("session")
        return OperatorHere(self.actor.pk, login.session_key or "" if login is not None else "")
