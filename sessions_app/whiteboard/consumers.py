"""Socket handlers for looking together: what is stored goes to a service, the rest is forwarded.

No rules here. The right to forward is checked by a selector once, and again whenever something about the board or the session changes.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from contactcenter.realtime import pubsub
from contactcenter.realtime.db_reads import read
from contactcenter.realtime.socket import Socket
from contactcenter.realtime.wire import Command, Event
from sessions_app import channel_names
from sessions_app.consumers.handlers import passed_to
from sessions_app.models import Share
from sessions_app.share.selectors import share_of
from sessions_app.whiteboard import page_images, present, protocol
from sessions_app.whiteboard.selectors import board_of
from sessions_app.whiteboard.services import board, drawing

FRAMES = (300, 10)
"""Drawing without a pause sends twenty pieces a second."""
OPENINGS = (10, 10)
_threads: Final = ThreadPoolExecutor(4, thread_name_prefix="pages")
NOT_OVER = ("message.", "note.", "share.", "client.")
"""Log entries of these kinds don't affect who may see a board."""


class BoardHandlers(Socket):
    """Shared by both roles; the protocol decides which commands each may send."""

    def setup(self) -> None:
        super().setup()
        self.board_known: tuple[str, str] | None = None

    def count(self, command: Command) -> None:
        if self.actor is not None and str(command.__struct_config__.tag).startswith("board."):
            self.spend("board.frames", FRAMES)
        else:
            super().count(command)

    def on_notification(self, group: str, message: pubsub.Message) -> None:
        known = self.board_known
        if (
            known
            and type(message) is pubsub.EntryAppended
            and message.session == known[0]
            and not message.kind.startswith(NOT_OVER)
        ):
            self.board_known = None
        super().on_notification(group, message)

    async def on_board_open(self, command: protocol.BoardOpen) -> None:
        self.spend("board.openings", OPENINGS)
        file = await read(share_of, self.actor, command.share) if command.share else None
        pages = await self._pages(file) if file is not None and page_images.possible(file) else 1
        await self.commit(board.board_open, key=command.session, session=command.session, share=command.share, pages=pages)

    async def _pages(self, file: Share) -> int:
        """Count pages outside the threads that read for all sockets: a large file takes a while."""
        return await asyncio.get_running_loop().run_in_executor(_threads, page_images.pages, file, self.actor.sender)

    on_board_freeze = passed_to(board.board_freeze)
    on_board_close = passed_to(board.board_close)

    async def on_board_resume(self, command: protocol.BoardResume) -> None:
        for part in await read(present.board_marks, self.actor, command.session, command.board, command.after):
            self.send_event(part)

    on_board_page = passed_to(board.board_page)

    async def on_board_view(self, command: protocol.BoardLook) -> None:
        view = {"page": command.page, "zoom": command.zoom, "turn": command.turn, "x": command.x, "y": command.y}
        if command.settled:
            fields = {"session": command.session, "board": command.board, **view}
            await self.commit(board.board_view, key=command.session, **fields)
            return
        where: dict[str, Any] = {"session": command.session, "board": command.board, "role": self.role}
        await self._pass_on(command, protocol.BoardViewed(**where, look=protocol.Look(**view, rev=0)))

    async def on_board_ink(self, command: protocol.BoardInk) -> None:
        fields: dict[str, Any] = {name: getattr(command, name) for name in ("stroke", "page", "ink", "width", "at", "points")}
        where: dict[str, Any] = {"session": command.session, "board": command.board, "role": self.role}
        await self._pass_on(command, protocol.BoardInked(**where, **fields))

    on_board_stroke = passed_to(drawing.board_stroke)
    on_board_erase = passed_to(drawing.board_erase)
    on_board_undo = passed_to(drawing.board_undo)
    on_board_clear = passed_to(drawing.board_clear)

    async def on_board_point(self, command: protocol.BoardPoint) -> None:
        where: dict[str, Any] = {"session": command.session, "board": command.board, "role": self.role}
        await self._pass_on(command, protocol.BoardPointed(**where, x=command.x, y=command.y, on=command.on))

    async def _pass_on(self, command: protocol.BoardInk | protocol.BoardPoint | protocol.BoardLook, event: Event) -> None:
        asked = (command.session, command.board)
        if self.board_known != asked:
            await read(board_of, self.actor, *asked)
            self.board_known = asked
        self.to_group(channel_names.session(command.session), event)
