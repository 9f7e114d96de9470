"""What a socket does with real-time text: pass the agreement to a service, and what is typed to the other side's tab.

Nothing typed is read, stored or logged. The right to send is checked like that of signals, and includes that both sides have agreed.
"""

from __future__ import annotations

from typing import Final

from contactcenter.realtime.wire import Command
from videocall.consumers import CallHandlers
from videocall.real_time_text import protocol, services
from videocall.signalling import no_text

TEXTS: Final = (150, 10)
"""Fast typing sends ten changes a second, and now and then the whole line."""
ANSWERS: Final = (20, 60)
"""Turning it on and off: each writes a line, and may ask the other side."""


class TextHandlers(CallHandlers):
    """Shared by both roles."""

    def count(self, command: Command) -> None:
        if self.actor is not None and isinstance(command, protocol.TextSet):
            self.spend("text.answers", ANSWERS)
        elif self.actor is not None and str(command.__struct_config__.tag).startswith("text."):
            self.spend("text", TEXTS)
        else:
            super().count(command)

    async def on_text_set(self, command: protocol.TextSet) -> None:
        await self._do(services.text_set, command, leg=command.leg, on=command.on)

    async def on_text_edit(self, command: protocol.TextEdit) -> None:
        event = protocol.TextEdited(
            call=command.call,
            leg=command.leg,
            rev=command.rev,
            line=command.line,
            at=command.at,
            cut=command.cut,
            add=command.add,
        )
        await self._pass_text(command, event)

    async def on_text_show(self, command: protocol.TextShow) -> None:
        event = protocol.TextShown(
            call=command.call,
            leg=command.leg,
            rev=command.rev,
            lines=command.lines,
            back=command.back,
            again=command.again,
        )
        await self._pass_text(command, event)

    async def _pass_text(
        self, command: protocol.TextEdit | protocol.TextShow, event: protocol.TextEdited | protocol.TextShown
    ) -> None:
        route = await self._route(command.call, command.leg)
        if not route.text:
            raise no_text()
        self._to_other_side(route, event)
