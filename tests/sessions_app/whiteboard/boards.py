"""Helpers of the whiteboard tests: a file in a session, an open board, strokes in one line."""

from __future__ import annotations

from typing import Any

import msgspec

from contactcenter.realtime.group_commit import Job
from contactcenter.realtime.group_commit import run as run_jobs
from contactcenter.realtime.pubsub import Broadcast
from sessions_app import hooks
from sessions_app.actor import Actor
from sessions_app.models import Board, Share
from sessions_app.share.services.uploads import share_upload
from sessions_app.whiteboard import present
from sessions_app.whiteboard.services import board, drawing
from tests.sessions_app.sample_files import picture, upload
from tests.world import World, run


def file_of(by: Actor, session: str, name: str = "boiler.png", content: bytes | None = None) -> Share:
    return share_upload(by=by, session=session, file=upload(name, picture() if content is None else content))


def opened(world: World, session: str | None = None, **fields: Any) -> tuple[str, str]:
    """Open a picture of Carla's as Anna; return the ids of session and board."""
    session = session or world.active()
    share = file_of(world.carla, session)
    run(board.board_open, world.anna, session=session, share=share.public_id, **fields)
    return session, Board.objects.get(session__public_id=session).key


def draw(by: Actor, where: tuple[str, str], stroke: str = "s1", **fields: Any) -> None:
    wanted = {"page": 1, "ink": "blue", "width": 40, "points": [10, 20, 30, 40]} | fields
    run(drawing.board_stroke, by, session=where[0], board=where[1], stroke=stroke, **wanted)


def marks(by: Actor, where: tuple[str, str], after: int = 0) -> list[dict[str, Any]]:
    """Return the marks a browser gets that has those up to ``after``."""
    return [msgspec.json.decode(raw) for part in present.board_marks(by, *where, after) for raw in part.marks]


def strokes(by: Actor, where: tuple[str, str]) -> list[str]:
    """Return the strokes a browser shows that comes now."""
    return visible(marks(by, where))


def visible(sent: list[dict[str, Any]]) -> list[str]:
    """Apply the rules of static/contactcenter/whiteboard/drawing.js: return the strokes left after these marks."""
    alive: list[dict[str, Any]] = []
    for mark in sent:
        if mark["kind"] == "undo":
            alive = [one for one in alive if (one["role"], _name(one)) != (mark["role"], mark["stroke"])]
        else:
            alive.append(mark)
    erased = {name for one in alive for name in one.get("strokes", [])}
    clears = [one for one in alive if one["kind"] == "clear"]
    return [
        one["stroke"]
        for one in alive
        if one["kind"] == "stroke"
        and one["stroke"] not in erased
        and not any(one["seq"] <= clear["upto"] and clear["role"] in ("operator", one["role"]) for clear in clears)
    ]


def _name(mark: dict[str, Any]) -> str:
    return str(mark["stroke"] if mark["kind"] == "stroke" else mark.get("erasure", ""))


def broadcasts(service: Any, by: Actor, **fields: Any) -> list[str]:
    """Return what the session's sockets get, log entries aside."""
    (outcome,), rings = run_jobs([Job(service, {"by": by, **fields}, key=fields.get("session", ""))])
    assert not isinstance(outcome, Exception), outcome
    return [ring.message.text for ring in rings if isinstance(ring.message, Broadcast)]


def in_a_call(monkeypatch: Any) -> None:
    """Pretend that every session is in a call."""
    monkeypatch.setattr(hooks, "call_connected", lambda _session: True)
