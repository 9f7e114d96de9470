"""A made-up past for the demo: sessions, calls, ratings and operators' days, the same for the same seed and day. Written in bulk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from sessions_app.models import Client, Operator, Session, Widget
from supervision.models import StateSpan
from videocall.models import Call

ENTRIES: Final = {"chat": 60, "videocall": 25, "callback": 10, "invitation": 5}
FATES: Final = {"closed": 86, "abandoned": 9, "missed": 5}
RESULTS: Final = ("Solved", "Solved", "Solved", "Needs a visit", "Passed on", "Client left")
TOPICS: Final = ("Boiler shows F.22", "Invoice", "Heat pump is loud", "Warranty", "Appointment", "No hot water", "")
NAMES: Final = (
    "Emily Carter",
    "Lukas Brandt",
    "Jana Nováková",
    "Amir Haddad",
    "Sofie Lang",
    "Petr Svoboda",
    "Mia Rossi",
    "Tom Byrne",
)
RATINGS: Final = (5, 5, 5, 4, 4, 3, 2, 1)
OPENS, LUNCH, LUNCH_ENDS, CLOSES = time(8), time(12), time(12, 30), time(17)


class Past(NamedTuple):
    """Where the past takes place. ``zone`` cuts its days."""

    widget: Widget
    operators: list[Operator]
    zone: tzinfo
    seed: int


def make(past: Past, days: int, a_day: int) -> int:
    """Write so many days before today, about ``a_day`` sessions each, and return the number of sessions. Existing days stay as they are."""
    today = timezone.localdate(timezone=past.zone)
    made = 0
    for back in range(days, 0, -1):
        day = today - timedelta(days=back)
        with transaction.atomic():
            made += _day(past, day, a_day)
    for operator in past.operators:
        _spans(past, operator, [today - timedelta(days=back) for back in range(days, 0, -1)])
    return made


def _day(past: Past, day: date, a_day: int) -> int:
    dice = random.Random(f"{past.seed} {day}")  # noqa: S311 - the same for the same seed
    mark = f"history-{past.seed}-{day}-"
    if Client.objects.filter(token_hash=f"{mark}0").exists():
        return 0
    weekend = day.isoweekday() > 5
    count = max(1, round(a_day * dice.uniform(0.8, 1.2) * (0.3 if weekend else 1)))
    moments = sorted(_moment(past, day, dice) for _ in range(count))
    clients = Client.objects.bulk_create(
        Client(
            widget=past.widget, token_hash=f"{mark}{number}", token_until=moment, name=dice.choice(NAMES), created_at=moment,
            language=dice.choice(("en", "de", "cs")), browser="Chrome", os=dice.choice(("Windows", "Android", "iOS", "macOS")),
        )
        for number, moment in enumerate(moments)
    )  # fmt: skip
    sessions = Session.objects.bulk_create(
        Session(widget=past.widget, group_id=past.widget.group_id, client=client, **_session(past, client.created_at, dice))
        for client in clients
    )
    Call.objects.bulk_create(call for session in sessions for call in _calls(session, dice))
    return count


def _moment(past: Past, day: date, dice: random.Random) -> datetime:
    """Return an arrival: most come before noon and after lunch."""
    hour = dice.choices(range(8, 17), weights=(5, 9, 10, 8, 5, 8, 8, 6, 4))[0]
    return datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), past.zone)


def _session(past: Past, at: datetime, dice: random.Random) -> dict[str, Any]:
    entry = dice.choices([*ENTRIES], weights=[*ENTRIES.values()])[0]
    state = dice.choices([*FATES], weights=[*FATES.values()])[0]
    wait = timedelta(seconds=round(dice.expovariate(1 / (900 if entry == "callback" else 14)), 1))
    columns: dict[str, Any] = {"entry": entry, "state": state, "topic": dice.choice(TOPICS), "created_at": at}
    if state != "closed":
        left = at + (timedelta(minutes=5) if state == "missed" else wait)
        return columns | {"ended_at": left, "closed_at": left, "ended_by": "" if state == "missed" else "client"}
    accepted = at + wait
    ended = accepted + timedelta(seconds=min(3600, round(dice.lognormvariate(5.5, 0.7))))
    columns |= {
        "operator": dice.choice(past.operators), "accepted_at": accepted, "ended_at": ended, "result": dice.choice(RESULTS),
        "closed_at": ended + timedelta(seconds=dice.randrange(5, 120)), "ended_by": dice.choice(("client", "operator")),
    }  # fmt: skip
    return columns | ({"rating": dice.choice(RATINGS)} if dice.random() < 0.4 else {})


def _calls(session: Session, dice: random.Random) -> Iterator[Call]:
    """Yield the call of an accepted session: always of a video call, sometimes of a chat."""
    if (
        session.accepted_at is None
        or session.ended_at is None
        or session.operator_id is None
        or (session.entry == "chat" and dice.random() > 0.2)
    ):
        return
    connected = session.accepted_at + timedelta(seconds=dice.uniform(1, 4))
    lost = dice.random() < 0.03
    yield Call(
        session=session, operator_id=session.operator_id, state="failed" if lost else "ended", video=dice.random() < 0.8,
        prompt=session.entry == "chat", created_at=session.accepted_at, accepted_at=session.accepted_at,
        connected_at=None if lost or connected >= session.ended_at else connected, ended_at=session.ended_at,
        ended_by="system" if lost else session.ended_by, reason="connection-lost" if lost else "hangup",
    )  # fmt: skip


def _spans(past: Past, operator: Operator, days: list[date]) -> None:
    """Fill the time before the operator's first fact with working days, and the nights between."""
    first = StateSpan.objects.filter(operator=operator).order_by("since").first()
    states: list[tuple[datetime, str, str]] = []
    for day in days:
        if day.isoweekday() > 5:
            continue
        for at, state, reason in (
            (OPENS, "online", ""),
            (LUNCH, "away", "Lunch"),
            (LUNCH_ENDS, "online", ""),
            (CLOSES, "offline", ""),
        ):
            moment = datetime.combine(day, at, past.zone)
            if first is None or moment < first.since:
                states.append((moment, state, reason))
    ends: list[datetime | None] = [moment for moment, _state, _reason in states[1:]]
    StateSpan.objects.bulk_create(
        StateSpan(operator=operator, state=state, reason=reason, since=since, until=until, role="operator", author=operator.name)
        for (since, state, reason), until in zip(states, [*ends, first.since if first else None], strict=bool(states))
    )
