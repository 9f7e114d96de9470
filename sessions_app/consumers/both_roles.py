"""Common parts of the clients' and operators' sockets. Thin: rights and rules are in selectors and services."""

from __future__ import annotations

from contactcenter.realtime.db_reads import read
from contactcenter.realtime.socket import Socket
from contactcenter.realtime.wire import Event
from sessions_app import channel_names, log, present, protocol, selectors
from sessions_app.consumers.handlers import passed_to
from sessions_app.models import Session
from sessions_app.services import closing, messages

MESSAGES = (40, 10)
HISTORIES = (12, 12)
"""Pages of earlier entries: each may be long."""


def entries_after(session: str, number: int, role: str) -> list[str] | None:
    row = Session.objects.filter(public_id=session).first()
    return log.after(row, number, role) if row else None


class SessionHandlers(Socket):
    """Common handlers of clients and operators."""

    entries_after = staticmethod(entries_after)

    def heartbeat_event(self, beat: int, at: str, heads: dict[str, int]) -> Event:
        return protocol.Heartbeat(beat=beat, at=at, heads=heads)

    async def on_message_post(self, command: protocol.MessagePost) -> None:
        self.spend("messages", MESSAGES)
        await self.commit(
            messages.message_post, key=command.session, session=command.session, text=command.text, command_id=command.id
        )

    async def on_message_seen(self, command: protocol.MessageSeen) -> None:
        await self.commit(
            messages.message_seen, key=command.session, session=command.session, delivered=command.delivered, read=command.read
        )

    async def on_message_type(self, command: protocol.MessageType) -> None:
        if command.session not in self.positions:
            raise selectors.not_found("session")
        event = protocol.MessageTyping(session=command.session, by=self.actor.by(), on=command.on)
        self.to_group(channel_names.session(command.session), event, role="operator" if self.role == "client" else "client")

    on_session_end = passed_to(closing.session_end)

    async def on_session_resume(self, command: protocol.SessionResume) -> None:
        row = await read(selectors.session_of, self.actor, command.session)
        if command.session not in self.positions:
            row = await self._followed(command.session)
        if log.head(row, self.role) - command.after > 3 * log.PAGE:
            await self.show(row)
        else:
            self.caught_up_to(command.session, min(command.after, log.head(row, self.role)))

    async def _followed(self, session: str) -> Session:
        """Follow a session, and return its row as read from then on. Raises Fault if the session was lost meanwhile."""
        self.follow(session, channel_names.session(session))
        try:
            row: Session = await read(selectors.session_of, self.actor, session)
        except Exception:
            self.unfollow(session, channel_names.session(session))
            raise
        if session not in self.positions:
            raise selectors.not_found("session")
        return row

    async def on_session_history(self, command: protocol.SessionHistory) -> None:
        self.spend("histories", HISTORIES)
        await self.page(await read(selectors.session_of, self.actor, command.session), command.before)

    async def page(self, row: Session, before: int) -> None:
        """Send the entries before this number."""
        events, more = await read(log.page, row, before, self.role)
        self.send_event(protocol.SessionPage(session=row.public_id, events=events, more=more))

    async def show(self, row: Session) -> None:
        """Send the whole session, and its entries from there on. Sends nothing if it's no longer followed once it has been read."""
        make = present.session_view if self.role == "client" else present.operator_session_view
        view = await read(make, row)
        if row.public_id not in self.positions:  # following it again would show it to somebody who has lost it
            return
        self.send_event(protocol.SessionSnapshot(session=view))
        self.snapshot_sent(row.public_id, view.head)
