"""How a socket follows the logs of sessions: every entry once and in order, even if notifications are lost or repeated.

It handles numbers and encoded entries, and doesn't look at their content.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from contactcenter.realtime import pubsub
from contactcenter.realtime.db_reads import read
from contactcenter.realtime.tasks import spawn


class LogFollower:
    """Socket mixin: how far the browser is in each session's log, and how it catches up."""

    role: ClassVar[str]
    entries_after: ClassVar[Callable[..., list[str] | None]]
    closed: bool

    def push(self, text: str, *, droppable: bool = False) -> bool:
        raise NotImplementedError

    def listen(self, group: str) -> None:
        raise NotImplementedError

    def unlisten(self, group: str) -> None:
        raise NotImplementedError

    def init_log_follower(self) -> None:
        """Initialise an empty state."""
        self.positions: dict[str, int | None] = {}
        self.noted: dict[str, int] = {}  # newest entries that came before their session's snapshot
        self.catching_up: dict[str, bool] = {}  # sessions being read from the log, and whether an entry came meanwhile

    def follow(self, session: str, group: str) -> None:
        """Join first, read second: until ``snapshot_sent`` or ``caught_up_to`` is called, the session's new entries are only noted."""
        self.positions.setdefault(session, None)
        self.listen(group)

    def snapshot_sent(self, session: str, head: int) -> None:
        """Record that the browser has a snapshot up to ``head``, which was read after ``follow``: the log isn't read again for nothing.

        Entries of other processes can be missed while the bridge joins the session's group; ``check_soon`` finds those.
        """
        position = self.positions.get(session)
        self.positions[session] = head
        if self.noted.pop(session, 0) > head or position not in (None, head):
            self.catch_up(session)
        elif position is None:
            self.check_soon()

    def caught_up_to(self, session: str, number: int) -> None:
        """Record that the browser has everything up to ``number``, and send what is newer."""
        position = self.positions.get(session)
        self.noted.pop(session, None)
        self.positions[session] = number
        if position is None or position != number:
            self.catch_up(session)

    def check_soon(self) -> None:
        """Have ``compare_heads`` called within seconds."""
        raise NotImplementedError

    def unfollow(self, session: str, group: str) -> None:
        self.positions.pop(session, None)
        self.noted.pop(session, None)
        self.unlisten(group)

    def on_entry(self, entry: pubsub.EntryAppended) -> None:
        position = self.positions.get(entry.session)
        if position is None:
            if entry.session in self.positions:
                number = entry.shared if self.role == "client" else entry.seq
                self.noted[entry.session] = max(number or 0, self.noted.get(entry.session, 0))
            return
        if entry.session in self.catching_up:
            self.catching_up[entry.session] = True  # the running read may be older than this entry
            return
        number, text = (entry.shared, entry.client) if self.role == "client" else (entry.seq, entry.operator)
        if text is None or number <= position:
            return
        if number == position + 1 and self.push(text, droppable=True):
            self.positions[entry.session] = number
        else:
            self.catch_up(entry.session)

    def catch_up(self, session: str) -> None:
        """Read log entries this socket hasn't been sent yet."""
        if self.positions.get(session) is None:
            return
        if session in self.catching_up:
            self.catching_up[session] = True
            return
        self.catching_up[session] = False
        spawn(self._catch_up(session))

    async def _catch_up(self, session: str) -> None:
        try:
            while not self.closed:
                position = self.positions.get(session)
                if position is None:
                    return
                self.catching_up[session] = False
                entries = await read(type(self).entries_after, session, position, self.role)
                if self.positions.get(session) != position:
                    continue
                if not entries and not self.catching_up[session]:
                    return
                for text in entries or ():
                    if not self.push(text, droppable=True):
                        return
                    position += 1
                    self.positions[session] = position
        finally:
            self.catching_up.pop(session, None)

    def compare_heads(self, heads: dict[str, tuple[int, int]]) -> dict[str, int]:
        """Return the heads in this role's numbers, and start catching up where this socket is behind."""
        mine: dict[str, int] = {}
        for session, position in self.positions.items():
            if session in heads:
                mine[session] = heads[session][1 if self.role == "client" else 0]
                if position is not None and mine[session] > position:
                    self.catch_up(session)
        return mine
