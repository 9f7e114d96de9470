"""The messages of looking together (F5): a picture, a PDF page or the live picture that operator and client see, turn and draw on.

Coordinates are whole numbers from 0 to 10,000 along each side of the content, so both see the same part whatever their screens.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct

from contactcenter.realtime.wire import Command, Count, Event, PublicId
from sessions_app.protocol.log import LogEvent
from sessions_app.protocol.views import BoardView
from sessions_app.protocol.words import Role

Ink = Literal["orange", "blue"]

SPAN = 10_000
STROKE_NUMBERS = 512
ZOOM_MOST = 800
PAGES_MOST = 500
ERASED_MOST = 64
"""Strokes one ``board.erase`` names."""

Coordinate = Annotated[int, Meta(ge=0, le=SPAN)]
Points = Annotated[list[Coordinate], Meta(min_length=2, max_length=STROKE_NUMBERS)]
Page = Annotated[int, Meta(ge=1, le=PAGES_MOST)]
Zoom = Annotated[int, Meta(ge=100, le=ZOOM_MOST)]
Turn = Annotated[int, Meta(ge=0, le=270, multiple_of=90)]
Width = Annotated[int, Meta(ge=4, le=200)]
StrokeId = Annotated[str, Meta(min_length=1, max_length=16, pattern=r"^[A-Za-z0-9_-]+$")]


class Look(Struct, kw_only=True):
    """The view both share. ``zoom`` in per cent of what fits, ``turn`` in degrees clockwise, ``x`` and ``y`` the centre.

    ``rev`` counts the views that were stored; 0 is one on the way, of somebody who is still moving.
    """

    page: int
    zoom: int
    turn: int
    x: int
    y: int
    rev: int


class BoardMark(Struct, kw_only=True, omit_defaults=True):
    """A line of the board's own log: a stroke, an erasure of ``strokes`` or of all up to number ``upto``, or an undo.

    A stroke shows unless an erasure hides it. A client's ``clear`` hides only what the client drew. ``undo`` ends the stroke, or the
    erasure (all its lines), that its role made under the name ``stroke``. An ``erasure`` without a name can't be undone any more.
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
    """The operator opened something to look at together; whatever was looked at before is closed."""

    board: BoardView


class BoardFrozen(LogEvent, tag="board.frozen"):
    """The live picture stands still from here on: it is a file of the session now."""

    board: BoardView


class BoardClosed(LogEvent, tag="board.closed"):
    """Nothing is looked at together any more."""

    board: str


class BoardMarked(Event, tag="board.marked"):
    """The next mark: it has the number after the last one, otherwise ask by ``board.resume``."""

    session: str
    board: str
    mark: BoardMark


class BoardMarks(Event, tag="board.marks"):
    """Answers ``board.resume``: what counts after ``after`` (each a BoardMark; numbers may be missing), up to ``head``, and the view.

    Where there is much it comes in several, each going on where the last one ended.
    """

    session: str
    board: str
    after: int
    head: int
    marks: list[Raw]
    look: Look


class BoardInked(Event, tag="board.inked"):
    """A stroke as it is being drawn: ``points`` go on at number ``at``. Not stored; the whole stroke comes as a mark."""

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
    """How both look at it now."""

    session: str
    board: str
    role: Role
    look: Look


class BoardPointed(Event, tag="board.pointed"):
    """Where the other side points; ``on`` is false when it no longer does. Not stored."""

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
    """The live picture is this file from now on; what was drawn stays."""

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
    """Both look at this page, whole."""

    session: PublicId
    board: PublicId
    page: Page


class BoardLook(Command, tag="board.view"):
    """Both look like this. ``settled``: store it; otherwise there is more to come."""

    session: PublicId
    board: PublicId
    page: Page
    zoom: Zoom
    turn: Turn
    x: Coordinate
    y: Coordinate
    settled: bool


class BoardInk(Command, tag="board.ink"):
    """A piece of a stroke that is being drawn: x, y, x, y … from number ``at`` on. Passed on, not stored."""

    session: PublicId
    board: PublicId
    stroke: StrokeId
    page: Page
    ink: Ink
    width: Width
    at: Annotated[int, Meta(ge=0, le=STROKE_NUMBERS)]
    points: Points


class BoardStroke(Command, tag="board.stroke"):
    """A whole stroke: x, y, x, y … The same ``stroke`` twice is as good as once."""

    session: PublicId
    board: PublicId
    stroke: StrokeId
    page: Page
    ink: Ink
    width: Width
    points: Points


class BoardErase(Command, tag="board.erase"):
    """Rub out these strokes, whoever drew them. What one ``erasure`` rubs out in several commands is undone together."""

    session: PublicId
    board: PublicId
    erasure: StrokeId
    strokes: Annotated[list[StrokeId], Meta(min_length=1, max_length=ERASED_MOST)]


class BoardUndo(Command, tag="board.undo"):
    """Take back this stroke or erasure of one's own, by its name."""

    session: PublicId
    board: PublicId
    stroke: StrokeId


class BoardClear(Command, tag="board.clear"):
    """Erase everything up to mark ``upto``; a client only what the client drew. ``erasure`` names it for an undo."""

    session: PublicId
    board: PublicId
    upto: Count
    erasure: StrokeId | None = None


class BoardPoint(Command, tag="board.point"):
    """Show the other side where one points. Passed on, not stored."""

    session: PublicId
    board: PublicId
    x: Coordinate
    y: Coordinate
    on: bool = True


CLIENT_COMMANDS: list[type[Command]] = [
    BoardResume, BoardPage, BoardLook, BoardInk, BoardStroke, BoardErase, BoardUndo, BoardClear, BoardPoint,
]  # fmt: skip
OPERATOR_COMMANDS: list[type[Command]] = [BoardOpen, BoardFreeze, BoardClose, *CLIENT_COMMANDS]
