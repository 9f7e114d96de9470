"""What the clients saw: every message as it was written, acknowledged and received, with times. Knows nothing of servers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Message:
    """A message by its author. ``due`` is when it was written; ``number`` counts the author's messages of the session."""

    id: str
    session: str
    author: str
    number: int
    due: float
    text: str
    note: bool = False
    acked: float | None = None
    seq: int | None = None
    """Its number in the author's count of the log, as acknowledged."""
    refused: str = ""
    shown: dict[str, float] = field(default_factory=dict)
    """When each side received it."""

    @property
    def complete(self) -> bool:
        """Whether it's acknowledged and everybody who may see it has."""
        return self.acked is not None and len(self.shown) >= (1 if self.note else 2)


@dataclass(frozen=True)
class Entry:
    """A log entry as one side received it; ``command`` is empty unless it's a message."""

    at: float
    seq: int
    kind: str
    command: str = ""
    text: str = ""


@dataclass(frozen=True)
class Closed:
    """The end of a person's socket. ``code`` is None if the handshake failed or nothing was said."""

    at: float
    person: str
    code: int | None


@dataclass(frozen=True)
class CallStep:
    """A call as its sides were told, in order."""

    at: float
    call: str
    state: str
    reason: str = ""


@dataclass
class History:
    """Everything the clients saw, in the order they saw it."""

    messages: dict[str, Message] = field(default_factory=dict)
    received: dict[tuple[str, str], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    """By session and person."""
    opened: list[tuple[float, str]] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    calls: list[CallStep] = field(default_factory=list)
    hung_up: set[str] = field(default_factory=set)
    """Calls that one of their sides has ended."""
    pending: dict[str, Message] = field(default_factory=dict)
    """Messages on their way, oldest first."""

    def write(self, message: Message) -> None:
        self.messages[message.id] = self.pending[message.id] = message

    def ack(self, id: str, at: float, seq: int | None) -> None:
        message = self.messages[id]
        if message.acked is None:
            message.acked, message.seq = at, seq
        self._look(message)

    def refuse(self, id: str, code: str) -> None:
        self.messages[id].refused = code
        self.pending.pop(id, None)

    def receive(self, session: str, person: str, entry: Entry) -> None:
        """Record an entry the first time it's shown."""
        self.received[session, person].append(entry)
        if message := self.messages.get(entry.command):
            message.shown.setdefault(person, entry.at)
            self._look(message)

    def _look(self, message: Message) -> None:
        if message.complete:
            self.pending.pop(message.id, None)

    @property
    def acked(self) -> int:
        return sum(message.acked is not None for message in self.messages.values())


@dataclass(frozen=True)
class StoredEntry:
    """A row of the log as it's stored at the end, in the order of ``seq``."""

    seq: int
    shared: int | None
    kind: str
    command: str = ""
    sender: str = ""


Stored = dict[str, list[StoredEntry]]
"""By session."""
Readers = dict[str, dict[str, str]]
"""By session: its people, each with their role."""
