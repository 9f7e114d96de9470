"""The operator's socket: the queue, own sessions, past sessions, invitations."""

from __future__ import annotations

import asyncio

from contactcenter.realtime import groups as hub
from contactcenter.realtime.pace import DESKS
from contactcenter.realtime.read import read
from contactcenter.realtime.tasks import spawn
from contactcenter.realtime.wire import Fault, encode
from sessions_app import desk, groups, history, present, protocol, selectors
from sessions_app.actor import Actor
from sessions_app.consumers.shared import MESSAGES, SessionHandlers
from sessions_app.models import Operator
from sessions_app.services import callback, clients, ending, invitations, library, messages, presence, queue, redirect, share

SEARCHES = (20, 10)
READINGS = (40, 10)
"""Pages of earlier entries that may be read quickly: a long conversation read whole."""
LIBRARY_SHOWN = 100


class OperatorHandlers(SessionHandlers):
    """Handlers of the operator's socket: the queue and own sessions."""

    role = "operator"
    sockets_per_person = 30
    hellos = (60, 20)

    def setup(self) -> None:
        super().setup()
        self.operator: Operator | None = None
        self.desk_shown = ""
        self.desk_dirty = False
        self.desk_working = False

    async def on_hello(self, command: protocol.OperatorHello) -> None:
        if self.actor is not None:
            raise Fault("hello.again", "Hello was sent already.")
        operator = await read(selectors.operator_of, self.scope.get("user"))
        if operator is None:
            raise Fault("operator.unknown", "You’re not signed in as an operator.", close=4401)
        self.welcome(Actor("operator", operator.pk, operator.name))
        self.operator = operator
        self.listen(groups.operator(operator.pk))
        for group in await read(_group_keys, operator):
            self.listen(groups.queue(group))
        await self.commit(presence.operator_arrive)
        rows = await read(lambda: list(selectors.sessions_of(operator)))
        for row in rows:
            self.follow(row.public_id, groups.session(row.public_id))
        snapshot, _rows = await read(desk.desk_snapshot, operator)
        self.send_event(snapshot)
        for view in snapshot.sessions:
            self.follow(view.id, groups.session(view.id))
            self.at(view.id, view.head)

    def told(self, group: str, message: hub.Message) -> None:
        if isinstance(message, hub.Own):
            spawn(self._own(message.session, message.gained))
        elif isinstance(message, hub.Desk):
            self.desk_dirty = True
            if not self.desk_working:
                self.desk_working = True
                spawn(self._desk())

    async def _own(self, session: str, gained: bool) -> None:
        if gained:
            row = await read(selectors.session_of, self.actor, session)
            self.follow(session, groups.session(session))
            await self.show(row)
        else:
            self.unfollow(session, groups.session(session))
            self.send_event(protocol.SessionDropped(session=session))

    async def _desk(self) -> None:
        """Send the current desk view. However often it changes, one lookup runs at a time."""
        try:
            while self.desk_dirty and not self.closed:
                self.desk_dirty = False
                try:
                    shown = await DESKS.look(_desk_text, self.operator)
                except Operator.DoesNotExist:  # deleted meanwhile
                    await self.close(4401)
                    return
                if shown != self.desk_shown:
                    self.desk_shown = shown
                    self.push(shown)
                await asyncio.sleep(0.05)
        finally:
            self.desk_working = False

    async def pulse(self, heads: dict[str, tuple[int, int]], at: str) -> None:
        await super().pulse(heads, at)
        if (
            hub.bridge is not None and self.actor is not None
        ):  # a notification from another process may be lost; within a process none is
            self.told("", hub.Desk())

    async def on_presence_set(self, command: protocol.PresenceSet) -> None:
        await self.commit(
            presence.presence_set, state=command.state, reason=command.reason,
            chat=command.chat, video=command.video, idle=command.idle,
        )  # fmt: skip

    async def on_session_preview(self, command: protocol.SessionPreviewAsk) -> None:
        row = await read(selectors.waiting_session_of, self.actor, command.session)
        self.send_event(protocol.SessionPreview(session=await read(present.operator_session_view, row)))

    async def on_session_accept(self, command: protocol.SessionAccept) -> None:
        await self.commit(queue.session_accept, key=command.session, session=command.session)

    async def on_session_pass(self, command: protocol.SessionPass) -> None:
        await self.commit(queue.session_pass, key=command.session, session=command.session)

    async def on_session_wrapup(self, command: protocol.SessionWrapup) -> None:
        await self.commit(
            ending.session_wrapup, key=command.session, session=command.session,
            result=command.result, note=command.note, tags=command.tags,
        )  # fmt: skip

    async def on_colleagues_find(self, command: protocol.ColleaguesFind) -> None:
        self.spend("searches", SEARCHES)
        self.send_event(await read(desk.colleagues_found, self.operator))

    async def on_session_redirect(self, command: protocol.SessionRedirect) -> None:
        await self.commit(
            redirect.session_redirect, key=command.session, session=command.session,
            operator=command.operator, group=command.group, note=command.note,
        )  # fmt: skip

    async def on_session_search(self, command: protocol.SessionSearch) -> None:
        self.spend("searches", SEARCHES)
        rows = await read(lambda: present.past_sessions(history.search(self.actor, command.text)))
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

    async def on_client_edit(self, command: protocol.ClientEdit) -> None:
        await self.commit(
            clients.client_edit, key=command.session, session=command.session,
            name=command.name, email=command.email, phone=command.phone,
        )  # fmt: skip

    async def on_client_ban(self, command: protocol.ClientBan) -> None:
        await self.commit(clients.client_ban, key=command.session, session=command.session, reason=command.reason)

    async def on_callback_try(self, command: protocol.CallbackTry) -> None:
        await self.commit(callback.callback_try, key=command.session, session=command.session, outcome=command.outcome)

    async def on_callback_postpone(self, command: protocol.CallbackPostpone) -> None:
        await self.commit(callback.callback_postpone, key=command.session, session=command.session, delay=command.delay)

    async def on_invitation_create(self, command: protocol.InvitationCreate) -> None:
        self.spend("searches", SEARCHES)
        created = await self.commit(
            invitations.invitation_create, seconds=command.seconds, reusable=command.reusable,
            name=command.name, session=command.session,
        )  # fmt: skip
        self.send_event(created)

    async def on_invitation_revoke(self, command: protocol.InvitationRevoke) -> None:
        await self.commit(invitations.invitation_revoke, invitation=command.invitation)

    async def on_note_post(self, command: protocol.NotePost) -> None:
        self.spend("messages", MESSAGES)
        await self.commit(
            messages.note_post, key=command.session, session=command.session, text=command.text, command_id=command.id
        )

    async def on_share_send(self, command: protocol.ShareSend) -> None:
        await self.commit(share.share_send, share=command.share)

    async def on_share_delete(self, command: protocol.ShareDelete) -> None:
        await self.commit(share.share_delete, share=command.share)

    async def on_share_rename(self, command: protocol.ShareRename) -> None:
        await self.commit(share.share_rename, share=command.share, name=command.name)

    async def on_share_link(self, command: protocol.ShareLink) -> None:
        self.spend("messages", MESSAGES)
        fields = {"session": command.session, "url": command.url, "name": command.name, "send": command.send}
        await self.commit(share.share_link, key=command.session, **fields)

    async def on_library_find(self, command: protocol.LibraryFind) -> None:
        self.spend("searches", SEARCHES)
        found = await read(selectors.library_found, self.actor, command.text, LIBRARY_SHOWN + 1)
        items = [present.library_view(item) for item in found[:LIBRARY_SHOWN]]
        self.send_event(protocol.LibraryFound(text=command.text, items=items, more=len(found) > LIBRARY_SHOWN))

    async def on_library_send(self, command: protocol.LibrarySend) -> None:
        self.spend("messages", MESSAGES)
        await self.commit(share.share_from_library, key=command.session, item=command.item, session=command.session)

    async def on_library_keep(self, command: protocol.LibraryKeep) -> None:
        await self.commit(library.library_keep, share=command.share)

    async def on_library_link(self, command: protocol.LibraryLink) -> None:
        self.spend("messages", MESSAGES)
        await self.commit(library.library_link, url=command.url, name=command.name)

    async def on_library_rename(self, command: protocol.LibraryRename) -> None:
        await self.commit(library.library_rename, item=command.item, name=command.name)

    async def on_library_delete(self, command: protocol.LibraryDelete) -> None:
        await self.commit(library.library_delete, item=command.item)


def _group_keys(operator: Operator) -> list[int]:
    return list(operator.groups.values_list("pk", flat=True))


def _desk_text(operator: Operator) -> str:
    return encode(desk.desk_changed(operator))
