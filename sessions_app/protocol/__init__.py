"""The messages of sessions, chat and queue: commands from the browsers, events to them.

One class per message; this module exports them to the other packages, and orders them for ``manage.py protocol``, which writes them to
JavaScript and to ``docs/protocol.md``. No message is defined here.
"""

from __future__ import annotations

from types import ModuleType

from sessions_app.protocol import both_roles, client, console, log, operator, session, types, values
from sessions_app.protocol.both_roles import (
    Heartbeat,
    HeartbeatAnswer,
    MessageMarks,
    MessagePost,
    MessageSeen,
    MessageType,
    MessageTyping,
    SessionEnd,
    SessionHistory,
    SessionResume,
)
from sessions_app.protocol.client import (
    CLIENT_COMMANDS,
    CallbackChoose,
    ClientHello,
    ClientIdentify,
    ClientSnapshot,
    DevicesCheck,
    EntryStart,
    MessageLeave,
    PageVisit,
    ParametersSet,
    SessionLeave,
    SessionRate,
    TranscriptSend,
)
from sessions_app.protocol.console import (
    CannedView,
    ColleaguesFound,
    ColleagueView,
    DeskChanged,
    DeskSnapshot,
    GroupView,
    InvitationCreated,
    InvitationView,
    NamesView,
    OperatorView,
    QueueItem,
    SessionsFound,
)
from sessions_app.protocol.details import DETAILS
from sessions_app.protocol.log import (
    CallbackTried,
    ClientChanged,
    LogEvent,
    MessagePosted,
    NotePosted,
    SessionChanged,
    SessionRated,
    SessionRedirected,
)
from sessions_app.protocol.operator import (
    OPERATOR_COMMANDS,
    CallbackPostpone,
    CallbackTry,
    ClientBan,
    ClientEdit,
    ColleaguesFind,
    InvitationCreate,
    InvitationRevoke,
    NotePost,
    OperatorHello,
    PresenceSet,
    SessionAccept,
    SessionPass,
    SessionPreviewAsk,
    SessionReadAsk,
    SessionRedirect,
    SessionSearch,
    SessionWrapup,
)
from sessions_app.protocol.session import (
    AvailabilityChanged,
    OperatorSessionView,
    PastSession,
    QueuePosition,
    SessionDropped,
    SessionPage,
    SessionPreview,
    SessionRead,
    SessionSnapshot,
    SessionView,
)
from sessions_app.protocol.types import MESSAGE_LENGTH, DeviceState, Entry, Role, State
from sessions_app.protocol.values import Author, By, CallbackView, ClientView, Defaults, Devices, Marks, Page, Rating

MODULES: tuple[ModuleType, ...] = (types, values, log, client, console, session, both_roles, operator)
"""In the order in which readers meet their events."""

__all__ = [
    "CLIENT_COMMANDS", "DETAILS", "MESSAGE_LENGTH", "MODULES", "OPERATOR_COMMANDS", "Author", "AvailabilityChanged", "By", "CallbackChoose",
    "CallbackPostpone", "CallbackTried", "CallbackTry", "CallbackView", "CannedView", "ClientBan", "ClientChanged", "ClientEdit",
    "ClientHello", "ClientIdentify", "ClientSnapshot", "ClientView", "ColleagueView", "ColleaguesFind", "ColleaguesFound",
    "Defaults", "DeskChanged", "DeskSnapshot", "DeviceState", "Devices", "DevicesCheck", "Entry", "EntryStart", "GroupView",
    "Heartbeat", "HeartbeatAnswer", "InvitationCreate", "InvitationCreated", "InvitationRevoke", "InvitationView", "LogEvent",
    "Marks", "MessageLeave", "MessageMarks", "MessagePost", "MessagePosted", "MessageSeen", "MessageType", "MessageTyping",
    "NamesView", "NotePost", "NotePosted", "OperatorHello", "OperatorSessionView", "OperatorView", "Page", "PageVisit", "ParametersSet",
    "PastSession", "PresenceSet", "QueueItem", "QueuePosition", "Rating", "Role", "SessionAccept", "SessionChanged",
    "SessionDropped", "SessionEnd", "SessionHistory", "SessionLeave", "SessionPage", "SessionPass", "SessionPreview",
    "SessionPreviewAsk", "SessionRate", "SessionRated", "SessionRead", "SessionReadAsk", "SessionRedirect", "SessionRedirected",
    "SessionResume", "SessionSearch", "SessionSnapshot", "SessionView", "SessionWrapup", "SessionsFound", "State",
    "TranscriptSend",
]  # fmt: skip
