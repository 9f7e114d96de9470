"""The messages of looking together (F5): a picture, a PDF page or the live picture that operator and client see, turn and draw on.

Coordinates are whole numbers from 0 to 10,000 along each side of the content, so both see the same part whatever their screens.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct

from contactcenter.realtime.wire import Command, Count, Event, PublicId
from sessions_app.protocol.log import LogEvent
from sessions_app.protocol.types import Role

Ink = Literal["orange", "blue"]

SPAN = 10_000
STROKE_NUMBERS = 512
ZOOM_MOST = 800
PAGES_MOST = 500
ERASED_MOST = 64
"""Maximum number of strokes in one ``board.erase``."""

Coordinate = Annotated[int, Meta(ge=0, le=SPAN)]
Points = Annotated[list[Coordinate], Meta(min_length=2, max_length=STROKE_NUMBERS)]
Page = Annotated[int, Meta(ge=1, le=PAGES_MOST)]
Zoom = Annotated[int, Meta(ge=100, le=ZOOM_MOST)]
Turn = Annotated[int, Meta(ge=0, le=270, multiple_of=90)]
Width = Annotated[int, Meta(ge=4, le=200)]
StrokeId = Annotated[str, Meta(min_length=1, max_length=16, pattern=r"^[A-Za-z0-9_-]+$")]


class BoardView(Struct, kw_only=True):
    """What operator and client look at together (F5). ``live``: the client's live picture; ``share``: the file otherwise."""

    id: str
    live: bool
    share: str
    name: str
    mime: str
    pages: int


class Look(Struct, kw_only=True):
    """The shared view. ``zoom`` in per cent of the fitting size, ``turn`` in degrees clockwise, ``x`` and ``y`` the centre.

    ``rev`` counts the stored views; 0 is a temporary one, while somebody is still moving it.
    """

    page: int
    zoom: int
    turn: int
    x: int
    y: int
    rev: int


class BoardMark(Struct, kw_only=True, omit_defaults=True):
    """An entry of the board's own log: a stroke, an erasure of ``strokes`` or of all up to number ``upto``, or an undo.

    A stroke is visible unless an erasure hides it. A client's ``clear`` hides only the client's own strokes. ``undo`` ends the stroke, or
    the erasure (all its entries), that its role made under the name ``stroke``. An ``erasure`` without a name can't be undone any more.
    ``width`` in ten-thousandths of the content's longer side.
    """

    seq: int
    role: Role
    kind: Literal["stroke", "erase", "clear", "undo"]
    stroke: str = ""
    erasure: str = ""
    strokes: list[str] = []
    page: int = 1
    ink: Ink = "orange"
    width: int = 0
    points: list[int] = []
    upto: int = 0


class BoardOpened(LogEvent, tag="board.opened"):
    """The operator opened something to look at together; the previous one is closed."""

    board: BoardView


class BoardFrozen(LogEvent, tag="board.frozen"):
    """The live picture is frozen from now on: it's a file of the session."""

    board: BoardView


class BoardClosed(LogEvent, tag="board.closed"):
    """Looking together has ended."""

    board: str


class BoardMarked(Event, tag="board.marked"):
    """The next mark: its number follows the last one; otherwise ask by ``board.resume``."""

    session: str
    board: str
    mark: BoardMark


class BoardMarks(Event, tag="board.marks"):
    """Answers ``board.resume``: the marks after ``after`` that still count (each a BoardMark; numbers may be missing), up to ``head``, and
    the view.

    A long answer comes in several messages, each continuing the last one.
    """

    session: str
    board: str
    after: int
    head: int
    marks: list[Raw]
    look: Look


class BoardInked(Event, tag="board.inked"):
    """A stroke being drawn: ``points`` continue at number ``at``. Not stored; the whole stroke comes as a mark."""

    session: str
    board: str
    role: Role
    stroke: str
    page: int
    ink: Ink
    width: int
    at: int
    points: list[int]


class BoardViewed(Event, tag="board.viewed"):
    """The current shared view."""

    session: str
    board: str
    role: Role
    look: Look


class BoardPointed(Event, tag="board.pointed"):
    """The other side's pointer; ``on`` is false when it's gone. Not stored."""

    session: str
    board: str
    role: Role
    x: int
    y: int
    on: bool


class BoardOpen(Command, tag="board.open"):
    """Look together at a picture or PDF of this session, or (without ``share``) at the live picture of its call."""

    session: PublicId
    share: PublicId | None = None


class BoardFreeze(Command, tag="board.freeze"):
    """Replace the live picture with this file; the drawing stays."""

    session: PublicId
    board: PublicId
    share: PublicId


class BoardClose(Command, tag="board.close"):
    session: PublicId
    board: PublicId


class BoardResume(Command, tag="board.resume"):
    """Send the marks after ``after`` and the view. Answered by ``board.marks``."""

    session: PublicId
    board: PublicId
    after: Count


class BoardPage(Command, tag="board.page"):
    """Show this page to both sides, whole."""

    session: PublicId
    board: PublicId
    page: Page


class BoardLook(Command, tag="board.view"):
    """Set the shared view. ``settled``: store it; otherwise more will follow."""

    session: PublicId
    board: PublicId
    page: Page
    zoom: Zoom
    turn: Turn
    x: Coordinate
    y: Coordinate
    settled: bool


class BoardInk(Command, tag="board.ink"):
    """A piece of a stroke being drawn: x, y, x, y … from number ``at`` on. Forwarded, not stored."""

    session: PublicId
    board: PublicId
    stroke: StrokeId
    page: Page
    ink: Ink
    width: Width
    at: Annotated[int, Meta(ge=0, le=STROKE_NUMBERS)]
    points: Points


class BoardStroke(Command, tag="board.stroke"):
    """A whole stroke: x, y, x, y … Repeating the same ``stroke`` has no effect."""

    session: PublicId
    board: PublicId
    stroke: StrokeId
    page: Page
    ink: Ink
    width: Width
    points: Points


class BoardErase(Command, tag="board.erase"):
    """Erase these strokes, whoever drew them. Everything erased under one ``erasure`` in several commands is undone together."""

    session: PublicId
    board: PublicId
    erasure: StrokeId
    strokes: Annotated[list[StrokeId], Meta(min_length=1, max_length=ERASED_MOST)]


class BoardUndo(Command, tag="board.undo"):
    """Undo one's own stroke or erasure, by its name."""

    session: PublicId
    board: PublicId
    stroke: StrokeId


class BoardClear(Command, tag="board.clear"):
    """Erase everything up to mark ``upto``; a client only their own strokes. ``erasure`` names it for an undo."""

    session: PublicId
    board: PublicId
    upto: Count
    erasure: StrokeId | None = None


class BoardPoint(Command, tag="board.point"):
    """Show one's pointer to the other side. Forwarded, not stored."""

    session: PublicId
    board: PublicId
    x: Coordinate
    y: Coordinate
    on: bool = True


CLIENT_COMMANDS: list[type[Command]] = [
    BoardResume, BoardPage, BoardLook, BoardInk, BoardStroke, BoardErase, BoardUndo, BoardClear, BoardPoint,
]  # fmt: skip
OPERATOR_COMMANDS: list[type[Command]] = [BoardOpen, BoardFreeze, BoardClose, *CLIENT_COMMANDS]
