"""The console's lists beside the conversations, and the answers to its requests.

Filled in ``present/console.py`` and ``present/session.py``. A whole session is in ``session``.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from contactcenter.realtime.wire import Event
from sessions_app.protocol.session import OperatorSessionView, PastSession
from sessions_app.protocol.types import Entry
from sessions_app.protocol.values import CallbackView, ClientView, Devices


class QueueItem(Struct, kw_only=True):
    """A waiting session as operators see it (S2). ``client`` is without path and parameters: ``session.preview`` has them."""

    id: str
    number: int
    entry: Entry
    since: str
    client: ClientView
    away: bool
    widget: str
    group: str
    preview: str = ""
    devices: Devices = field(default_factory=Devices)
    callback: CallbackView | None = None
    message: bool = False
    only_you: bool = False
    offered: bool = False
    offer_until: str | None = None
    refusal: str = ""


class ColleagueView(Struct, kw_only=True):
    """Another operator, with their load (S5)."""

    id: int
    name: str
    state: Literal["online", "away", "busy", "wrapup", "offline"]
    active: int
    limit: int


class GroupView(Struct, kw_only=True):
    """A queue a client can be redirected to (S5). ``online``: how many other operators are online."""

    id: int
    name: str
    waiting: int
    online: int


class InvitationView(Struct, kw_only=True):
    """An invitation of this operator (E4). Link and code are shown once, when it's created: only their hashes are stored."""

    id: str
    name: str
    state: Literal["unused", "opened", "waiting", "used", "expired", "revoked"]
    reusable: bool
    created_at: str
    expires_at: str
    uses: int


class CannedView(Struct, kw_only=True):
    """A canned response: ``text`` as first written, ``texts`` in other languages, by the names of our catalogues."""

    shortcut: str
    text: str
    texts: dict[str, str] = field(default_factory=dict)


class NamesView(Struct, kw_only=True):
    """What supervisors have named, in the operator's language by the name as first written; names without a translation are left out."""

    results: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


class OperatorView(Struct, kw_only=True):
    """The operator at the console. ``state`` is what others see; ``chosen`` what the operator picked; ``idle``: the console picked it.

    ``away_since``: null while online, and if it's unknown.
    """

    id: int
    name: str
    state: Literal["online", "away", "busy", "wrapup", "offline"]
    chosen: Literal["online", "away"]
    limit: int
    unavailable: str = ""
    reason: str = ""
    idle: bool = False
    away_since: str | None = None
    chat: bool = True
    video: bool = True


class DeskSnapshot(Event, tag="desk.snapshot"):
    """Everything the console shows: the answer to the operator's hello. ``waiting``: how many wait, including those not in ``queue``;
    ``written_in``: the language supervisors write in first.
    """

    at: str
    me: OperatorView
    queue: list[QueueItem]
    waiting: int
    sessions: list[OperatorSessionView]
    canned: list[CannedView]
    results: list[str]
    tags: list[str]
    reasons: list[str]
    invitations: list[InvitationView]
    names: NamesView = field(default_factory=NamesView)
    written_in: str = ""


class DeskChanged(Event, tag="desk.changed"):
    """The queue and the operator's own state and invitations: complete, not a difference.

    Only part of a long queue is shown; ``waiting`` is how many wait in all.
    """

    me: OperatorView
    queue: list[QueueItem]
    waiting: int
    invitations: list[InvitationView]


class InvitationCreated(Event, tag="invitation.created"):
    """Answers ``invitation.create``: the only time link and code are shown. ``qr`` is an SVG path's ``d`` on a grid of ``size``."""

    invitation: InvitationView
    link: str
    code: str
    qr: str
    size: int


class ColleaguesFound(Event, tag="colleagues.found"):
    """Answers ``colleagues.find``: all others and all groups with their load, by name."""

    colleagues: list[ColleagueView]
    groups: list[GroupView]


class SessionsFound(Event, tag="sessions.found"):
    """Answers ``session.search``, newest first."""

    text: str
    sessions: list[PastSession]
