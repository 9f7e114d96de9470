"""Drawing together (F5): strokes, eraser, clear and undo, kept for as long as the board is open.

Each is a numbered mark in the board's own small log, not in the session's: see docs/decisions/board-log.md.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

import msgspec
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.models import Board, BoardMark
from sessions_app.whiteboard import selectors
from sessions_app.whiteboard.protocol import BoardMark as Mark
from sessions_app.whiteboard.protocol import BoardMarked
from sessions_app.whiteboard.services.board import broadcast

MARKS: Final = 3_000
"""Maximum number of marks on one board, erased strokes included."""
BYTES: Final = 512 * 1024
"""Maximum size of all marks together, as JSON."""
ERASURES: Final = ("erase", "clear")
_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Mark).decode


def board_stroke(*, by: Actor, session: str, board: str, stroke: str, page: int, ink: str, width: int, points: list[int]) -> None:
    """Store a complete stroke. A repeated stroke isn't drawn again."""
    found = selectors.board_of(by, session, board, lock=True)
    if len(points) % 2 or page > found.pages:
        raise Fault("board.stroke", _("This stroke is outside the picture."))
    taken = found.marks.exclude(kind="undo").filter(Q(kind="stroke") | Q(role=by.role), stroke=stroke)
    if not taken.exists():
        _mark(found, by, stroke, kind="stroke", stroke=stroke, page=page, ink=ink, width=width, points=points)


def board_erase(*, by: Actor, session: str, board: str, erasure: str, strokes: list[str]) -> None:
    """Erase these strokes, whoever drew them. Unknown and erased ones are ignored."""
    found = selectors.board_of(by, session, board, lock=True)
    shown = _visible(found, found.marks.filter(kind="stroke", stroke__in=strokes))
    if shown:
        _mark(found, by, erasure, kind="erase", erasure=_undoable(found, by, erasure), strokes=shown)


def board_clear(*, by: Actor, session: str, board: str, upto: int, erasure: str | None = None) -> None:
    """Erase what both sides have drawn up to mark ``upto``; a client only their own strokes. Later ones stay.

    A full board accepts an operator's clear even when nothing is visible: it frees space.
    """
    found = selectors.board_of(by, session, board, lock=True)
    upto = min(upto, found.head)
    drawn = found.marks.filter(kind="stroke", seq__lte=upto)
    everything = by.role == "operator"
    makes_room = everything and found.marks.count() >= MARKS
    if makes_room or _visible(found, drawn if everything else drawn.filter(role=by.role)):
        name = erasure or secrets.token_urlsafe(6)
        _mark(found, by, name, kind="clear", erasure=_undoable(found, by, name), upto=upto)


def board_undo(*, by: Actor, session: str, board: str, stroke: str) -> None:
    """Take back one's own stroke or erasure; nothing happens if it's gone already."""
    found = selectors.board_of(by, session, board, lock=True)
    named = found.marks.filter(stroke=stroke, role=by.role).exclude(kind="undo")
    gone = [row for row in named if row.kind == "stroke" or _decode(row.body).erasure]
    if gone:
        found.size -= sum(len(row.body) for row in gone)
        found.marks.filter(pk__in=[row.pk for row in gone]).delete()
        _mark(found, by, stroke, kind="undo", stroke=stroke)


def _undoable(board: Board, by: Actor, erasure: str) -> str:
    """Return the name if it can still be undone and isn't a stroke; otherwise the empty name."""
    others = board.marks.filter(stroke=erasure, role=by.role).exclude(kind="undo").values_list("body", flat=True)
    return erasure if all(_decode(body).erasure for body in others) else ""


def _visible(board: Board, strokes: QuerySet[BoardMark]) -> list[str]:
    """Return by name those of ``strokes`` that no erasure hides."""
    erased: set[str] = set()
    cleared: list[Mark] = []
    for body in board.marks.filter(kind__in=ERASURES).values_list("body", flat=True):
        mark = _decode(body)
        erased.update(mark.strokes)
        cleared += [mark] if mark.kind == "clear" else []
    return [
        name
        for seq, role, name in strokes.values_list("seq", "role", "stroke")
        if name not in erased and not any(seq <= mark.upto and mark.role in ("operator", role) for mark in cleared)
    ]


def _mark(board: Board, by: Actor, name: str, **fields: Any) -> None:
    """Write the next mark and tell both sides. Raises Fault ``board.full``; an undo always fits, as it removes a mark."""
    mark = Mark(seq=board.head + 1, role=by.role, **fields)
    body = _encode(mark).decode()
    BoardMark.objects.create(board=board, seq=mark.seq, role=by.role, kind=mark.kind, stroke=name, body=body)
    board.head, board.size = mark.seq, max(0, board.size) + len(body)
    if mark.kind != "undo" and _full(board):
        _make_room(board)
        mark.erasure = ""
        if _full(board):
            raise Fault("board.full", _("This picture is full. Clear it first."))
    board.save(update_fields=["head", "size"])
    broadcast(board, BoardMarked(session=board.session.public_id, board=board.key, mark=mark))


def _full(board: Board) -> bool:
    return board.size > BYTES or board.marks.count() > MARKS


def _make_room(board: Board) -> None:
    """Delete erased strokes for good; their erasures can't be undone any more.

    Erasures stay for browsers that hold the strokes, but can't be undone. Before an operator's clear nothing has to stay.
    """
    last = board.marks.filter(kind="clear", role="operator").last()
    if last is not None:
        board.marks.filter(seq__lte=_decode(last.body).upto).delete()
    strokes = board.marks.filter(kind="stroke")
    strokes.exclude(stroke__in=_visible(board, strokes)).delete()
    erasures = list(board.marks.filter(kind__in=ERASURES))
    for row in erasures:
        mark = _decode(row.body)
        mark.erasure = ""
        row.body = _encode(mark).decode()
    BoardMark.objects.bulk_update(erasures, ["body"])
    board.size = board.marks.aggregate(size=Sum(Length("body")))["size"] or 0
