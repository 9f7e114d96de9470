"""Whiteboards as part of what is known of a client (P2). One is deleted when it's closed: only an open one can be exported."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sessions_app.actor import Actor
from sessions_app.hooks import PersonalData
from sessions_app.models import Board, Session

KEPT_IN_LOG: Final = {
    "board.opened": frozenset({"id", "share", "mime"}),
    "board.frozen": frozenset({"id", "share", "mime"}),
    "board.closed": frozenset({"board"}),
}


def exported(sessions: Sequence[Session]) -> dict[int, dict[str, Any]]:
    boards = Board.objects.filter(session__in=sessions).prefetch_related("marks")
    return {
        board.session_id: {"name": board.name, "marks": [json.loads(mark.body) for mark in board.marks.all()]} for board in boards
    }


def erase(sessions: Sequence[Session], _by: Actor) -> None:
    Board.objects.filter(session__in=sessions).delete()


PERSONAL_DATA: Final = PersonalData("board", exported, erase)
