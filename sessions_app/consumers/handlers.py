"""Handlers that pass a command's fields to a service as they are, which is all most of them do. No rules here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from contactcenter.realtime.group_commit import Service
from contactcenter.realtime.token_bucket import Rate
from contactcenter.realtime.wire import Command, fields_of


class Handler:
    """An ``on_<noun>_<verb>`` of a socket. ``spend``: what it counts against, such as ``("messages", MESSAGES)``."""

    def __init__(self, service: Service, spend: tuple[str, Rate] | None) -> None:
        self.service, self.spend = service, spend

    def __get__(self, socket: Any, owner: type) -> Callable[[Command], Awaitable[None]] | Handler:
        return self if socket is None else lambda command: self.run(socket, command)

    async def run(self, socket: Any, command: Command) -> None:
        """Commit the service, in the order of the session the command names, if it names one."""
        if self.spend is not None:
            socket.spend(*self.spend)
        fields = fields_of(command)
        await socket.commit(self.service, key=fields.get("session") or "", **fields)


def passed_to(service: Service, *, spend: tuple[str, Rate] | None = None) -> Handler:
    """Make the handler of a command whose fields are the service's arguments."""
    return Handler(service, spend)
