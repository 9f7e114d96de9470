"""The log: every line of a session's life but those of its files (``share``) and of looking together (``board``).

Only what is kept and numbered; what is told once and forgotten is an event beside the log.
"""

from __future__ import annotations

from typing import Literal

from contactcenter.realtime.wire import Event
from sessions_app.protocol.views import Author, ClientView, Rating
from sessions_app.protocol.words import State


class LogEvent(Event, kw_only=True):
    """A line. ``seq`` counts within the receiver's audience without gaps; ``shared`` is the client's number of the same line.

    ``shared`` is null for what only operators see.
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
    """An internal note: operators only. ``command`` is the id its writer gave it; null when the system wrote it for them."""

    text: str
    command: str | None = None


class SessionChanged(LogEvent, tag="session.changed"):
    """A step of the session's life (S1, S7). ``step`` says which; the rest is how things stand after it."""

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
    """Passed on to a colleague or a group (S5). ``note`` is for operators: the client's line carries none."""

    to: str
    note: str = ""


class SessionRated(LogEvent, tag="session.rated"):
    rating: Rating


class CallbackTried(LogEvent, tag="callback.tried"):
    """The operator called the client's phone, or put the next call off until ``starts_at`` (E3): operators only."""

    outcome: Literal["called", "no-answer", "postponed"]
    tries: int
    starts_at: str | None = None
