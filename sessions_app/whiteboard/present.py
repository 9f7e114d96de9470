"""Presenters for looking together: the board as browsers see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Raw

from sessions_app.actor import Actor
from sessions_app.models import Board, Session
from sessions_app.whiteboard import selectors
from sessions_app.whiteboard.protocol import BoardMarks, BoardView, Look

FRAME: Final = 24_000
"""Maximum size of the marks in one answer, in characters: servers drop frames of more than 64 KB."""


def board_view(board: Board) -> BoardView:
    file = board.share
    if file is None:
        return BoardView(id=board.key, live=True, share="", name="", mime="", pages=1)
    return BoardView(id=board.key, live=False, share=file.public_id, name=board.name, mime=file.mime, pages=board.pages)


def boards_shown(sessions: Sequence[Session]) -> dict[int, BoardView]:
    """Return what is viewed together now in each of these sessions that has something."""
    return {board.session_id: board_view(board) for board in Board.objects.select_related("share").filter(session__in=sessions)}


def board_look(board: Board) -> Look:
    return Look(page=board.page, zoom=board.zoom, turn=board.turn, x=board.x, y=board.y, rev=board.rev)


def board_marks(by: Actor, session: str, board: str, after: int) -> list[BoardMarks]:
    """Return the marks drawn after ``after`` that still count, and the view, in answers that continue each other.

    The head is read first: a mark written meanwhile comes again.
    """
    row = selectors.board_of(by, session, board)
    parts: list[list[tuple[int, str]]] = [[]]
    size = 0
    for seq, body in row.marks.filter(seq__gt=after).values_list("seq", "body"):
        size += len(body)
        if size > FRAME and parts[-1]:
            parts.append([])
            size = len(body)
        parts[-1].append((seq, body))
    answers = []
    for number, part in enumerate(parts, 1):
        head = row.head if number == len(parts) else part[-1][0]
        marks = [Raw(body.encode()) for _seq, body in part]
        answers.append(BoardMarks(session=session, board=board, after=after, head=head, marks=marks, look=board_look(row)))
        after = head
    return answers
