"""A whole session, as its client and as its operator see it, and events beside its log.

Snapshots are a complete state, from which events continue.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Raw, Struct, field

from contactcenter.realtime.wire import Event
from sessions_app.protocol.types import Entry, State
from sessions_app.protocol.values import CallbackView, ClientView, Devices, Marks, Rating


class PastSession(Struct, kw_only=True):
    """A session in a client's history, or in a search."""

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

    ``events`` are the newest log entries (each a LogEvent of the receiver's audience), ``head`` the last number; ``calls`` are all calls of
    the session (each a CallView), oldest first; ``board`` is what is looked at together (a BoardView).
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
    board: Raw | None = None


class OperatorSessionView(SessionView, kw_only=True):
    """A session as its operator sees it: everything the client sees, and more. ``message``: left while nobody was available (E5);
    ``language``: of the client's page, by the name of our catalogue; ``files``: all of them, each a ShareView; ``help``: the open call for
    help to supervisors (a HelpView).
    """

    client: ClientView
    widget: str
    language: str = ""
    message: bool = False
    result: str
    files: list[Raw]
    notes: int
    tags: list[str] = field(default_factory=list)
    devices: Devices = field(default_factory=Devices)
    history: list[PastSession] = field(default_factory=list)
    help: Raw | None = None


class SessionRead(Event, tag="session.read"):
    """Answers ``session.read``: a whole past session, read-only."""

    session: OperatorSessionView


class AvailabilityChanged(Event, tag="availability.changed"):
    """Availability of the client's widget (E5). ``entries``: why each can't be used now, in words (empty: it can)."""

    state: Literal["online", "busy", "offline"]
    reason: str
    entries: dict[str, str] = field(default_factory=dict)


class SessionSnapshot(Event, tag="session.snapshot"):
    """One whole session: sent when an operator gets it, and when a gap is too wide to fill entry by entry."""

    session: OperatorSessionView | SessionView


class SessionPreview(Event, tag="session.preview"):
    """A waiting session, to look at before accepting (S2)."""

    session: OperatorSessionView


class SessionDropped(Event, tag="session.dropped"):
    """The session is no longer this operator's: remove it from the console."""

    session: str


class SessionPage(Event, tag="session.page"):
    """Older entries of a session's log, oldest first; ``more`` if there are still older ones."""

    session: str
    events: list[Raw]
    more: bool


class QueuePosition(Event, tag="queue.position"):
    """The client's place in the queue, counted from one; ``expected_wait``: seconds from the entry on, null if unknown."""

    session: str
    position: int
    expected_wait: int | None = None
