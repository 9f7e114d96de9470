"""An hour of three operators and forty sessions, with two absences and a server that is killed: facts add up to the second (A2)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from sessions_app.actor import Actor
from sessions_app.models import AwayReason, Operator, Session
from sessions_app.services import closing, presence, queue
from supervision.models import SessionOffer, StateSpan
from tests.world import World, run

HOUR = timedelta(hours=1)
SESSIONS = 40
EVERY = 80
"""Seconds between two clients: forty come in the first 53 minutes."""


class Hour:
    """The script: three operators serve one queue, offered to one at a time; time moves in steps of ten seconds."""

    def __init__(self, world: World) -> None:
        self.world, self.begin = world, world.now
        self.operators = [world.anna, world.boris, world.operator("Cyril")]
        self.numbers: dict[str, int] = {}
        self.declined: set[str] = set()
        self.taken: dict[str, datetime] = {}
        Operator.objects.update(lease_until=None)
        for operator in self.operators:
            run(presence.operator_arrive, operator)

    @property
    def second(self) -> int:
        return int((self.world.now - self.begin).total_seconds())

    def play(self) -> None:
        AwayReason.objects.create(name="Lunch")
        while self.second < HOUR.total_seconds():
            for number in range(Session.objects.count(), min(SESSIONS, self.second // EVERY + 1)):
                self.numbers[self.world.enter(self.world.client(f"Client {number}"))] = number + 1
            if self.second in (600, 2400):
                run(presence.presence_set, self.world.anna, state="away", reason="Lunch")
            if self.second in (1200, 2700):
                run(presence.presence_set, self.world.anna, state="online")
            if self.second == 1800:
                self.killed()
            self.work()
            self.tick(10)

    def tick(self, seconds: int) -> None:
        """Let time pass while every console sends its heartbeats."""
        run(presence.operators_renew, operators=[operator.pk for operator in self.operators])
        self.world.later(seconds)

    def killed(self) -> None:
        """The server dies: no lease is renewed for two minutes, then the consoles are back."""
        self.world.later(120)
        for operator in self.operators:
            run(presence.operator_arrive, operator)

    def work(self) -> None:
        """Anna declines every fifth offer, Boris lets every seventh run out, whoever accepts talks for a minute."""
        for row in Session.objects.filter(state="waiting", offered_to__isnull=False).order_by("pk"):
            operator = next(each for each in self.operators if each.pk == row.offered_to_id)
            if operator.name == "Anna" and self.numbers[row.public_id] % 5 == 0 and row.public_id not in self.declined:
                self.declined.add(row.public_id)
                run(queue.session_pass, operator, session=row.public_id)
            elif not (operator.name == "Boris" and self.numbers[row.public_id] % 7 == 0):
                self.world.accept(row.public_id, operator)
                self.taken[row.public_id] = self.world.now
        for row in Session.objects.filter(state__in=("active", "wrapup")):
            operator = next(each for each in self.operators if each.pk == row.operator_id)
            if row.state == "active" and self.world.now - self.taken[row.public_id] >= timedelta(minutes=1):
                run(closing.session_end, operator, session=row.public_id)
            elif row.state == "wrapup" and row.ended_at is not None and self.world.now - row.ended_at >= timedelta(seconds=20):
                run(closing.session_wrapup, operator, session=row.public_id)


@pytest.fixture
def hour(db: None, monkeypatch: pytest.MonkeyPatch) -> Hour:
    hour = Hour(World(clock=monkeypatch, offers_to_one=True))
    hour.play()
    return hour


def spans(operator: Actor) -> list[StateSpan]:
    return list(StateSpan.objects.filter(operator=operator.pk).order_by("since", "pk"))


def test_spans_of_each_operator_touch_and_add_up_to_the_hour(hour: Hour) -> None:
    for operator in hour.operators:
        found = spans(operator)
        assert all(first.until == second.since for first, second in pairwise(found))
        inside = sum(((span.until or hour.world.now) - span.since for span in found), timedelta())
        assert (found[0].since, inside) == (hour.begin, hour.world.now - hour.begin)
        assert hour.world.now - hour.begin == HOUR


def test_two_absences_and_the_dead_server_are_spans_of_their_length(hour: Hour) -> None:
    away = [span for span in spans(hour.world.anna) if span.reason == "Lunch"]
    assert sum(((span.until or hour.world.now) - span.since for span in away), timedelta()) == timedelta(seconds=600 + 300)
    for operator in hour.operators:
        offline = [span for span in spans(operator) if span.state == "offline"]
        assert [(span.role, span.until - span.since) for span in offline if span.until] == [("system", timedelta(seconds=70))]


def test_each_offer_has_the_outcome_it_came_to(hour: Hour) -> None:
    assert Session.objects.count() == SESSIONS
    assert not SessionOffer.objects.filter(outcome="").exclude(session__state="waiting").exists()
    outcomes = Counter(SessionOffer.objects.values_list("outcome", flat=True))
    assert outcomes["accepted"] == len(hour.taken)
    assert outcomes["declined"] == len(hour.declined) > 0
    for session in SessionOffer.objects.filter(outcome="accepted").select_related("session"):
        assert session.ended_at == session.session.accepted_at
        assert session.operator_id == session.session.operator_id


def test_nobody_is_offered_a_client_while_away(hour: Hour) -> None:
    absences = [(span.since, span.until) for span in spans(hour.world.anna) if span.reason == "Lunch"]
    offers = SessionOffer.objects.filter(operator=hour.world.anna.pk).values_list("offered_at", flat=True)
    assert not [at for at in offers for since, until in absences if since < at < (until or hour.world.now)]
