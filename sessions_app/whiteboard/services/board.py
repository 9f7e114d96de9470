"""Looking together (F5): open, freeze, turn pages, close. Drawing is in drawing.py."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from contactcenter.realtime.group_commit import unit
from contactcenter.realtime.pubsub import Broadcast
from contactcenter.realtime.wire import Event, Fault, encode
from sessions_app import channel_names, hooks, log, selectors
from sessions_app.actor import SYSTEM, Actor
from sessions_app.models import Board, Session, Share
from sessions_app.share.selectors import share_of
from sessions_app.whiteboard import page_images, present
from sessions_app.whiteboard.protocol import BoardClosed, BoardFrozen, BoardOpened, BoardViewed
from sessions_app.whiteboard.selectors import board_of


def board_open(*, by: Actor, session: str, share: str | None = None, pages: int = 1) -> None:
    """Start viewing a file of this session, or the live picture of its call. The previous one is closed.

    ``pages``: how many a PDF has. Opening what is already open changes nothing.
    """
    row = _active(by, session)
    file = _file(by, row, share) if share else None
    if file is None and not hooks.call_connected(row):
        raise Fault("board.no_picture", _("There’s no live call to look at."))
    before = Board.objects.filter(session=row).first()
    if before is not None and before.share == file:
        return
    if before is not None:
        before.delete()
    board = Board.objects.create(session=row, share=file, name=file.name if file else "", pages=pages)
    log.append(row, BoardOpened, by=by, board=present.board_view(board))


def board_freeze(*, by: Actor, session: str, board: str, share: str) -> None:
    """Replace the live picture with a file of it; strokes and view stay. Freezing twice has no further effect."""
    row = _active(by, session)
    found = board_of(by, session, board, lock=True)
    file = _file(by, row, share)
    if found.share_id == file.pk:
        return
    if found.share_id is not None:
        raise Fault("board.still", _("This picture is already frozen."))
    found.share, found.name = file, file.name
    found.save(update_fields=["share", "name"])
    log.append(row, BoardFrozen, by=by, board=present.board_view(found))


def board_close(*, by: Actor, session: str, board: str) -> None:
    """Close the board. Closing twice has no further effect."""
    row = _active(by, session)
    found = Board.objects.filter(session=row, key=board).first()
    if found is not None:
        _close(row, found, by)


def session_over(*, session: Session, by: Actor, **_rest: Any) -> None:
    """Close the board when the conversation ends or is redirected."""
    board = Board.objects.filter(session=session).first()
    if board is not None:
        _close(session, board, by)


def live_over(session: Session) -> None:
    """Close the live-picture board when its call ends."""
    board = Board.objects.filter(session=session, share=None).first()
    if board is not None:
        _close(session, board, SYSTEM)


def file_over(*, session: Session, file: Share, by: Actor, **_rest: Any) -> None:
    """Close the board of a deleted file."""
    board = Board.objects.filter(session=session, share=file).first()
    if board is not None:
        _close(session, board, by)


def board_page(*, by: Actor, session: str, board: str, page: int) -> None:
    """Show another page to both sides, whole."""
    found = board_of(by, session, board, lock=True)
    if page > found.pages:
        raise Fault("board.page", _("There’s no such page."))
    if page != found.page:
        _look(found, by, page=page, zoom=100, turn=0, x=5000, y=5000)


def board_view(*, by: Actor, session: str, board: str, page: int, zoom: int, turn: int, x: int, y: int) -> None:
    """Set the shared view. A view of a page that was left meanwhile is ignored."""
    found = board_of(by, session, board, lock=True)
    if page == found.page:
        _look(found, by, page=page, zoom=zoom, turn=turn, x=x, y=y)


def _active(by: Actor, session: str) -> Session:
    if by.role != "operator":
        raise selectors.not_found("session")
    row = selectors.session_of(by, session, lock=True)
    selectors.require_state(row, Session.State.ACTIVE)
    return row


def _file(by: Actor, row: Session, share: str) -> Share:
    file = share_of(by, share)
    if file.session_id != row.pk:
        raise selectors.not_found("share")
    if not page_images.possible(file):
        raise Fault("board.type", _("Only pictures and PDF can be looked at together."))
    return file


def _close(row: Session, board: Board, by: Actor) -> None:
    key = board.key
    board.delete()
    log.append(row, BoardClosed, by=by, board=key)


def _look(board: Board, by: Actor, **view: int) -> None:
    for name, value in view.items():
        setattr(board, name, value)
    board.rev += 1
    board.save(update_fields=[*view, "rev"])
    broadcast(board, BoardViewed(session=board.session.public_id, board=board.key, role=by.role, look=present.board_look(board)))


def broadcast(board: Board, event: Event) -> None:
    """Send both sides an event that isn't a log entry."""
    unit().notify(channel_names.session(board.session.public_id), Broadcast(encode(event)))
