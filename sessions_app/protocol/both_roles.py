"""Commands of both client and operator, and events about each other.

No rights here: selectors check whether the session is theirs.
"""

from __future__ import annotations

from msgspec import field

from contactcenter.realtime.wire import Command, Count, Event, PublicId
from sessions_app.protocol.types import Text
from sessions_app.protocol.values import By, Marks


class MessageTyping(Event, tag="message.typing"):
    session: str
    by: By
    on: bool


class MessageMarks(Event, tag="message.marks"):
    session: str
    marks: Marks


class Heartbeat(Event, tag="heartbeat"):
    """Sent every twenty seconds, and sooner after much was sent.

    ``heads``: the last number of each session this socket follows, or of none; ``at``: the server's clock.
    """

    beat: int
    at: str
    heads: dict[str, int] = field(default_factory=dict)


class HeartbeatAnswer(Command, tag="heartbeat"):
    """Answers a heartbeat; a socket that doesn't within a minute is closed."""

    beat: Count


class SessionEnd(Command, tag="session.end"):
    """Either side ends the conversation; a live call ends with it."""

    session: PublicId


class SessionResume(Command, tag="session.resume"):
    """Send again the entries after ``after``."""

    session: PublicId
    after: Count


class SessionHistory(Command, tag="session.history"):
    """Send the entries before ``before``. Answered by ``session.page``."""

    session: PublicId
    before: Count


class MessagePost(Command, tag="message.post"):
    session: PublicId
    text: Text


class MessageSeen(Command, tag="message.seen"):
    """Received and read up to these *shared* sequence numbers."""

    session: PublicId
    delivered: Count
    read: Count = 0


class MessageType(Command, tag="message.type"):
    """The sender is typing, or has stopped. Not stored."""

    session: PublicId
    on: bool
