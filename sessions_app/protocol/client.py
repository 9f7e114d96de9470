"""The client's commands, and the answer to its hello. ``CLIENT_COMMANDS`` lists those of this room.

Commands of both roles are in ``both_roles``.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from contactcenter.realtime.wire import Command, Event, PublicId
from sessions_app.protocol.both_roles import (
    HeartbeatAnswer,
    MessagePost,
    MessageSeen,
    MessageType,
    SessionEnd,
    SessionHistory,
    SessionResume,
)
from sessions_app.protocol.details import DetailsCommand
from sessions_app.protocol.session import SessionView
from sessions_app.protocol.types import DeviceState, Entry, Language, Parameters, ShortText, Text
from sessions_app.protocol.values import Page


class ClientSnapshot(Event, tag="client.snapshot"):
    """Everything the widget shows: the answer to the client's hello."""

    at: str
    name: str
    session: SessionView | None
    email: str = ""


class ClientHello(Command, tag="hello"):
    """The client's first command. ``language``: of the page."""

    token: Annotated[str, Meta(max_length=200)] = ""
    language: Language = ""


class EntryStart(DetailsCommand, kw_only=True, tag="entry.start"):
    """Enter the queue (E1). Answered by ``session.snapshot``. ``language``: of the page, and from then on of the session."""

    entry: Entry
    language: Language = ""
    topic: ShortText = ""
    message: Text = ""
    consent: bool = False
    page: Page = field(default_factory=Page)
    slot: ShortText = ""
    zone: ShortText = ""
    code: ShortText = ""
    parameters: Parameters = field(default_factory=dict)


class SessionLeave(Command, tag="session.leave"):
    """Stop waiting."""

    session: PublicId


class PageVisit(Command, tag="page.visit"):
    """The client's host page changed (E1)."""

    session: PublicId
    page: Page


class MessageLeave(DetailsCommand, kw_only=True, tag="message.leave"):
    """Leave a message that operators answer later (E5). ``session``: it replaces this waiting session; ``language``: of the page."""

    message: Text = ""
    language: Language = ""
    consent: bool = False
    page: Page = field(default_factory=Page)
    session: PublicId | None = None


class DevicesCheck(Command, tag="devices.check"):
    """Result of the waiting client's device check (E2)."""

    session: PublicId
    microphone: DeviceState
    camera: DeviceState


class CallbackChoose(Command, tag="callback.choose"):
    """Ask for a phone call instead of waiting, and keep the place in the queue (E3)."""

    session: PublicId
    phone: ShortText
    slot: ShortText = ""
    zone: ShortText = ""


class ClientIdentify(Command, tag="client.identify"):
    """The client's identity, signed by the site's own server (W1)."""

    token: Annotated[str, Meta(max_length=4000)]


class ParametersSet(Command, tag="parameters.set"):
    """Facts about the client from the host page (S9)."""

    parameters: Parameters


class SessionRate(Command, tag="session.rate"):
    """One to five, with a comment (S6). The last one counts."""

    session: PublicId
    value: Annotated[int, Meta(ge=1, le=5)]
    comment: Annotated[str, Meta(max_length=1000)] = ""


class TranscriptSend(Command, tag="transcript.send"):
    """Mail the conversation to this address (S6)."""

    session: PublicId
    email: ShortText


CLIENT_COMMANDS: list[type[Command]] = [
    ClientHello, HeartbeatAnswer, EntryStart, MessageLeave, DevicesCheck, CallbackChoose, ClientIdentify, ParametersSet,
    SessionLeave, SessionEnd, SessionRate, TranscriptSend, SessionResume, SessionHistory,
    MessagePost, MessageSeen, MessageType, PageVisit,
]  # fmt: skip
