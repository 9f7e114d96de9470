"""The operator's socket: the queue, own sessions, past sessions, invitations."""

from __future__ import annotations

import asyncio

from django.utils.translation import gettext as _

from contactcenter.languages.negotiation import catalogue_of
from contactcenter.realtime import pubsub
from contactcenter.realtime.db_reads import read
from contactcenter.realtime.read_throttle import QUEUE_LOOKUPS
from contactcenter.realtime.tasks import spawn
from contactcenter.realtime.wire import Fault, encode, fields_of
from sessions_app import channel_names, hooks, present, protocol, selectors
from sessions_app.actor import Actor
from sessions_app.consumers.both_roles import MESSAGES, SessionHandlers
from sessions_app.consumers.handlers import passed_to
from sessions_app.models import Operator
from sessions_app.present import console
from sessions_app.selectors import history
from sessions_app.services import callbacks, clients, closing, invitations, messages, presence, queue, redirect

SEARCHES = (20, 10)
READINGS = (40, 10)
"""Pages of earlier entries that may be read quickly: a long conversation read whole."""


class OperatorHandlers(SessionHandlers):
    """Handlers of the operator's socket: the queue and own sessions."""

    role = "operator"
    sockets_per_person = 30
    hellos = (60, 20)

    def setup(self) -> None:
        super().setup()
        self.operator: Operator | None = None
        self.desk_shown = ""
        self.desk_outdated = False
        self.sending_desk = False
        self.own: set[str] = set()  # the sessions the browser has on its desk
        self.assignments = 0  # how often own sessions have changed
        self.held: dict[str, bool] | None = None  # during the greeting: the newest change of each session

    async def on_hello(self, command: protocol.OperatorHello) -> None:
        if self.actor is not None:
            raise Fault("hello.again", "Hello was sent already.")
        self.speak(catalogue_of(command.language))
        operator = await read(_may_work, self.scope.get("user"))
        if operator is None:
            raise Fault("operator.unknown", _("You’re not signed in as an operator."), close=4401)
        self.welcome(Actor("operator", operator.pk, operator.name))
        self.operator = operator
        self.sending_desk, self.held = True, {}  # a change on the way waits for the snapshot, which may be older
        try:
            await self._greet(operator)
        finally:
            held, self.held = self.held, None
            for session, gained in held.items():
                self._assignment_changed(session, gained)
            spawn(self._send_desk())

    async def _greet(self, operator: Operator) -> None:
        self.listen(channel_names.operator(operator.pk))
        for group in await read(_group_keys, operator):
            self.listen(channel_names.queue(group))
        await self.commit(presence.operator_arrive)
        for session in await read(_session_ids, operator):
            self.follow(session, channel_names.session(session))
        snapshot, _rows = await read(console.desk_snapshot, operator, self.language)
        self.send_event(snapshot)
        self.own = {view.id for view in snapshot.sessions}
        for session in self.positions.keys() - self.own:  # lost between the two reads
            self.unfollow(session, channel_names.session(session))
        for view in snapshot.sessions:
            self.follow(view.id, channel_names.session(view.id))
            self.snapshot_sent(view.id, view.head)

    def on_hint(self, group: str, message: pubsub.Message) -> None:
        if isinstance(message, pubsub.AssignmentChanged):
            self.assignments += 1
            if self.held is None:
                self._assignment_changed(message.session, message.gained)
            else:
                self.held[message.session] = message.gained
                if message.gained:  # what is written from here on may be newer than the snapshot
                    self.follow(message.session, channel_names.session(message.session))
        elif isinstance(message, pubsub.Refresh):
            self.desk_outdated = True
            if not self.sending_desk:
                self.sending_desk = True
                spawn(self._send_desk())

    def unfollow(self, session: str, group: str) -> None:
        self.own.discard(session)
        super().unfollow(session, group)

    def _assignment_changed(self, session: str, gained: bool) -> None:
        """Put a session on the desk, or take it off. Does nothing if the desk is right already: a notification may come twice."""
        if gained and session not in self.own:
            self.own.add(session)
            self.follow(session, channel_names.session(session))
            spawn(self._show_assigned(session))
        elif not gained and session in self.positions:
            self.unfollow(session, channel_names.session(session))
            self.send_event(protocol.SessionDropped(session=session))

    async def _show_assigned(self, session: str) -> None:
        try:
            await self.show(await read(selectors.session_of, self.actor, session))
        except Fault:  # lost again meanwhile
            self._assignment_changed(session, False)
        except Exception:
            self._assignment_changed(session, False)  # the next desk shows it
            raise

    def _reconcile(self, owned: list[str]) -> None:
        """Make up for lost notifications: the desk gets the sessions this operator has, and no others.

        Other sessions may be followed, such as one that has ended and was resumed; they are left alone.
        """
        for session in self.own.difference(owned):
            self._assignment_changed(session, False)
        for session in owned:
            if len(self.own) < console.SESSIONS:  # as in the snapshot
                self._assignment_changed(session, True)

    async def _send_desk(self) -> None:
        """Send the current desk view, and sessions whose assignment was missed. However often it changes, one lookup runs at a time."""
        self.speak()
        try:
            while self.desk_outdated and not self.closed:
                self.desk_outdated, assignments = False, self.assignments
                try:
                    shown, owned = await QUEUE_LOOKUPS.look(_desk, self.operator)
                except Operator.DoesNotExist:  # deleted meanwhile
                    await self.close(4401)
                    return
                if self.assignments == assignments:
                    self._reconcile(owned)
                else:  # one has changed meanwhile, and what was read may be older
                    self.desk_outdated = True
                if shown != self.desk_shown:
                    self.desk_shown = shown
                    self.push(shown)
                await asyncio.sleep(0.05)
        finally:
            self.sending_desk = False

    async def send_heartbeat(self, heads: dict[str, tuple[int, int]], at: str) -> None:
        await super().send_heartbeat(heads, at)
        if (
            pubsub.bridge is not None and self.actor is not None
        ):  # a notification from another process may be lost; within a process none is
            self.on_hint("", pubsub.Refresh())

    on_presence_set = passed_to(presence.presence_set)

    async def on_session_preview(self, command: protocol.SessionPreviewAsk) -> None:
        row = await read(selectors.waiting_session_of, self.actor, command.session)
        self.send_event(protocol.SessionPreview(session=await read(present.operator_session_view, row)))

    on_session_accept = passed_to(queue.session_accept)
    on_session_pass = passed_to(queue.session_pass)
    on_session_wrapup = passed_to(closing.session_wrapup)

    async def on_colleagues_find(self, command: protocol.ColleaguesFind) -> None:
        self.spend("searches", SEARCHES)
        self.send_event(await read(console.colleagues_found, self.operator))

    on_session_redirect = passed_to(redirect.session_redirect)

    async def on_session_search(self, command: protocol.SessionSearch) -> None:
        self.spend("searches", SEARCHES)
        rows = await read(lambda: present.past_sessions(history.find(self.actor, command.text)))
        self.send_event(protocol.SessionsFound(text=command.text, sessions=rows))

    async def on_session_read(self, command: protocol.SessionReadAsk) -> None:
        self.spend("searches", SEARCHES)
        row = await read(history.readable, self.actor, command.session)
        self.send_event(protocol.SessionRead(session=await read(present.operator_session_view, row)))

    async def on_session_history(self, command: protocol.SessionHistory) -> None:
        """Also for sessions the operator may only read: showing a past session needs all its pages."""
        self.spend("histories", READINGS)
        row = await read(history.readable, self.actor, command.session)
        await self.page(row, command.before)

    on_client_edit = passed_to(clients.client_edit)
    on_client_ban = passed_to(clients.client_ban)
    on_callback_try = passed_to(callbacks.callback_try)
    on_callback_postpone = passed_to(callbacks.callback_postpone)

    async def on_invitation_create(self, command: protocol.InvitationCreate) -> None:
        self.spend("searches", SEARCHES)
        created = await self.commit(invitations.invitation_create, **fields_of(command))
        self.send_event(created)

    on_invitation_revoke = passed_to(invitations.invitation_revoke)

    async def on_note_post(self, command: protocol.NotePost) -> None:
        self.spend("messages", MESSAGES)
        await self.commit(
            messages.note_post, key=command.session, session=command.session, text=command.text, command_id=command.id
        )


def _may_work(user: object) -> Operator | None:
    """Return the operator with this account, unless a required second factor is missing."""
    operator = selectors.operator_of(user)
    return None if operator is None or hooks.lacks_second_factor(operator.user) else operator


def _group_keys(operator: Operator) -> list[int]:
    return list(operator.groups.values_list("pk", flat=True))


def _session_ids(operator: Operator) -> list[str]:
    return list(selectors.sessions_of(operator).values_list("public_id", flat=True))


def _desk(operator: Operator) -> tuple[str, list[str]]:
    """Return the desk as it is sent, and the ids of the operator's own sessions."""
    return _desk_text(operator), _session_ids(operator)


def _desk_text(operator: Operator) -> str:
    return encode(console.desk_changed(operator))
