"""Presenters of the live board: from rows to what a supervisor's browser sees, field by field."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import Final

from django.utils import timezone

from sessions_app.log import moment
from sessions_app.models.session import FIRST_NUMBER
from supervision import addresses, board
from supervision.board import Board, Row
from supervision.day_totals import Scope
from supervision.protocol import LineQuality, LiveBoard, LiveCall, LiveGroup, LiveMeasure, LiveOperator, LiveSession
from supervision.selectors.alerts import alerts_on_board
from supervision.selectors.help_requests import help_on_board

QUALITY: Final[dict[int | None, LineQuality]] = {0: "good", 1: "weak", 2: "bad", 3: "lost"}


def live_board(scope: Scope) -> LiveBoard:
    """Return the board of these groups as it is now."""
    return live_view(board.read(scope), scope)


def live_view(found: Board, scope: Scope) -> LiveBoard:
    """Return what a browser sees of a lookup."""
    links = addresses.measure_links(timezone.localdate(found.at))
    return LiveBoard(
        at=str(moment(found.at)),
        measures=[LiveMeasure(name=name, value=value, link=links[name]) for name, value in found.measures.items()],
        groups=_groups(found),
        operators=_operators(found),
        waiting=[_session(row, found) for row in found.waiting[: board.SESSIONS]],
        sessions=[_session(row, found) for row in found.active[: board.SESSIONS]],
        messages=found.messages,
        alerts=alerts_on_board(scope),
        help=help_on_board(scope),
    )


def _groups(found: Board) -> list[LiveGroup]:
    entries: dict[int, Counter[str]] = defaultdict(Counter)
    longest: dict[int, datetime] = {}
    for row in found.waiting:
        entries[row["group"]][row["entry"]] += 1
        if board.waits_now(row, found.at):
            longest[row["group"]] = min(longest.get(row["group"], found.at), row["created_at"])
    return [
        LiveGroup(
            id=row["pk"],
            name=row["name"],
            waiting=dict(entries[row["pk"]]),
            longest=moment(longest.get(row["pk"])),
            goal=row["answer_seconds"],
        )
        for row in found.groups
    ]


def _operators(found: Board) -> list[LiveOperator]:
    talks: dict[int, list[str]] = defaultdict(list)
    for row in found.active:
        talks[row["operator"]].append(row["public_id"])
    wrapups = {row["operator"]: row["public_id"] for row in found.wrapup}
    return [
        LiveOperator(
            id=row["pk"],
            name=row["name"],
            state=row["state"],
            reason=row["reason"] or "",
            since=moment(row["since"]),
            limit=row["chat_limit"],
            sessions=talks[row["pk"]],
            wrapup=wrapups.get(row["pk"]),
        )
        for row in found.operators[: board.OPERATORS]
    ]


def _session(row: Row, found: Board) -> LiveSession:
    call = found.calls.get(row["pk"])
    active = row["state"] == "active"
    return LiveSession(
        id=row["public_id"],
        key=row["pk"],
        number=FIRST_NUMBER + row["pk"],
        entry=row["entry"],
        state=row["state"],
        group=row["group"],
        client=row["name"],
        topic=row["topic"],
        operator=row["operator"],
        since=str(moment(row["accepted_at"] if active else row["created_at"])),
        away=row["away"],
        due=moment(row["callback_from"]),
        call=LiveCall(state=call["state"], since=moment(call["connected_at"]), quality=QUALITY.get(call["level"]))
        if call
        else None,
    )
