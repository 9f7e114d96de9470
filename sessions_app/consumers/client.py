"""The client's socket: one client, at most one open session. Without a session it shows the widget's availability."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final

from django.utils.translation import gettext as _

from contactcenter.languages.negotiation import catalogue_of
from contactcenter.realtime import pubsub
from contactcenter.realtime.db_reads import read
from contactcenter.realtime.network_address import of_scope
from contactcenter.realtime.read_throttle import NEWCOMERS, QUEUE_LOOKUPS, SharedLookup
from contactcenter.realtime.tasks import spawn
from contactcenter.realtime.wire import Fault, fields_of
from contactcenter.realtime.writers import commit
from sessions_app import channel_names, mail, present, protocol, rate_limits, selectors
from sessions_app.actor import Actor
from sessions_app.auth import request_info
from sessions_app.consumers.both_roles import MESSAGES, SessionHandlers
from sessions_app.consumers.handlers import passed_to
from sessions_app.models import Client, Session, Widget
from sessions_app.rules.entries import ENTRIES
from sessions_app.rules.lifecycle import OPEN
from sessions_app.selectors import waiting_times
from sessions_app.selectors.waiting_times import QueueStatus
from sessions_app.services import callbacks, clients, closing, entry, identity, transcripts, transitions

AVAILABILITY_SECONDS = 1.0
OVER = frozenset({"ended", "left", "abandoned", "missed"})


class ClientHandlers(SessionHandlers):
    """Handlers of the client's socket: one client, at most one open session."""

    role = "client"
    queue_group: int = 0
    client: Client | None
    watching: Client | None

    async def on_hello(self, command: protocol.ClientHello) -> None:
        if self.actor is not None:
            raise Fault("hello.again", "Hello was sent already.")
        self.speak(catalogue_of(command.language))
        async with NEWCOMERS:
            session = None if self.closed else await self._greet(command)  # whoever gave up waiting has no turn
        if session is not None:
            await self._be_present(session)
        if not self.session:
            self._watch_availability()

    async def _greet(self, command: protocol.ClientHello) -> Session | None:
        """Send the snapshot. Return the session the client is in."""
        client = await read(selectors.client_of, command.token)
        if client is None:
            raise Fault("token.invalid", _("This token is no longer valid."), close=4401)
        self.welcome(Actor("client", client.pk, client.name))
        self.client = client
        self.listen(channel_names.client(client.pk))
        # A session entered after this, in another tab, is announced to the client's group.
        public_id = await read(selectors.current_session_id, client)
        if public_id:
            self.follow(
                public_id, channel_names.session(public_id)
            )  # before it's read: what is written from here on comes by itself
            session, snapshot = await read(_session_and_snapshot, client, public_id)
        else:
            session, snapshot = None, present.client_snapshot(client, None)
        self.send_event(snapshot)
        if session is not None and snapshot.session is not None:
            self.snapshot_sent(session.public_id, snapshot.session.head)
        return session

    async def _be_present(self, session: Session) -> None:
        if session.state not in OPEN:
            return
        self.session = session.public_id
        if session.state == Session.State.WAITING:
            self._listen_to_queue(session.group_id)
        if session.client_socket != self.id:
            await self._arrive()
        elif self.closed:  # left() ran before the session was known
            await self._has_left()
        if session.state == Session.State.WAITING:
            self._update_position()

    def setup(self) -> None:
        super().setup()
        self.session = ""
        self.client = self.watching = None
        self.sending_availability = self.sending_positions = self.position_outdated = False
        self.availability_since = 0.0
        self.availability_shown: Any = None

    async def on_entry_start(self, command: protocol.EntryStart) -> None:
        await self.hit(rate_limits.ENTRIES)
        if ENTRIES[command.entry].by_code:
            await self.hit(rate_limits.CODES)
        async with NEWCOMERS:
            await self._start(command)

    async def _start(self, command: protocol.EntryStart) -> None:
        address = request_info.address_hash(of_scope(self.scope))
        await self.commit(entry.entry_start, **fields_of(command), address=address, socket=self.id)
        await self._follow_latest()

    async def on_message_leave(self, command: protocol.MessageLeave) -> None:
        await self.hit(rate_limits.LEFT_MESSAGES)
        address = request_info.address_hash(of_scope(self.scope))
        letter = await self.commit(entry.message_leave, key=command.session or "", **fields_of(command), address=address)
        if letter is not None:
            spawn(mail.send_quietly(letter))

    async def _follow_latest(self) -> None:
        row = await read(_latest_session, self.actor.pk)
        if row is None or row.public_id == self.session:
            return
        self.watching = None
        self.session = row.public_id
        self.actor = Actor("client", self.actor.pk, row.client.name)
        self.follow(row.public_id, channel_names.session(row.public_id))
        await self.show(row)
        await self._be_present(row)

    on_session_leave = passed_to(closing.session_leave)
    on_session_rate = passed_to(closing.session_rate, spend=("messages", MESSAGES))

    async def on_transcript_send(self, command: protocol.TranscriptSend) -> None:
        self.spend("messages", MESSAGES)
        letter = await read(transcripts.transcript_letter, by=self.actor, session=command.session, email=command.email)
        await self.hit(rate_limits.TRANSCRIPTS)
        await mail.send(letter)

    on_page_visit = passed_to(clients.page_visit)
    on_devices_check = passed_to(clients.devices_check, spend=("messages", MESSAGES))

    async def on_callback_choose(self, command: protocol.CallbackChoose) -> None:
        await self.hit(rate_limits.ENTRIES)
        await self.commit(callbacks.callback_choose, key=command.session, **fields_of(command))
        await self.show(await read(selectors.session_of, self.actor, command.session))

    async def on_client_identify(self, command: protocol.ClientIdentify) -> None:
        await self.hit(rate_limits.ENTRIES)
        await self.commit(identity.client_identify, token=command.token)
        self.actor = Actor("client", self.actor.pk, await read(_client_name, self.actor.pk))

    on_parameters_set = passed_to(clients.parameters_set, spend=("messages", MESSAGES))

    def _watch_availability(self) -> None:
        """Without an open session the page shows the widget's availability: listen to everything that may change it."""
        self.watching = self.client
        if self.watching is not None:
            self._listen_to_queue(self.watching.widget.group_id)
            self.on_hint("", pubsub.Refresh())

    async def _send_availability(self) -> None:
        """Show the widget's availability if it has changed; of many changes in a second only the last."""
        self.speak()
        try:
            await asyncio.sleep(AVAILABILITY_SECONDS)
            if self.watching is None or self.closed:
                return
            available = await _availabilities.get((self.watching.widget_id, self.language), self.availability_since)
            if available != self.availability_shown and self.watching is not None:
                self.availability_shown = available
                self.send_event(available)
        finally:
            self.sending_availability = False

    async def send_heartbeat(self, heads: dict[str, tuple[int, int]], at: str) -> None:
        """Opening hours begin and end without an event."""
        await super().send_heartbeat(heads, at)
        if self.watching is not None:
            self.on_hint("", pubsub.Refresh())

    def on_hint(self, group: str, message: pubsub.Message) -> None:
        if isinstance(message, pubsub.AssignmentChanged):
            spawn(self._follow_latest())
        elif isinstance(message, pubsub.Refresh) and self.watching is not None:
            self.availability_since = time.monotonic()
            if not self.sending_availability:
                self.sending_availability = True
                spawn(self._send_availability())
        elif isinstance(message, pubsub.Refresh) and self.session:
            self._update_position()

    def _update_position(self) -> None:
        self.position_outdated = True
        if not self.sending_positions:
            self.sending_positions = True
            spawn(self._send_positions())

    async def _send_positions(self) -> None:
        """Send the place in the queue as it changes. However often it does, one lookup runs at a time."""
        try:
            while self.position_outdated and self.session and not self.closed:
                self.position_outdated = False
                await self._send_position()
        finally:
            self.sending_positions = False

    async def _send_position(self) -> None:
        session, since = self.session, time.monotonic()
        status = (await _queues.get(self.queue_group, since)).get(session) if self.queue_group else None
        if status is None:  # no longer in the queue there
            row = await read(selectors.session_of, self.actor, session)
            self._listen_to_queue(row.group_id if row.state == Session.State.WAITING else 0)
            if row.state != Session.State.WAITING:
                return
            position, expected = await QUEUE_LOOKUPS.look(_place_of, row)
            status = QueueStatus(position, expected, row.away)
        if status.away:
            await self._still_here()
        self.send_event(protocol.QueuePosition(session=session, position=status.place, expected_wait=status.expected))

    def _listen_to_queue(self, group: int) -> None:
        """Listen to the queue of the group the session waits in now; 0: to none."""
        if group == self.queue_group:
            return
        if self.queue_group:
            self.unlisten(channel_names.queue(self.queue_group))
        if group:
            self.listen(channel_names.queue(group))
        self.queue_group = group

    def on_entry(self, entry: pubsub.EntryAppended) -> None:
        super().on_entry(entry)
        if entry.session != self.session:
            return
        if entry.step == "client-away":  # another tab closed last and was taken for the client leaving: this one is still here
            spawn(self._still_here())
        elif entry.step == "redirected":  # perhaps into another queue
            self._update_position()
        elif entry.step == "message":  # the client waits no longer
            self.session = ""
            self._watch_availability()
        elif entry.step in OVER and self.watching is None:
            self._watch_availability()

    async def _still_here(self) -> None:
        if self.session and not self.closed:  # a lookup has been waited for: it may have become a message meanwhile
            await self._arrive()

    async def _arrive(self) -> None:
        where: dict[str, Any] = {"key": self.session, "by": self.actor, "session": self.session, "socket": self.id}
        if not (await commit(transitions.client_here, **where)).value:
            await commit(transitions.client_arrive, **where)
        if self.closed:  # meanwhile: left() ran before, and would be undone
            await self._has_left()

    async def left(self) -> None:
        await super().left()
        if self.session:
            await self._has_left()

    async def _has_left(self) -> None:
        await commit(transitions.client_left, key=self.session, by=self.actor, session=self.session, socket=self.id)


def _session_and_snapshot(client: Client, public_id: str) -> tuple[Session | None, protocol.ClientSnapshot]:
    session = selectors.client_session(client, public_id)
    return session, present.client_snapshot(client, session)


def _latest_session(client: int) -> Session | None:
    """Return the client's current session; an unanswered message doesn't count."""
    rows = Session.objects.select_related("client", "widget", "operator").filter(client=client)
    return rows.exclude(message=True, state=Session.State.WAITING).order_by("-pk").first()


def _place_of(session: Session) -> tuple[int, int | None]:
    """Return the session's place in the queue, and the expected wait."""
    position = selectors.position(session)
    return position, waiting_times.expected_wait_of(session, position)


def _client_name(client: int) -> str:
    return str(Client.objects.values_list("name", flat=True).get(pk=client))


def _availability(asked: tuple[int, str]) -> protocol.AvailabilityChanged:
    widget, _language = asked
    return present.availability_changed(Widget.objects.select_related("group").get(pk=widget))


_availabilities: Final = SharedLookup(_availability)
"""By widget and language, for its pages without a session."""
_queues: Final = SharedLookup(waiting_times.queue_statuses)
"""By group, for its waiting clients."""
