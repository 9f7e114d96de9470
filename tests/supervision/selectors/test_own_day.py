"""An operator's own day (A11): their own numbers since midnight, as reports count them, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from contactcenter.realtime.wire import Fault
from sessions_app.models import Session
from supervision.models import SessionOffer, StateSpan
from supervision.selectors.own_day import own_day
from tests.world import World

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def served(world: World, at: datetime, operator: Any, **columns: Any) -> None:
    times = {"accepted_at": at, "ended_at": at + timedelta(minutes=4), "closed_at": at + timedelta(minutes=5)}
    world.session(created_at=at, state="closed", operator_id=operator.pk, **times | columns)


def test_an_operator_sees_todays_own_numbers(noon: None, world: World) -> None:
    morning = NOON.replace(hour=8)
    served(world, morning, world.anna, rating=5)
    served(world, morning + timedelta(hours=1), world.anna, rating=2, entry="callback")
    served(world, morning, world.boris, rating=1)
    served(world, NOON - timedelta(hours=20), world.anna)
    session = Session.objects.first()
    for operator, at in ((world.anna, morning), (world.boris, morning), (world.anna, morning - timedelta(days=1))):
        SessionOffer.objects.create(session=session, operator_id=operator.pk, offered_at=at, until=at, outcome="ran_out")
    states = [("away", NOON - timedelta(hours=14)), ("online", morning), ("away", NOON - timedelta(minutes=30))]
    for (state, since), until in zip(states, [since for _state, since in states[1:]] + [None], strict=True):
        StateSpan.objects.create(operator_id=world.anna.pk, state=state, since=since, until=until, role="operator")
    day = own_day(world.anna)
    assert (day.accepted, day.missed, day.handling_time, day.satisfaction, day.rated) == (2, 1, 300, 0.5, 2)
    assert (day.online, day.away) == (3.5 * 3600, 8.5 * 3600)


def test_a_day_without_anything_divides_by_nothing(noon: None, world: World) -> None:
    day = own_day(world.anna)
    assert (day.accepted, day.handling_time, day.satisfaction, day.online, day.away) == (0, None, None, 0, 0)


def test_a_client_has_no_day(world: World) -> None:
    with pytest.raises(Fault, match="Only operators"):
        own_day(world.carla)
