"""All messages of the three sockets, of all rooms: the commands of each role and all events.

Only joins the lists of the rooms; their own protocol modules define the messages.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

from contactcenter.realtime import wire
from contactcenter.realtime.wire import Command, Event
from sessions_app import protocol as sessions
from sessions_app.protocol import LogEvent
from sessions_app.share import protocol as share
from sessions_app.whiteboard import protocol as whiteboard
from supervision import protocol as supervision
from supervision import protocol_acts as acts
from supervision import protocol_day as day
from videocall import protocol as calls
from videocall.real_time_text import protocol as text

CLIENT_COMMANDS: Final[list[type[Command]]] = [
    *sessions.CLIENT_COMMANDS,
    *whiteboard.CLIENT_COMMANDS,
    *calls.CLIENT_COMMANDS,
    *text.COMMANDS,
]
OPERATOR_COMMANDS: Final[list[type[Command]]] = [
    *sessions.OPERATOR_COMMANDS,
    *share.OPERATOR_COMMANDS,
    *whiteboard.OPERATOR_COMMANDS,
    *calls.OPERATOR_COMMANDS,
    *text.COMMANDS,
    *acts.HELP_COMMANDS,
    *day.DAY_COMMANDS,
]
SUPERVISOR_COMMANDS: Final[list[type[Command]]] = supervision.SUPERVISOR_COMMANDS + acts.ACT_COMMANDS


def _events(module: ModuleType) -> list[type[Event]]:
    """Return a module's events in source order; an event without its own name is only a base."""
    classes = (value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Event))
    return [event for event in classes if event.__module__ == module.__name__ and event.__struct_config__.tag != event.__name__]


MODULES: Final[tuple[ModuleType, ...]] = (
    wire,
    *sessions.MODULES,
    *share.MODULES,
    whiteboard,
    calls,
    text,
    supervision,
    acts,
    day,
)
EVENTS: Final[list[type[Event]]] = [event for module in MODULES for event in _events(module)]
LOG_EVENTS: Final[list[type[LogEvent]]] = [event for event in EVENTS if issubclass(event, LogEvent)]
