"""The log: all entries of a session except those of its files (Share), of looking together (whiteboard) and of calls.

Only stored and numbered entries; temporary events are elsewhere.
"""

from __future__ import annotations

from typing import Literal

from contactcenter.realtime.wire import Event
from sessions_app.protocol.types import State
from sessions_app.protocol.values import Author, ClientView, Rating


class LogEvent(Event, kw_only=True):
    """A log entry. ``seq`` counts within the receiver's audience without gaps; ``shared`` is the client's number of the same entry.

    ``shared`` is null if only operators see it.
    """

    session: str
    seq: int
    shared: int | None
    at: str
    by: Author


class MessagePosted(LogEvent, tag="message.posted"):
    """A chat message. ``command`` is the id its sender gave it."""

    text: str
    command: str | None = None


class NotePosted(LogEvent, tag="note.posted"):
    """An internal note: operators only. ``command`` is the id its writer gave it; null if the system wrote it for them."""

    text: str
    command: str | None = None


class SessionChanged(LogEvent, tag="session.changed"):
    """A step of the session's life (S1, S7). ``step`` names it; the other fields are the state afterwards."""

    step: Literal[
        "queued", "accepted", "client-away", "client-back", "ended", "left", "abandoned", "missed", "closed",
        "redirected", "callback", "message", "postponed", "banned",
    ]  # fmt: skip
    state: State
    away: bool
    operator: str | None
    result: str = ""


class ClientChanged(LogEvent, tag="client.changed"):
    """The client moved to another page, or the client's data were edited: operators only."""

    client: ClientView


class SessionRedirected(LogEvent, tag="session.redirected"):
    """Redirected to a colleague or a group (S5). ``note`` is for operators: the client's entry has none."""

    to: str
    note: str = ""


class SessionRated(LogEvent, tag="session.rated"):
    rating: Rating


class CallbackTried(LogEvent, tag="callback.tried"):
    """The operator called the client's phone, or postponed the next call until ``starts_at`` (E3): operators only."""

    outcome: Literal["called", "no-answer", "postponed"]
    tries: int
    starts_at: str | None = None
