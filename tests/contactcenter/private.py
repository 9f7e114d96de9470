"""A conversation full of internal content, and an example that reaches the code behind every command with a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contactcenter.realtime.wire import Command
from sessions_app.models import Ban, Board, Result
from sessions_app.protocol import both_roles, client, operator
from sessions_app.services import callbacks, clients, closing, messages, redirect
from sessions_app.share.services import session_files
from sessions_app.whiteboard import protocol as boards
from sessions_app.whiteboard.services import board, drawing
from tests.sessions_app.whiteboard.boards import file_of
from tests.world import PHONE, World, run
from videocall import legs, protocol, services
from videocall.models import Call
from videocall.real_time_text import protocol as letters

SECRET = "INTERNAL"
CALLBACK = {"entry": "callback", "phone": PHONE}


class Private(World):
    """Carla was banned in ``past``, now closed, and talks to Anna again in ``current``, with a running call and an open board."""

    def __init__(self) -> None:
        super().__init__()
        self.past = self.active(**CALLBACK)
        run(services.call_hangup, self.anna, call=Call.objects.get().public_id)
        self._whisper(self.past)
        run(callbacks.callback_try, self.anna, session=self.past, outcome="no-answer")
        run(clients.client_ban, self.anna, session=self.past, reason=f"{SECRET} ban reason")
        Result.objects.create(name=f"{SECRET} result")
        fields = {"result": f"{SECRET} result", "note": f"{SECRET} wrap-up note"}
        run(closing.session_wrapup, self.anna, session=self.past, **fields)
        Ban.objects.all().delete()
        self.current = self.active(message="My boiler is cold.")
        self._whisper(self.current)
        run(messages.message_post, self.anna, session=self.current, text="Let me see.")
        self._look()
        call = run(services.call_request, self.anna, session=self.current, leg="operator-tab", socket="o1").public_id
        run(services.call_accept, self.carla, call=call, leg="client-tab", video=False, socket="c1")
        run(legs.call_connected, self.anna, call=call, leg="operator-tab")
        self.call = str(call)

    def _whisper(self, session: str) -> None:
        """Add notes, an unsent link, corrected data and a redirect note to the session."""
        run(messages.note_post, self.anna, session=session, text=f"{SECRET} note: fraud suspect")
        run(session_files.share_link, self.anna, session=session, url=f"https://example.com/{SECRET}", name=f"{SECRET} link")
        run(clients.client_edit, self.anna, session=session, name="Carla", email="", phone=f"{SECRET} phone")
        run(redirect.session_redirect, self.anna, session=session, operator=self.boris.pk, note=f"{SECRET} redirect note")
        run(redirect.session_redirect, self.boris, session=session, operator=self.anna.pk, note=f"{SECRET} back")

    def _look(self) -> None:
        file = file_of(self.carla, self.current)
        run(board.board_open, self.anna, session=self.current, share=file.public_id)
        self.board = Board.objects.get(session__public_id=self.current).key
        stroke = {"stroke": "s1", "page": 1, "ink": "blue", "width": 40, "points": [10, 20, 30, 40]}
        run(drawing.board_stroke, self.anna, session=self.current, board=self.board, **stroke)


Row = Callable[[Private, str], dict[str, Any]]
"""Returns the fields of a command that reaches its code for this role, with every number in it."""


def _session(**fields: Any) -> Row:
    return lambda private, _role: {"session": private.current, **fields}


def _board(**fields: Any) -> Row:
    return lambda private, _role: {"session": private.current, "board": private.board, **fields}


def _quality(private: Private, role: str) -> dict[str, Any]:
    sample = dict.fromkeys(("loss", "delay", "jitter", "frozen", "kbit", "height", "level"), 1)
    return {"call": private.call, "leg": f"{role}-tab", "every": 5, "relayed": False, "samples": [sample]}


def _leg(**fields: Any) -> Row:
    return lambda private, role: {"call": private.call, "leg": f"{role}-tab", **fields}


ZOOM = {"least": 1, "most": 2, "step": 1, "now": 1}
STROKE = {"stroke": "s2", "page": 1, "ink": "blue", "width": 40, "points": [1, 2, 3, 4]}
ROWS: dict[type[Command], list[Row]] = {
    both_roles.HeartbeatAnswer: [lambda *_: {"beat": 1}],
    both_roles.SessionResume: [_session(after=1), lambda private, _role: {"session": private.past, "after": 1}],
    both_roles.SessionHistory: [_session(before=1), lambda private, _role: {"session": private.past, "before": 1}],
    both_roles.MessageSeen: [_session(delivered=1, read=1)],
    client.SessionRate: [_session(value=5)],
    operator.SessionRedirect: [_session(operator=0, note=f"{SECRET} third"), _session(group=0, note=f"{SECRET} fourth")],
    operator.InvitationCreate: [_session(seconds=60)],
    boards.BoardResume: [_board(after=0)],
    boards.BoardPage: [_board(page=1)],
    boards.BoardLook: [_board(page=1, zoom=100, turn=0, x=1, y=1, settled=settled) for settled in (True, False)],
    boards.BoardInk: [_board(at=0, **STROKE)],
    boards.BoardStroke: [_board(**STROKE)],
    boards.BoardErase: [_board(erasure="e", strokes=["s"])],
    boards.BoardClear: [_board(upto=1)],
    boards.BoardPoint: [_board(x=1, y=1)],
    protocol.CallQualitySend: [_quality],
    protocol.CameraStateSend: [_leg(camera={"facing": "user", "flip": True, "torch": "off", "zoom": ZOOM})],
    protocol.CameraSet: [_leg(zoom=1)],
    letters.TextEdit: [_leg(rev=1, line="l", at=0, cut=0, add="a")],
    letters.TextShow: [_leg(rev=1, lines=[])],
}
