"""Sessions, their transcripts, files and calls, as programs see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from api.schema.common import EntryName, GroupRef, Id, Listing, Next, OperatorRef, Reason, WidgetRef
from contactcenter.realtime.public_ids import CHARACTERS, LENGTH
from sessions_app.protocol.types import Role, State
from sessions_app.protocol.values import By, Rating
from videocall.protocol import CallState, QualityRecord

Since = (
    Annotated[
        datetime,
        Meta(
            tz=True,
            description="Only sessions that entered the queue at this time or later, the oldest first. To poll, give the `created_at` "
            "of the newest session you have: you get that one again, and none is ever left out.",
            examples=["2026-11-29T08:00:00Z"],
        ),
    ]
    | None
)


class SessionQuery(Listing, kw_only=True):
    """Which sessions. Without ``since`` the newest come first."""

    state: Annotated[State, Meta(description="Only sessions in this state.")] | None = None
    entry: EntryName | None = None
    since: Since = None
    client: (
        Annotated[str, Meta(pattern=f"^{CHARACTERS}{{1,{LENGTH}}}$", description="Only sessions of this client, by id.")] | None
    ) = None


class ClientPart(Struct, kw_only=True):
    """The client of a session. ``verified``: the website has vouched for who it is, and ``external_id`` is the website’s id."""

    id: Id
    name: str
    email: str
    phone: str
    language: str
    verified: bool
    external_id: str


class CallbackPart(Struct, kw_only=True):
    """When a client wants to be called. ``phone`` is E.164; ``zone`` is the client’s time zone."""

    phone: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    tries: int


class SessionData(Struct, kw_only=True):
    """One contact from queue entry to conclusion. Times are UTC. ``message``: left while nobody was available."""

    id: Id
    number: Annotated[int, Meta(description="The number people call it by.")]
    entry: EntryName
    state: State
    message: bool
    group: GroupRef
    widget: WidgetRef
    client: ClientPart
    operator: OperatorRef | None
    language: Annotated[
        str, Meta(description="Of the page the client entered on, such as cs; the browser's is the client's language.")
    ]
    topic: str
    created_at: Annotated[datetime, Meta(description="When it entered the queue.")]
    accepted_at: datetime | None
    ended_at: datetime | None
    closed_at: datetime | None
    ended_by: Annotated[str, Meta(description="client, operator, supervisor or system; empty before.")]
    result: str
    tags: list[str]
    rating: Rating | None
    parameters: Annotated[dict[str, str], Meta(description="What the website has told about the client.")]
    callback: CallbackPart | None


class SessionList(Struct, kw_only=True):
    """A page of sessions."""

    items: list[SessionData]
    next: Next


class TranscriptQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """In which form."""

    format: Annotated[
        Literal["json", "text"], Meta(description="As JSON, or as plain text: a line for each entry, its further lines indented.")
    ] = "json"


class TranscriptLine(Struct, kw_only=True):
    """An entry of the log in words. ``internal``: operators’ own, never shown to the client."""

    seq: int
    at: datetime
    kind: Annotated[str, Meta(examples=["message.posted"])]
    role: Role
    name: str
    text: str
    internal: bool


class Transcript(Struct, kw_only=True):
    """Everything that was written and done in a session, in order."""

    session: Id
    number: int
    lines: list[TranscriptLine]


class FileData(Struct, kw_only=True):
    """A file of the session, or a link. ``url`` is a link’s target, else an address to download the file from until ``expires_at``; it
    needs no token and is of no use when altered. ``sent``: the client sees it.
    """

    id: Id
    kind: Literal["upload", "snapshot", "link"]
    name: str
    size: int
    mime: str
    sha256: str
    width: int | None
    height: int | None
    by: By
    at: datetime
    sent: bool
    url: str
    expires_at: datetime | None


class FileList(Struct, kw_only=True):
    """All files of a session."""

    items: list[FileData]


class CallData(Struct, kw_only=True):
    """A call of the session with its quality. ``picture_seconds``: from accepting to the first picture or sound; ``good_seconds``: how long
    the connection was good for the side that had it worse; ``quality``: the records of both sides’ browsers.
    """

    id: Id
    operator: OperatorRef
    state: CallState
    video: bool
    created_at: datetime
    accepted_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    reason: str
    picture_seconds: float | None
    good_seconds: int | None
    relayed: bool | None
    quality: list[QualityRecord]


class CallList(Struct, kw_only=True):
    """All calls of a session, oldest first."""

    items: list[CallData]


class RedirectBody(Struct, kw_only=True, forbid_unknown_fields=True):
    """Where to: an operator or a group, exactly one of them."""

    operator: Annotated[int, Meta(ge=1, le=2**53 - 1, description="The operator’s id.")] | None = None
    group: Annotated[int, Meta(ge=1, le=2**53 - 1, description="The group’s id.")] | None = None
    reason: Reason = ""
