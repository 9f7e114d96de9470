"""A session whole, as its client and as its operator see it, and what is told of it beside its log.

Snapshots are a whole state, from which events go on.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Raw, Struct, field

from contactcenter.realtime.wire import Event
from sessions_app.protocol.share import ShareView
from sessions_app.protocol.views import BoardView, CallbackView, ClientView, Devices, Marks, Rating
from sessions_app.protocol.words import Entry, State


class PastSession(Struct, kw_only=True):
    """A line of a client's history, or of a search."""

    id: str
    number: int
    entry: Entry
    created_at: str
    client: str
    operator: str | None
    result: str
    preview: str


class SessionView(Struct, kw_only=True):
    """A session as its client sees it.

    ``events`` are the newest lines of the log (each a LogEvent of the receiver's audience), ``head`` the last number;
    ``calls`` are all calls of the session (each a CallView), oldest first.
    """

    id: str
    number: int
    entry: Entry
    state: State
    away: bool
    operator: str | None
    created_at: str
    accepted_at: str | None
    ended_at: str | None
    head: int
    events: list[Raw]
    calls: list[Raw]
    marks: Marks
    position: int | None = None
    callback: CallbackView | None = None
    rating: Rating | None = None
    board: BoardView | None = None


class OperatorSessionView(SessionView, kw_only=True):
    """A session as its operator sees it: everything the client sees, and more. ``message``: it was left while nobody was there (E5)."""

    client: ClientView
    widget: str
    message: bool = False
    result: str
    files: list[ShareView]
    notes: int
    tags: list[str] = field(default_factory=list)
    devices: Devices = field(default_factory=Devices)
    history: list[PastSession] = field(default_factory=list)


class SessionRead(Event, tag="session.read"):
    """Answers ``session.read``: a past session whole, to read."""

    session: OperatorSessionView


class AvailabilityChanged(Event, tag="availability.changed"):
    """How the client's widget stands now (E5). ``entries``: why each cannot be used now, in words (empty: it can)."""

    state: Literal["online", "busy", "offline"]
    reason: str
    entries: dict[str, str] = field(default_factory=dict)


class SessionSnapshot(Event, tag="session.snapshot"):
    """One session whole: sent when an operator gets it, and when a gap is too wide to fill line by line."""

    session: OperatorSessionView | SessionView


class SessionPreview(Event, tag="session.preview"):
    """A waiting session, to look at before accepting (S2)."""

    session: OperatorSessionView


class SessionDropped(Event, tag="session.dropped"):
    """The session is no longer this operator's: take it off the desk."""

    session: str


class SessionPage(Event, tag="session.page"):
    """Older lines of a session's log, oldest first; ``more`` when there are still older ones."""

    session: str
    events: list[Raw]
    more: bool


class QueuePosition(Event, tag="queue.position"):
    """The client's place in the queue, counted from one; ``expected_wait``: seconds from the entry on, null when nothing tells."""

    session: str
    position: int
    expected_wait: int | None = None
