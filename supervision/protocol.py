"""The messages of the supervisors' socket: the live board (A3) and what supervisors do from it (A4).

Rights aren't checked here: every row named in a command is looked up by what its sender supervises.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from contactcenter.realtime.wire import Command, Event
from sessions_app.protocol import Entry, HeartbeatAnswer
from sessions_app.protocol.types import Language
from supervision.protocol_acts import HelpRequestView

OperatorState = Literal["online", "away", "busy", "wrapup", "offline"]
LineQuality = Literal["good", "weak", "bad", "lost"]


class LiveMeasure(Struct, kw_only=True):
    """A number of the board. ``value`` is null where there's nothing to divide by; ``link`` leads to the list of what it counts."""

    name: str
    value: float | None
    link: str


class LiveGroup(Struct, kw_only=True):
    """A group, and how many wait in it by entry. ``longest``: since when the first of them has been waiting on a page; ``goal``: the
    seconds in which clients are to be accepted.
    """

    id: int
    name: str
    waiting: dict[str, int]
    longest: str | None
    goal: int


class LiveOperator(Struct, kw_only=True):
    """An operator. ``since``: of the present state; ``sessions``: the conversations, by id; ``wrapup``: the one to be wrapped up."""

    id: int
    name: str
    state: OperatorState
    reason: str
    since: str | None
    limit: int
    sessions: list[str]
    wrapup: str | None


class LiveCall(Struct, kw_only=True):
    """The live call of a session. ``since``: both sides have been connected; ``quality``: the worse of what the two sides report."""

    state: str
    since: str | None
    quality: LineQuality | None


class LiveSession(Struct, kw_only=True):
    """A waiting or running session. ``key`` is the row's, for links; ``since``: entered the queue, or was accepted; ``due``: the client
    wants to be called at this time.
    """

    id: str
    key: int
    number: int
    entry: Entry
    state: Literal["waiting", "active"]
    group: int
    client: str
    topic: str
    operator: int | None
    since: str
    away: bool
    due: str | None
    call: LiveCall | None


class AlertView(Struct, kw_only=True):
    """An alert that fires, or has been over for a short while. ``text``: what its rule watches; ``value``: what it was then."""

    rule: int
    name: str
    text: str
    value: str
    state: Literal["firing", "resolved"]
    since: str
    until: str | None


class LiveBoard(Event, tag="board"):
    """Everything on the live board, sent whole whenever something on it changes. ``at``: the server's clock.

    ``waiting`` and ``sessions`` are cut at a bound, the longest first; the measures count all. ``messages``: left and unanswered.
    """

    at: str
    measures: list[LiveMeasure]
    groups: list[LiveGroup]
    operators: list[LiveOperator]
    waiting: list[LiveSession]
    sessions: list[LiveSession]
    messages: int
    alerts: list[AlertView]
    help: list[HelpRequestView]


class LiveBoardSame(Event, tag="board.same"):
    """Nothing on the board has changed until ``at``: a browser that hears neither this nor a board for a while shows it as stale."""

    at: str


class SupervisorHello(Command, tag="hello"):
    """The supervisor's first command; the http session tells who it is. Answered by ``board``, and by another one after each change.
    ``language``: of the page.
    """

    language: Language = ""


SUPERVISOR_COMMANDS: list[type[Command]] = [SupervisorHello, HeartbeatAnswer]
