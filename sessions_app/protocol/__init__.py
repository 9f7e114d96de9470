"""The messages of sessions, chat, queue and Share: commands from the browsers, events to them.

One class per message. ``manage.py protocol`` writes them to JavaScript and to ``docs/protocol.md``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct, field

from contactcenter.realtime.wire import Command, Count, Event, PublicId

Role = Literal["client", "operator", "system"]
Entry = Literal["chat", "videocall", "callback", "invitation"]
State = Literal["waiting", "active", "wrapup", "closed", "abandoned", "missed"]

DeviceState = Literal[
    "not-asked", "asking", "granted", "blocked-person", "blocked-page", "blocked-system",
    "no-device", "in-use", "muted", "off", "lost",
]  # fmt: skip
"""C5. ``granted`` means on and sending; ``muted``/``off`` mean allowed but turned off by the person."""

MESSAGE_LENGTH = 4000
Text = Annotated[str, Meta(max_length=MESSAGE_LENGTH * 4)]
Line = Annotated[str, Meta(max_length=200)]
ParameterName = Annotated[str, Meta(min_length=1, max_length=40)]
Parameters = Annotated[dict[ParameterName, Line], Meta(max_length=20)]
Address = Annotated[str, Meta(max_length=2000)]


# Views: what a browser may see of a row. Filled in present.py and nowhere else.


class Page(Struct, kw_only=True, forbid_unknown_fields=True):
    """The page of the host site the client is on (E1)."""

    url: Address = ""
    title: Line = ""
    referrer: Address = ""


class By(Struct, kw_only=True):
    """Who did it. ``name`` is empty for the system."""

    role: Role
    name: str = ""


class Devices(Struct, kw_only=True):
    """The state of one side's devices. ``screen``: its picture is the screen, not the camera."""

    microphone: DeviceState = "not-asked"
    camera: DeviceState = "not-asked"
    screen: bool = False


class ClientView(Struct, kw_only=True):
    """The client as the operator sees them (S2, E1). ``verified``: the site vouched for who it is; ``parameters``: from the host page."""

    name: str
    email: str
    phone: str
    language: str
    browser: str
    os: str
    topic: str
    page: Page
    earlier: int = 0
    verified: bool = False
    external_id: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    path: list[Page] = field(default_factory=list)


class CallbackView(Struct, kw_only=True):
    """When a client wants to be called (E3). ``phone`` is E.164, ``shown`` as people write it; the window in UTC, ``zone`` the client's."""

    phone: str
    shown: str
    starts_at: str
    ends_at: str
    zone: str
    tries: int = 0


class Rating(Struct, kw_only=True):
    """What the client thought of it: one to five."""

    value: int
    comment: str = ""


class Marks(Struct, kw_only=True):
    """Up to which shared sequence number each side has received and read (S4). Only ever grows."""

    client_delivered: int = 0
    client_read: int = 0
    operator_delivered: int = 0
    operator_read: int = 0


class ShareView(Struct, kw_only=True):
    """One file of a session (F1, F2). ``sent``: the client may see it; ``url``: where a link leads; ``call``: a snapshot's call."""

    id: str
    kind: Literal["upload", "snapshot", "link"]
    state: Literal["pending", "ready", "deleted"]
    name: str
    size: int
    mime: str
    sha256: str
    by: By
    at: str
    sent: bool
    width: int | None = None
    height: int | None = None
    source: str = ""
    url: str = ""
    call: str = ""


class LibraryView(Struct, kw_only=True):
    """One file or link of the library (F1). ``own``: the operator's; otherwise common, kept by supervisors."""

    id: str
    kind: Literal["upload", "link"]
    name: str
    size: int
    mime: str
    own: bool
    author: str
    at: str
    width: int | None = None
    height: int | None = None
    url: str = ""


class BoardView(Struct, kw_only=True):
    """What operator and client look at together (F5). ``live``: the picture the client sends; ``share``: the file otherwise."""

    id: str
    live: bool
    share: str
    name: str
    mime: str
    pages: int


# The log: every line of a session's life. ``seq`` counts within the receiver's audience without gaps;
# ``shared`` is the client's number of the same line (null for what only operators see).


class LogEvent(Event, kw_only=True):
    session: str
    seq: int
    shared: int | None
    at: str
    by: By


class MessagePosted(LogEvent, tag="message.posted"):
    """A chat message. ``command`` is the id its sender gave it."""

    text: str
    command: str | None = None


class NotePosted(LogEvent, tag="note.posted"):
    """An internal note: operators only. ``command`` is the id its writer gave it; null when the system wrote it for them."""

    text: str
    command: str | None = None


class SessionChanged(LogEvent, tag="session.changed"):
    """A step of the session's life (S1, S7). ``step`` says which; the rest is how things stand after it."""

    step: Literal[
        "queued", "accepted", "client-away", "client-back", "ended", "left", "abandoned", "missed", "closed",
        "redirected", "callback", "banned",
    ]  # fmt: skip
    state: State
    away: bool
    operator: str | None
    result: str = ""


class ClientChanged(LogEvent, tag="client.changed"):
    """The client moved to another page, or the client's data were edited: operators only."""

    client: ClientView


class SessionRedirected(LogEvent, tag="session.redirected"):
    """Passed on to a colleague or a group (S5). ``note`` is for operators: the client's line carries none."""

    to: str
    note: str = ""


class SessionRated(LogEvent, tag="session.rated"):
    rating: Rating


class CallbackTried(LogEvent, tag="callback.tried"):
    """The operator called the client's phone (E3): operators only."""

    outcome: Literal["called", "no-answer"]
    tries: int


class ShareChanged(LogEvent, tag="share.changed"):
    """A file was added, sent to the chat, renamed, or deleted."""

    change: Literal["added", "sent", "renamed", "deleted"]
    file: ShareView


class SnapshotTaken(LogEvent, tag="snapshot.taken"):
    """The operator took a picture of what the client shows (C8): both sides are told. ``screen``: of the client's screen."""

    screen: bool = False


class QueueItem(Struct, kw_only=True):
    """A waiting session as operators see it (S2)."""

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
    """A queue a client can be redirected to (S5). ``online``: how many others are there for it."""

    id: int
    name: str
    waiting: int
    online: int


class InvitationView(Struct, kw_only=True):
    """An invitation of this operator (E4). Link and code are shown once, when it is made: only their hashes are kept."""

    id: str
    name: str
    state: Literal["unused", "opened", "waiting", "used", "expired", "revoked"]
    reusable: bool
    created_at: str
    expires_at: str
    uses: int


class PastSession(Struct, kw_only=True):
    """A line of a client's history, or of a search."""

    id: str
    number: int
    entry: Entry
    created_at: str
    client: str
    operator: str | None
    result: str
    preview: str


class CannedView(Struct, kw_only=True):
    shortcut: str
    text: str


class OperatorView(Struct, kw_only=True):
    """The operator at the console. ``state`` is what others see; ``chosen`` what the operator picked; ``idle``: the console picked it."""

    name: str
    state: Literal["online", "away", "busy", "wrapup", "offline"]
    chosen: Literal["online", "away"]
    limit: int
    unavailable: str = ""
    reason: str = ""
    idle: bool = False
    chat: bool = True
    video: bool = True


# Snapshots: a whole state, from which events go on.


class SessionView(Struct, kw_only=True):
    """A session as its client sees it.

    ``events`` are the newest lines of the log (each a LogEvent of the receiver's audience), ``head`` the last number;
    ``calls`` are all calls of the session (each a CallView), oldest first.
    """

    id: str
    number: int
    entry: Entry
    state: State
    away: bool
    operator: str | None
    created_at: str
    accepted_at: str | None
    ended_at: str | None
    head: int
    events: list[Raw]
    calls: list[Raw]
    marks: Marks
    position: int | None = None
    callback: CallbackView | None = None
    rating: Rating | None = None
    board: BoardView | None = None


class OperatorSessionView(SessionView, kw_only=True):
    """A session as its operator sees it: everything the client sees, and more. ``message``: it was left while nobody was there (E5)."""

    client: ClientView
    widget: str
    message: bool = False
    result: str
    files: list[ShareView]
    notes: int
    tags: list[str] = field(default_factory=list)
    devices: Devices = field(default_factory=Devices)
    history: list[PastSession] = field(default_factory=list)


class Defaults(Struct, kw_only=True):
    """Which devices are on when a call starts (C3)."""

    operator_microphone: bool = True
    operator_camera: bool = True
    client_microphone: bool = True
    client_camera: bool = False


class ClientSnapshot(Event, tag="client.snapshot"):
    """Everything the widget shows: the answer to the client's hello."""

    at: str
    name: str
    session: SessionView | None
    email: str = ""


class DeskSnapshot(Event, tag="desk.snapshot"):
    """Everything the console shows: the answer to the operator's hello."""

    at: str
    me: OperatorView
    queue: list[QueueItem]
    sessions: list[OperatorSessionView]
    canned: list[CannedView]
    results: list[str]
    tags: list[str]
    reasons: list[str]
    colleagues: list[ColleagueView]
    groups: list[GroupView]
    invitations: list[InvitationView]


class DeskChanged(Event, tag="desk.changed"):
    """The queue, the operator's own state and the colleagues' as they stand now: whole, not a difference."""

    me: OperatorView
    queue: list[QueueItem]
    colleagues: list[ColleagueView]
    groups: list[GroupView]
    invitations: list[InvitationView]


class InvitationCreated(Event, tag="invitation.created"):
    """Answers ``invitation.create``: the only time link and code are seen. ``qr`` is an SVG path's ``d`` on a grid of ``size``."""

    invitation: InvitationView
    link: str
    code: str
    qr: str
    size: int


class SessionsFound(Event, tag="sessions.found"):
    """Answers ``session.search``, newest first."""

    text: str
    sessions: list[PastSession]


class LibraryFound(Event, tag="library.found"):
    """Answers ``library.find``, by name; ``more`` when there are further ones: the text must say more."""

    text: str
    items: list[LibraryView]
    more: bool


class SessionRead(Event, tag="session.read"):
    """Answers ``session.read``: a past session whole, to read."""

    session: OperatorSessionView


class AvailabilityChanged(Event, tag="availability.changed"):
    """How the client's widget stands now (E5). ``entries``: why each cannot be used now, in words (empty: it can)."""

    state: Literal["online", "busy", "offline"]
    reason: str
    entries: dict[str, str] = field(default_factory=dict)


class SessionSnapshot(Event, tag="session.snapshot"):
    """One session whole: sent when an operator gets it, and when a gap is too wide to fill line by line."""

    session: OperatorSessionView | SessionView


class SessionPreview(Event, tag="session.preview"):
    """A waiting session, to look at before accepting (S2)."""

    session: OperatorSessionView


class SessionDropped(Event, tag="session.dropped"):
    """The session is no longer this operator's: take it off the desk."""

    session: str


class SessionPage(Event, tag="session.page"):
    """Older lines of a session's log, oldest first; ``more`` when there are still older ones."""

    session: str
    events: list[Raw]
    more: bool


class QueuePosition(Event, tag="queue.position"):
    """The client's place in the queue, counted from one."""

    session: str
    position: int


class MessageTyping(Event, tag="message.typing"):
    session: str
    by: By
    on: bool


class MessageMarks(Event, tag="message.marks"):
    session: str
    marks: Marks


class Heartbeat(Event, tag="heartbeat"):
    """Sent every twenty seconds. ``heads``: the last number of each session this socket follows; ``at``: the server's clock."""

    beat: int
    at: str
    heads: dict[str, int] = field(default_factory=dict)


# Commands


class HeartbeatAnswer(Command, tag="heartbeat"):
    """Answers a heartbeat; a socket that does not within a minute is closed."""

    beat: Count


class ClientHello(Command, tag="hello"):
    """The client's first command. ``resume``: the last number it has of its session."""

    token: Annotated[str, Meta(max_length=200)] = ""
    resume: dict[PublicId, Count] = field(default_factory=dict)
    page: Page | None = None


class OperatorHello(Command, tag="hello"):
    """The operator's first command; who it is, is known from the http session."""

    resume: dict[PublicId, Count] = field(default_factory=dict)


class EntryStart(Command, tag="entry.start"):
    """The client enters the queue (E1). Answered by ``session.snapshot``."""

    entry: Entry
    name: Line = ""
    email: Line = ""
    phone: Line = ""
    topic: Line = ""
    message: Text = ""
    consent: bool = False
    page: Page = field(default_factory=Page)
    slot: Line = ""
    zone: Line = ""
    code: Line = ""
    parameters: Parameters = field(default_factory=dict)


class SessionLeave(Command, tag="session.leave"):
    """The client stops waiting."""

    session: PublicId


class SessionEnd(Command, tag="session.end"):
    """Either side ends the conversation; a live call ends with it."""

    session: PublicId


class SessionResume(Command, tag="session.resume"):
    """Send again what came after ``after``."""

    session: PublicId
    after: Count


class SessionHistory(Command, tag="session.history"):
    """Send the lines before ``before``. Answered by ``session.page``."""

    session: PublicId
    before: Count


class MessagePost(Command, tag="message.post"):
    session: PublicId
    text: Text


class MessageSeen(Command, tag="message.seen"):
    """Received and read up to these *shared* sequence numbers."""

    session: PublicId
    delivered: Count
    read: Count = 0


class MessageType(Command, tag="message.type"):
    """The sender is typing, or has stopped. Not stored."""

    session: PublicId
    on: bool


class PageVisit(Command, tag="page.visit"):
    """The client's host page changed (E1)."""

    session: PublicId
    page: Page


class MessageLeave(Command, tag="message.leave"):
    """Nobody is there: leave a message that operators answer later (E5)."""

    name: Line = ""
    email: Line = ""
    message: Text = ""
    consent: bool = False
    page: Page = field(default_factory=Page)


class DevicesCheck(Command, tag="devices.check"):
    """What the waiting client's device check found (E2)."""

    session: PublicId
    microphone: DeviceState
    camera: DeviceState


class CallbackChoose(Command, tag="callback.choose"):
    """The video call cannot be set up: call me instead, with my place in the queue kept (E3)."""

    session: PublicId
    phone: Line
    slot: Line = ""
    zone: Line = ""


class ClientIdentify(Command, tag="client.identify"):
    """Who the client is, signed by the site's own server (W1)."""

    token: Annotated[str, Meta(max_length=4000)]


class ParametersSet(Command, tag="parameters.set"):
    """What the host page knows of the client (S9)."""

    parameters: Parameters


class SessionRate(Command, tag="session.rate"):
    """One to five, with a comment (S6). The last one counts."""

    session: PublicId
    value: Annotated[int, Meta(ge=1, le=5)]
    comment: Annotated[str, Meta(max_length=1000)] = ""


class TranscriptSend(Command, tag="transcript.send"):
    """Mail the conversation to this address (S6)."""

    session: PublicId
    email: Line


class PresenceSet(Command, tag="presence.set"):
    """The operator is there for clients, or away for a reason; which kinds of session may come. ``idle``: the console noticed it."""

    state: Literal["online", "away"]
    reason: Line = ""
    chat: bool = True
    video: bool = True
    idle: bool = False


class SessionPass(Command, tag="session.pass"):
    """Pass on an offer: it goes to the next operator (S3)."""

    session: PublicId


class SessionRedirect(Command, tag="session.redirect"):
    """Give the session to a colleague or a group, with a note (S5). Exactly one of ``operator`` and ``group``."""

    session: PublicId
    operator: int | None = None
    group: int | None = None
    note: Text = ""


class ClientEdit(Command, tag="client.edit"):
    """Correct the client's data (S9)."""

    session: PublicId
    name: Line
    email: Line
    phone: Line


class ClientBan(Command, tag="client.ban"):
    """Keep this client out, with a reason; ends the session (S8)."""

    session: PublicId
    reason: Annotated[str, Meta(min_length=1, max_length=200)]


class CallbackTry(Command, tag="callback.try"):
    """The operator called the number: reached, or no answer (E3)."""

    session: PublicId
    outcome: Literal["called", "no-answer"]


class InvitationCreate(Command, tag="invitation.create"):
    """Answered by ``invitation.created``. ``seconds``: how long it is valid, one minute to 90 days. ``session``: whose client it is for."""

    seconds: Annotated[int, Meta(ge=60, le=90 * 86_400)]
    reusable: bool = False
    name: Line = ""
    session: PublicId | None = None


class InvitationRevoke(Command, tag="invitation.revoke"):
    invitation: PublicId


class SessionSearch(Command, tag="session.search"):
    """In the operator's own past sessions. Answered by ``sessions.found``."""

    text: Annotated[str, Meta(min_length=2, max_length=100)]


class SessionReadAsk(Command, tag="session.read"):
    """A past session: the operator's own, or of a client the operator serves now. Answered by ``session.read``."""

    session: PublicId


class SessionPreviewAsk(Command, tag="session.preview"):
    session: PublicId


class SessionAccept(Command, tag="session.accept"):
    """Take a waiting session; of several operators the first wins (S3)."""

    session: PublicId


class SessionWrapup(Command, tag="session.wrapup"):
    """Result and note of an ended session; closes it (S6)."""

    session: PublicId
    result: Line = ""
    note: Text = ""
    tags: Annotated[list[Line], Meta(max_length=20)] = field(default_factory=list)


class NotePost(Command, tag="note.post"):
    session: PublicId
    text: Text


class ShareSend(Command, tag="share.send"):
    """Make a file visible to the client (F2)."""

    share: PublicId


class ShareDelete(Command, tag="share.delete"):
    share: PublicId


class ShareRename(Command, tag="share.rename"):
    """Another name; the ending stays."""

    share: PublicId
    name: Line


class ShareLink(Command, tag="share.link"):
    """Add a link (http or https) to the session; ``send``: to the chat at once."""

    session: PublicId
    url: Address
    name: Line = ""
    send: bool = False


class LibraryFind(Command, tag="library.find"):
    """In the common library and the operator's own. Answered by ``library.found``."""

    text: Annotated[str, Meta(max_length=100)] = ""


class LibrarySend(Command, tag="library.send"):
    """A library item becomes a file of the session and is sent to its chat."""

    item: PublicId
    session: PublicId


class LibraryKeep(Command, tag="library.keep"):
    """Keep a file an operator has added to a session in one's own library."""

    share: PublicId


class LibraryLink(Command, tag="library.link"):
    """Keep a link in one's own library."""

    url: Address
    name: Line = ""


class LibraryRename(Command, tag="library.rename"):
    item: PublicId
    name: Line


class LibraryDelete(Command, tag="library.delete"):
    """Only one's own; what was sent from it stays in its sessions."""

    item: PublicId


CLIENT_COMMANDS: list[type[Command]] = [
    ClientHello, HeartbeatAnswer, EntryStart, MessageLeave, DevicesCheck, CallbackChoose, ClientIdentify, ParametersSet,
    SessionLeave, SessionEnd, SessionRate, TranscriptSend, SessionResume, SessionHistory,
    MessagePost, MessageSeen, MessageType, PageVisit,
]  # fmt: skip
OPERATOR_COMMANDS: list[type[Command]] = [
    OperatorHello, HeartbeatAnswer, PresenceSet, SessionPreviewAsk, SessionAccept, SessionPass, SessionEnd, SessionWrapup,
    SessionRedirect, SessionResume, SessionHistory, SessionSearch, SessionReadAsk, ClientEdit, ClientBan, CallbackTry,
    InvitationCreate, InvitationRevoke, MessagePost, MessageSeen, MessageType, NotePost, ShareSend, ShareDelete,
    ShareRename, ShareLink, LibraryFind, LibrarySend, LibraryKeep, LibraryLink, LibraryRename, LibraryDelete,
]  # fmt: skip
