"""A made-up past for the demo: sessions with transcripts, calls, ratings and operators' days, the same for the same seed and day."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from sessions_app.models import Client, LogEntry, Operator, SearchDocument, Session, Widget
from sessions_app.rules.search_words import session_words
from supervision.demo_history import bulk, words
from supervision.demo_history import day as made_up
from supervision.models import SessionOffer, StateSpan
from videocall.models import Call, CallQuality

OPENS, LUNCH, LUNCH_ENDS, CLOSES = time(8), time(12), time(12, 30), time(17)
WEEKEND: Final = 0.3
"""Part of a working day's sessions that come on a day of a weekend."""


class DemoSite(NamedTuple):
    """Where the history takes place. ``zone`` cuts its days."""

    widget: Widget
    operators: list[Operator]
    zone: tzinfo
    seed: int


def make(site: DemoSite, days: int, a_day: int) -> int:
    """Write so many days before today, about ``a_day`` sessions each, and return the number of sessions. Existing days stay as they are."""
    today = timezone.localdate(timezone=site.zone)
    made = 0
    for back in range(days, 0, -1):
        with transaction.atomic():
            made += _day(site, today - timedelta(days=back), a_day)
    for operator in site.operators:
        _spans(site, operator, [today - timedelta(days=back) for back in range(days, 0, -1)])
    return made


def _day(site: DemoSite, day: date, a_day: int) -> int:
    dice = random.Random(f"{site.seed} {day}")  # noqa: S311 - the same for the same seed
    mark = f"history-{site.seed}-{day}-"
    if Client.objects.filter(token_hash=f"{mark}0").exists():
        return 0
    count = max(1, round(a_day * dice.uniform(0.8, 1.2) * (WEEKEND if day.isoweekday() > 5 else 1)))
    moments = made_up.moments(dice, day, site.zone, count)
    operators = [operator.pk for operator in site.operators]
    names = {operator.pk: operator.name for operator in site.operators}
    topics = [dice.choice(words.TOPICS) for _ in moments]
    place = {"widget_id": site.widget.pk}
    clients = [
        made_up.client(dice, at) | place | {"id": key, "token_hash": f"{mark}{number}"}
        for number, (key, at) in enumerate(zip(bulk.reserve(Client, count), moments, strict=True))
    ]
    sessions = [
        made_up.session(dice, at, operators)
        | place
        | {"id": key, "group_id": site.widget.group_id, "client_id": client["id"], "topic": topic.title}
        for key, at, client, topic in zip(bulk.reserve(Session, count), moments, clients, topics, strict=True)
    ]
    logs, documents = [], []
    for topic, client, session in zip(topics, clients, sessions, strict=True):
        said = made_up.said(dice, topic, session)
        logs.append(made_up.entries(said, client["name"], session, names))
        session |= {"head": len(said), "shared": len(said)}
        texts = (client["name"], client["phone"], topic.title, *(text for _role, text in said))
        documents.append({"session_id": session["id"], "words": session_words(texts, [client["phone"]])})
    calls = [call for session in sessions if (call := made_up.call(dice, session))]
    for key, call in zip(bulk.reserve(Call, len(calls)), calls, strict=True):
        call["id"] = key
    bulk.insert(Client, clients)
    bulk.insert(Session, sessions)
    bulk.insert(LogEntry, (entry for log in logs for entry in log))
    bulk.insert(SearchDocument, documents)
    bulk.insert(SessionOffer, (offer for session in sessions for offer in made_up.offers(dice, session, operators)))
    bulk.insert(Call, calls)
    bulk.insert(CallQuality, (made_up.quality(dice, call) for call in calls if call["connected_at"]))
    return count


def _spans(site: DemoSite, operator: Operator, days: list[date]) -> None:
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
            moment = datetime.combine(day, at, site.zone)
            if first is None or moment < first.since:
                states.append((moment, state, reason))
    ends: list[datetime | None] = [moment for moment, _state, _reason in states[1:]]
    StateSpan.objects.bulk_create(
        StateSpan(operator=operator, state=state, reason=reason, since=since, until=until, role="operator", author=operator.name)
        for (since, state, reason), until in zip(states, [*ends, first.since if first else None], strict=bool(states))
    )
