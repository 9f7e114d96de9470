"""The operator's commands. ``OPERATOR_COMMANDS`` lists those of this room.

Commands of both roles are in ``both_roles``; events for the operator, in ``console`` and ``session``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from contactcenter.realtime.wire import Command, Key, PublicId
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
from sessions_app.protocol.types import Language, ShortText, Text


class OperatorHello(Command, tag="hello"):
    """The operator's first command; the http session tells who it is. ``language``: of the page."""

    language: Language = ""


class PresenceSet(Command, tag="presence.set"):
    """Set the operator online, or away for a reason; and which kinds of session they take. ``idle``: set by the console itself."""

    state: Literal["online", "away"]
    reason: ShortText = ""
    chat: bool = True
    video: bool = True
    idle: bool = False


class SessionPass(Command, tag="session.pass"):
    """Decline an offer: it goes to the next operator (S3)."""

    session: PublicId


class ColleaguesFind(Command, tag="colleagues.find"):
    """Ask where a session can be redirected (S5). Answered by ``colleagues.found``."""


class SessionRedirect(Command, tag="session.redirect"):
    """Redirect the session to a colleague or a group, with a note (S5). Exactly one of ``operator`` and ``group``."""

    session: PublicId
    operator: Key | None = None
    group: Key | None = None
    note: Text = ""


class ClientEdit(DetailsCommand, kw_only=True, tag="client.edit"):
    """Correct the client's details (S9)."""

    session: PublicId


class ClientBan(Command, tag="client.ban"):
    """Ban this client, with a reason; ends the session (S8)."""

    session: PublicId
    reason: Annotated[str, Meta(min_length=1, max_length=200)]


class CallbackTry(Command, tag="callback.try"):
    """The operator called the number: reached, or no answer (E3)."""

    session: PublicId
    outcome: Literal["called", "no-answer"]


class CallbackPostpone(Command, tag="callback.postpone"):
    """No answer: back into the queue, to be called later (E3)."""

    session: PublicId
    delay: Literal["quarter", "hour", "tomorrow"]


class InvitationCreate(Command, tag="invitation.create"):
    """Answered by ``invitation.created``. ``seconds``: its validity, one minute to 90 days. ``session``: whose client it's for."""

    seconds: Annotated[int, Meta(ge=60, le=90 * 86_400)]
    reusable: bool = False
    name: ShortText = ""
    session: PublicId | None = None


class InvitationRevoke(Command, tag="invitation.revoke"):
    invitation: PublicId


class SessionSearch(Command, tag="session.search"):
    """Search the operator's own past sessions. Answered by ``sessions.found``."""

    text: Annotated[str, Meta(min_length=2, max_length=100)]


class SessionReadAsk(Command, tag="session.read"):
    """A past session: the operator's own, or of a client the operator serves now. Answered by ``session.read``."""

    session: PublicId


class SessionPreviewAsk(Command, tag="session.preview"):
    session: PublicId


class SessionAccept(Command, tag="session.accept"):
    """Accept a waiting session; the first of several operators wins (S3)."""

    session: PublicId


class SessionWrapup(Command, tag="session.wrapup"):
    """Result and note of an ended session; closes it (S6)."""

    session: PublicId
    result: ShortText = ""
    note: Text = ""
    tags: Annotated[list[ShortText], Meta(max_length=20)] = field(default_factory=list)


class NotePost(Command, tag="note.post"):
    session: PublicId
    text: Text


OPERATOR_COMMANDS: list[type[Command]] = [
    OperatorHello, HeartbeatAnswer, PresenceSet, SessionPreviewAsk, SessionAccept, SessionPass, SessionEnd, SessionWrapup,
    ColleaguesFind, SessionRedirect, SessionResume, SessionHistory, SessionSearch, SessionReadAsk, ClientEdit, ClientBan, CallbackTry,
    CallbackPostpone, InvitationCreate, InvitationRevoke, MessagePost, MessageSeen, MessageType, NotePost,
]  # fmt: skip
