"""The other half of present.py for looking together: what browsers see of the board."""

from __future__ import annotations

from msgspec import Raw

from sessions_app import selectors
from sessions_app.actor import Actor
from sessions_app.models import Board, Session
from sessions_app.protocol import BoardView
from sessions_app.protocol_board import BoardMarks, Look


def board_view(board: Board) -> BoardView:
    file = board.share
    if file is None:
        return BoardView(id=board.key, live=True, share="", name="", mime="", pages=1)
    return BoardView(id=board.key, live=False, share=file.public_id, name=board.name, mime=file.mime, pages=board.pages)


def board_shown(session: Session) -> BoardView | None:
    """What is looked at in this session now; None for nothing."""
    board = Board.objects.select_related("share").filter(session=session).first()
    return board_view(board) if board else None


def board_look(board: Board) -> Look:
    return Look(page=board.page, zoom=board.zoom, turn=board.turn, x=board.x, y=board.y, rev=board.rev)


def board_marks(by: Actor, session: str, board: str, after: int) -> BoardMarks:
    """What was drawn after mark ``after`` and still counts, and the view. The head is read first: a mark written meanwhile comes again."""
    row = selectors.board_of(by, session, board)
    marks = [Raw(body.encode()) for body in row.marks.filter(seq__gt=after).values_list("body", flat=True)]
    return BoardMarks(session=session, board=board, after=after, head=row.head, marks=marks, look=board_look(row))
