"""Operators, groups, widgets, invitations and clients, as programs see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from api.schema.common import TEXT, GroupRef, Id, Listing, Next, OperatorRef, Reason, WidgetRef
from supervision.protocol import OperatorState


class OperatorData(Struct, kw_only=True):
    """An operator. ``reason``: why away; ``since``: of this state; ``chats``: conversations now."""

    id: int
    name: str
    state: OperatorState
    reason: str
    since: datetime | None
    groups: list[GroupRef]
    chats: int
    chat_limit: int


class OperatorList(Struct, kw_only=True):
    """A page of operators, by id."""

    items: list[OperatorData]
    next: Next


class StateBody(Struct, kw_only=True, forbid_unknown_fields=True):
    """The state to set."""

    state: Literal["online", "away"]
    away_reason: Annotated[
        str, Meta(max_length=100, pattern=TEXT, description="One of the reasons of the list in the admin.")
    ] = ""
    reason: Reason = ""


class GroupData(Struct, kw_only=True):
    """A set of operators who share a queue. ``goal``: the share of sessions to be accepted within ``answer_seconds``, in per cent."""

    id: int
    name: str
    timezone: str
    answer_seconds: int
    goal: int
    operators: list[OperatorRef]


class GroupList(Struct, kw_only=True):
    """A page of groups, by id."""

    items: list[GroupData]
    next: Next


class WidgetData(Struct, kw_only=True):
    """One embeddable installation on a website."""

    key: str
    name: str
    active: bool
    group: GroupRef
    origins: list[str]
    entries: list[str]
    country: str


class WidgetList(Struct, kw_only=True):
    """A page of widgets."""

    items: list[WidgetData]
    next: Next


class InvitationBody(Struct, kw_only=True, forbid_unknown_fields=True):
    """An invitation to make."""

    operator: Annotated[int, Meta(ge=1, le=2**53 - 1, description="The operator whom the client will meet.")]
    valid_seconds: Annotated[int, Meta(ge=60, le=90 * 86_400, description="How long it is valid: a minute to ninety days.")] = (
        86_400
    )
    reusable: Annotated[bool, Meta(description="Whether several clients may use it.")] = False
    name: Annotated[
        str, Meta(max_length=200, pattern=TEXT, description="The client’s name, if known.", examples=["Emily Carter"])
    ] = ""


class InvitationQuery(Listing, kw_only=True):
    """Which invitations; the newest come first."""

    operator: Annotated[int, Meta(ge=1, le=2**53 - 1, description="Only invitations to this operator.")] | None = None


class InvitationData(Struct, kw_only=True):
    """A link and a code that lead straight to one operator; both were shown when it was made."""

    id: Id
    operator: OperatorRef
    widget: WidgetRef
    name: str
    state: Literal["unused", "opened", "waiting", "used", "expired", "revoked"]
    reusable: bool
    created_at: datetime
    expires_at: datetime
    uses: int


class InvitationMade(InvitationData, kw_only=True):
    """A new invitation with its link and code: they are nowhere else, so keep them."""

    link: str
    code: str


class InvitationList(Struct, kw_only=True):
    """A page of invitations."""

    items: list[InvitationData]
    next: Next


class ClientQuery(Listing, kw_only=True):
    """Whom to find."""

    email: Annotated[
        str, Meta(min_length=3, max_length=200, pattern=TEXT, description="The whole address; capitals don’t matter.")
    ]


class ClientData(Struct, kw_only=True):
    """A person, as one browser on one widget: the same person has one for each browser. ``sessions``: how many the token may see."""

    id: Id
    name: str
    email: str
    phone: str
    language: str
    verified: bool
    external_id: str
    widget: WidgetRef
    created_at: datetime
    sessions: int


class ClientList(Struct, kw_only=True):
    """A page of clients."""

    items: list[ClientData]
    next: Next


class ClientExport(Struct, kw_only=True):
    """Everything about a client: details in every browser the website vouches for, sessions with their logs, files, calls and consents.

    ``complete``: false if there are sessions in other groups, which aren’t in it.
    """

    format: Annotated[int, Meta(description="The version of this form.")]
    made_at: datetime
    client: Id
    complete: bool
    browsers: list[dict[str, Any]]
    sessions: list[dict[str, Any]]
    bans: list[dict[str, Any]]
    invitations: list[dict[str, Any]]


class Erased(Struct, kw_only=True):
    """Who was erased."""

    client: Id
