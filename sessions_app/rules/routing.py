"""Routing: who may take a waiting session, and who is asked first (S3, C1). Pure: no rows, no clock, no words.

Selectors fill the two records from rows and turn the reasons into words; services act on the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sessions_app.rules.entries import ENTRIES


class Reason(StrEnum):
    """Why an operator can't take anybody (the first five), or not this session."""

    OFFLINE = "offline"
    BUSY = "busy"
    AWAY = "away"
    WRAPUP = "wrapup"
    LIMIT = "limit"
    RESERVED = "reserved"
    OFFERED = "offered"
    NO_CHAT = "no-chat"
    NO_VIDEO = "no-video"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Load:
    """An operator's load. ``here``: a console is open; ``busy``: the reason, from other apps; ``active``, ``wrapup`` and ``offers`` count
    sessions; ``served_at``: last took a client.
    """

    operator: int
    here: bool = True
    away: bool = False
    busy: str = ""
    active: int = 0
    wrapup: int = 0
    offers: int = 0
    limit: int = 3
    chat: bool = True
    video: bool = True
    served_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting session. ``connected``: the client is on the page; ``callback``: the client wants to be called by phone."""

    entry: str
    connected: bool = True
    callback: bool = False
    reserved_for: int | None = None

    @property
    def calls(self) -> bool:
        """Whether accepting it starts a call (C2); a CallBack whose client has left is served by phone."""
        return ENTRIES[self.entry].starts_call and (self.connected or not self.callback)


@dataclass(frozen=True, slots=True)
class Offer:
    """The operator being asked and until when; those asked before; ``open_to_all``: all were, now anybody may accept."""

    to: int | None = None
    until: datetime | None = None
    passed_by: tuple[int, ...] = ()
    open_to_all: bool = False

    def holder(self, now: datetime) -> int | None:
        """Return the only operator who may accept now; None if anybody may. An expired offer binds nobody."""
        return self.to if self.until is not None and self.until > now else None


def unavailable(load: Load) -> Reason | None:
    """Return why the operator can take nobody at all; None if they can."""
    if not load.here:
        return Reason.OFFLINE
    if load.busy:
        return Reason.BUSY
    if load.away:
        return Reason.AWAY
    if load.wrapup:
        return Reason.WRAPUP
    if load.active >= load.limit:
        return Reason.LIMIT
    return None


def unsuitable(load: Load, waiting: Waiting) -> Reason | None:
    """Return why the operator can't take this session, whoever it's offered to; None if they can."""
    if reason := unavailable(load):
        return reason
    if waiting.reserved_for not in (None, load.operator):
        return Reason.RESERVED
    if not ENTRIES[waiting.entry].starts_call and not load.chat:
        return Reason.NO_CHAT
    if waiting.calls and not load.video:
        return Reason.NO_VIDEO
    if waiting.calls and load.active:
        return Reason.OTHERS
    return None


def refusal(load: Load, waiting: Waiting, offer: Offer, now: datetime) -> Reason | None:
    """Return why the operator can't accept this session now; None if they can."""
    if reason := unsuitable(load, waiting):
        return reason
    return None if offer.holder(now) in (None, load.operator) else Reason.OFFERED


def state_of(load: Load) -> str:
    """Return the state others see."""
    reason = unavailable(load)
    return "online" if reason in (None, Reason.LIMIT) else str(reason)


def advance(offer: Offer, loads: Mapping[int, Load], waiting: Waiting, now: datetime, until: datetime) -> Offer:
    """Return the offer at ``now``: the same one, one to the next operator that ends at ``until``, none, or open to all.

    ``loads`` are the operators of the group. An operator whose offer expired counts as having passed; one who became unavailable doesn't.
    """
    if offer.open_to_all:
        return offer
    passed_by = offer.passed_by
    if offer.to is not None:
        if offer.holder(now) is None:
            passed_by = (*passed_by, offer.to)
        elif offer.to in loads and unsuitable(loads[offer.to], waiting) is None:
            return offer
    unasked = [load for load in loads.values() if load.operator not in passed_by and unsuitable(load, waiting) is None]
    chosen = choose(unasked, waiting)
    if chosen is not None:
        return Offer(chosen, until, passed_by)
    return Offer(passed_by=passed_by, open_to_all=bool(passed_by) and not unasked)


def choose(loads: Iterable[Load], waiting: Waiting) -> int | None:
    """Return the suitable operator with the least load, pending offers included; among equals, the one who took a client longest ago. None
    if
    there is none.
    """
    laden = [replace(load, active=load.active + load.offers) for load in loads]
    able = [load for load in laden if unsuitable(load, waiting) is None]
    return min(able, key=_order).operator if able else None


def _order(load: Load) -> tuple[int, int, bool, datetime, int]:
    return load.active, load.offers, load.served_at is not None, load.served_at or datetime.min, load.operator
