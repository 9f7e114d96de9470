"""Who may see a board, and the file shown on it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from contactcenter.realtime.public_ids import is_public_id
from contactcenter.realtime.wire import Fault
from sessions_app.actor import Actor
from sessions_app.models import Board, Session, Share
from sessions_app.selectors import not_found, session_of
from sessions_app.share.selectors import share_of


def board_of(by: Actor, session: str, board: str, *, lock: bool = False) -> Board:
    """Return what this client and the session's operator view together now; nobody else may, and nobody after the end."""
    row = session_of(by, session, lock=lock)
    if by.role == "system":
        raise not_found("session")
    found = (
        Board.objects.select_related("share").filter(session=row, key=board).first()
        if row.state == Session.State.ACTIVE
        else None
    )
    if found is None:
        raise Fault("board.closed", _("You’re no longer looking at this together."))
    found.session = row
    return found


def seen_share_of(by: Actor, public_id: str) -> Share:
    """Return a file like ``share_of``, and for a client also the one viewed together now: the operator shows it, sent or not."""
    if by.role == "client" and is_public_id(public_id):
        shown = Board.objects.select_related("share__session").filter(share__public_id=public_id, session__client=by.pk)
        board = shown.filter(session__state=Session.State.ACTIVE, share__state=Share.State.READY).first()
        if board is not None and board.share is not None:
            return board.share
    return share_of(by, public_id)
