"""The rows of the live board (A3): operators, waiting and running sessions, calls, and today's totals. Reads only.

Every part is read in one statement, of all groups or of those a supervisor is bound to.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, FilteredRelation, Max, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from sessions_app import channel_names
from sessions_app.models import Group, Operator, Session
from sessions_app.rules.entries import WAIT_ALONE
from sessions_app.selectors import supervised
from supervision.day_totals import DayTotals, Scope
from supervision.rules.measures import Number, measures
from videocall.models import Call
from videocall.moves import LIVE, RUNNING

Row = dict[str, Any]
"""Columns by name."""
OPERATORS: Final = 500
SESSIONS: Final = 500
"""Rows that are shown of each kind; all are counted."""
NAMES: Final = (
    "offered", "accepted", "abandoned", "short_abandoned", "missed", "service_level", "speed_of_answer", "longest_wait", "abandon_rate",
    "handling_time", "talk_time", "wrapup_time", "occupancy", "missed_offers", "satisfaction", "rated", "waiting", "active", "calls",
    "online", "away",
)  # fmt: skip
"""The measures in the board's order: those of today, and those of this moment."""


def scope_of(user: Any) -> Scope:
    """Return what this supervisor may see."""
    if not supervised.is_bound(user):
        return None
    return frozenset(supervised.groups_for(user).order_by().values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Board:
    """What is on the board, as rows of columns."""

    at: datetime
    groups: list[Row]
    operators: list[Row]
    waiting: list[Row]
    active: list[Row]
    wrapup: list[Row]
    calls: dict[int, Row]
    messages: int
    measures: dict[str, Number]


class Memory:
    """What is kept of a lookup for the next one of the same scope: today's totals, and open sessions by what tells that they changed."""

    def __init__(self, scope: Scope) -> None:
        self.day = DayTotals(scope)
        self.sessions: dict[tuple[Any, ...], Row] = {}


def read(scope: Scope, memory: Memory | None = None) -> Board:
    """Return the board as it is now. ``memory``: of the lookup before."""
    now = timezone.now()
    memory = memory or Memory(scope)
    newest = memory.day.newest()
    sessions = _sessions(scope, memory)
    by_state: dict[str, list[Row]] = defaultdict(list)
    for row in sessions:
        by_state[row["state"]].append(row)
    left = [row for row in by_state["waiting"] if row["message"]]
    waiting = [row for row in by_state["waiting"] if not row["message"]]
    operators = _operators(scope)
    calls = {row["session"]: row for row in _calls(scope)}
    return Board(
        at=now,
        groups=list(_groups(scope).values("pk", "name", "answer_seconds")),
        operators=operators,
        waiting=waiting,
        active=by_state["active"],
        wrapup=by_state["wrapup"],
        calls=calls,
        messages=len(left),
        measures=_in_order(
            measures(memory.day.totals(now, newest, sessions))
            | live_measures(waiting, by_state["active"], list(calls.values()), operators, now)
        ),
    )


def _in_order(found: dict[str, Number]) -> dict[str, Number]:
    return {name: found[name] for name in NAMES}


def live_measures(
    waiting: list[Row], active: list[Row], calls: list[Row], operators: list[Row], now: datetime
) -> dict[str, Number]:
    """Return the measures of this moment by name."""
    since = [row["created_at"] for row in waiting if waits_now(row, now)]
    states = [row["state"] for row in operators]
    return {
        "longest_wait": (now - min(since)).total_seconds() if since else None,
        "waiting": len(waiting),
        "active": len(active),
        "calls": sum(row["state"] in RUNNING for row in calls),
        "online": sum(state not in ("away", "offline") for state in states),
        "away": states.count("away"),
    }


def now_in(scope: Scope, now: datetime) -> dict[str, Number]:
    """Return the measures of this moment without the rest of the board."""
    sessions = [row for row in _sessions(scope, Memory(scope)) if not row["message"]]
    waiting, active = ([row for row in sessions if row["state"] == state] for state in ("waiting", "active"))
    return live_measures(waiting, active, _calls(scope), _operators(scope), now)


def waits_now(row: Row, now: datetime) -> bool:
    """Whether the client of a waiting session waits on the page. A CallBack client who has left, or whose time is later, doesn't."""
    by_phone = row["callback_until"] is not None or row["entry"] in WAIT_ALONE
    return not by_phone or (not row["away"] and (row["callback_from"] is None or row["callback_from"] <= now))


def channels(found: Board) -> set[str]:
    """Return the groups of notifications that tell of changes of this board."""
    of_group = (channel_names.queue, channel_names.supervisors, channel_names.ratings)
    return {name(row["pk"]) for row in found.groups for name in of_group} | {
        channel_names.operator(row["pk"]) for row in found.operators
    }


def _groups(scope: Scope) -> Any:
    rows = Group.objects.order_by("name")
    return rows if scope is None else rows.filter(pk__in=scope)


def _members(scope: Scope) -> Any:
    rows = Operator.objects.filter(active=True, user__is_active=True).order_by()
    if scope is None:
        return rows
    members = Operator.groups.through.objects.filter(group__in=scope)
    return rows.filter(pk__in=members.values("operator"))


def _operators(scope: Scope) -> list[Row]:
    present = _members(scope).annotate(present=FilteredRelation("spans", condition=Q(spans__until=None)))
    state = Coalesce(F("present__state"), Value("offline"))
    rows = present.values("pk", "name", "chat_limit", state=state, reason=F("present__reason"), since=F("present__since"))
    return list(rows.order_by("name", "pk"))


def _sessions(scope: Scope, memory: Memory) -> list[Row]:
    """Return the open sessions, by key. Whole rows are read of those that have changed: most of the cost is in their times."""
    rows: Any = Session.objects.filter(state__in=("waiting", "active", "wrapup")).order_by("pk")
    if scope is not None:
        rows = rows.filter(group__in=scope)
    marks = list(rows.values_list("pk", "head", "state", "group", "operator", "away", "offered_to", "offer_until"))
    changed = [mark[0] for mark in marks if mark not in memory.sessions]
    whole: Any = Session.objects.filter(pk__in=changed) if len(changed) < len(marks) // 2 else rows
    read = {
        row["pk"]: row
        for row in whole.values(
            "pk", "public_id", "entry", "state", "message", "group", "operator", "topic", "away", "created_at", "accepted_at",
            "callback_from", "callback_until", "offered_to", "offer_until", name=F("client__name"),
        )
    } if changed else {}  # fmt: skip
    found = {mark: memory.sessions.get(mark) or read.get(mark[0]) for mark in marks}
    memory.sessions = {mark: row for mark, row in found.items() if row is not None}
    return list(memory.sessions.values())


def _calls(scope: Scope) -> list[Row]:
    """Return the live calls; ``level``: of the connection as the side that has it worse reports it."""
    calls: Any = Call.objects.filter(state__in=LIVE, session__state=Session.State.ACTIVE).order_by()
    if scope is not None:
        calls = calls.filter(session__group__in=scope)
    present = Q(qualities__leg=F("client_leg"), qualities__side="client") | Q(
        qualities__leg=F("operator_leg"), qualities__side="operator"
    )
    return list(calls.values("pk", "session", "state", "connected_at").annotate(level=Max("qualities__level", filter=present)))
