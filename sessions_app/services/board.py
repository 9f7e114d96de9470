"""Looking together (F5): something is opened, frozen, closed; what is drawn on it is kept for as long as it is open.

Strokes are numbered lines of the board's own small log, not of the session's: see docs/decisions/board-log.md.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from contactcenter.realtime.commit import unit
from contactcenter.realtime.groups import Say
from contactcenter.realtime.wire import Event, Fault, encode
from sessions_app import groups, log, looking, present, present_board, selectors
from sessions_app.actor import SYSTEM, Actor
from sessions_app.models import Board, BoardMark, Session, Share
from sessions_app.protocol import BoardClosed, BoardFrozen, BoardMarked, BoardOpened, BoardViewed
from sessions_app.protocol import BoardMark as Mark

MARKS: Final = 3_000
"""Marks of one board, undone strokes included."""
BYTES: Final = 512 * 1024
"""All of them together, as JSON."""
_json: Final = msgspec.json.Encoder().encode


def board_open(*, by: Actor, session: str, share: str | None = None, pages: int = 1) -> None:
    """Begin to look at a file of this session, or at the live picture of its call. What was looked at before is closed.

    ``pages``: how many a PDF has. Opening what is open already changes nothing.
    """
    row = _active(by, session)
    file = _file(by, row, share) if share else None
    if file is None and not _live(row):
        raise Fault("board.no_picture", _("There is no call whose picture could be looked at."))
    before = Board.objects.filter(session=row).first()
    if before is not None and before.share == file:
        return
    if before is not None:
        before.delete()
    board = Board.objects.create(session=row, share=file, name=file.name if file else "", pages=pages)
    log.append(row, BoardOpened, by=by, board=present_board.board_view(board))


def board_freeze(*, by: Actor, session: str, board: str, share: str) -> None:
    """From the live picture to a file of it; strokes and view stay. Frozen twice is as good as once."""
    row = _active(by, session)
    found = selectors.board_of(by, session, board, lock=True)
    file = _file(by, row, share)
    if found.share_id == file.pk:
        return
    if found.share_id is not None:
        raise Fault("board.still", _("This picture stands still already."))
    found.share, found.name = file, file.name
    found.save(update_fields=["share", "name"])
    log.append(row, BoardFrozen, by=by, board=present_board.board_view(found))


def board_close(*, by: Actor, session: str, board: str) -> None:
    """Closed twice is as good as once."""
    row = _active(by, session)
    found = Board.objects.filter(session=row, key=board).first()
    if found is not None:
        _close(row, found, by)


def session_over(*, session: Session, by: Actor, **_rest: Any) -> None:
    """The conversation ends or goes to somebody else: nothing is looked at any more."""
    board = Board.objects.filter(session=session).first()
    if board is not None:
        _close(session, board, by)


def live_over(session: Session) -> None:
    """The call is over: a live picture is none any more."""
    board = Board.objects.filter(session=session, share=None).first()
    if board is not None:
        _close(session, board, SYSTEM)


def file_over(session: Session, file: Share, by: Actor) -> None:
    """The file is deleted."""
    board = Board.objects.filter(session=session, share=file).first()
    if board is not None:
        _close(session, board, by)


def board_stroke(*, by: Actor, session: str, board: str, stroke: str, page: int, ink: str, width: int, points: list[int]) -> None:
    """Keep a whole stroke. A stroke that is there already is not drawn again."""
    found = selectors.board_of(by, session, board, lock=True)
    if len(points) % 2 or page > found.pages:
        raise Fault("board.stroke", _("This stroke lies outside of what is looked at."))
    if found.marks.filter(stroke=stroke, kind="stroke").exists():
        return
    _mark(found, by, kind="stroke", stroke=stroke, page=page, ink=ink, width=width, points=points)


def board_undo(*, by: Actor, session: str, board: str, stroke: str) -> None:
    """Take back a stroke of one's own; one that is gone already stays gone."""
    found = selectors.board_of(by, session, board, lock=True)
    gone = found.marks.filter(stroke=stroke, kind="stroke", role=by.role).first()
    if gone is None:
        return
    found.size -= len(gone.body)
    gone.delete()
    _mark(found, by, kind="undo", stroke=stroke)


def board_clear(*, by: Actor, session: str, board: str, upto: int) -> None:
    """Take back what both have drawn up to mark ``upto``; a client only what the client drew. What came later stays."""
    found = selectors.board_of(by, session, board, lock=True)
    upto = min(upto, found.head)
    rows = found.marks.filter(seq__lte=upto)
    gone = rows if by.role == "operator" else rows.filter(role=by.role)
    if not gone.filter(kind="stroke").exists():
        return
    found.size -= sum(map(len, gone.values_list("body", flat=True)))
    gone.delete()
    _mark(found, by, kind="clear", upto=upto)


def board_page(*, by: Actor, session: str, board: str, page: int) -> None:
    """Both look at another page, whole."""
    found = selectors.board_of(by, session, board, lock=True)
    if page > found.pages:
        raise Fault("board.page", _("There is no such page."))
    if page != found.page:
        _look(found, by, page=page, zoom=100, turn=0, x=5000, y=5000)


def board_view(*, by: Actor, session: str, board: str, page: int, zoom: int, turn: int, x: int, y: int) -> None:
    """Both look like this. A view of a page that was left meanwhile is none any more."""
    found = selectors.board_of(by, session, board, lock=True)
    if page == found.page:
        _look(found, by, page=page, zoom=zoom, turn=turn, x=x, y=y)


def _active(by: Actor, session: str) -> Session:
    if by.role != "operator":
        raise selectors.not_found("session")
    row = selectors.session_of(by, session, lock=True)
    if row.state != "active":
        raise Fault("session.closed", _("This conversation has ended."))
    return row


def _file(by: Actor, row: Session, share: str) -> Share:
    file = selectors.share_of(by, share)
    if file.session_id != row.pk:
        raise selectors.not_found("share")
    if not looking.possible(file):
        raise Fault("board.type", _("Pictures and PDF can be looked at together."))
    return file


def _live(row: Session) -> bool:
    states = {getattr(view, "state", "") for calls in present.CALLS for view in calls(row)}
    return bool(states & {"connected", "reconnecting"})


def _close(row: Session, board: Board, by: Actor) -> None:
    key = board.key
    board.delete()
    log.append(row, BoardClosed, by=by, board=key)


def _mark(board: Board, by: Actor, **fields: Any) -> None:
    mark = Mark(seq=board.head + 1, role=by.role, **fields)
    body = _json(mark).decode()
    if mark.kind == "stroke" and (board.size + len(body) > BYTES or board.marks.count() >= MARKS):
        raise Fault("board.full", _("No more fits on this picture. Clear it first."))
    board.head, board.size = mark.seq, max(0, board.size) + len(body)
    board.save(update_fields=["head", "size"])
    BoardMark.objects.create(board=board, seq=mark.seq, role=by.role, kind=mark.kind, stroke=mark.stroke, body=body)
    _tell(board, BoardMarked(session=board.session.public_id, board=board.key, mark=mark))


def _look(board: Board, by: Actor, **view: int) -> None:
    for name, value in view.items():
        setattr(board, name, value)
    board.rev += 1
    board.save(update_fields=[*view, "rev"])
    _tell(
        board, BoardViewed(session=board.session.public_id, board=board.key, role=by.role, look=present_board.board_look(board))
    )


def _tell(board: Board, event: Event) -> None:
    unit().ring(groups.session(board.session.public_id), Say(encode(event)))
