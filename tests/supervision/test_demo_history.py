"""The demo's past (`manage.py demo --history`): the same for the same seed, not made twice, and whole for reports."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from sessions_app.models import Operator, Session
from supervision.models import StateSpan
from supervision.rules.measures import Totals, measures
from supervision.selectors import arrived, totals_by


@pytest.fixture(autouse=True)
def development(db: None, settings: Any) -> None:
    settings.DEVELOPMENT = True


def past() -> list[tuple[Any, ...]]:
    return list(Session.objects.order_by("created_at", "pk").values_list("created_at", "entry", "state", "rating", "result"))


def test_a_seed_makes_one_past_and_makes_it_once() -> None:
    call_command("demo", history=5, seed=7, a_day=20)
    first = past()
    call_command("demo", history=5, seed=7, a_day=20)
    assert past() == first
    assert len(first) > 30


def test_a_longer_past_keeps_the_days_that_are_there() -> None:
    call_command("demo", history=3, seed=7, a_day=20)
    some = set(past())
    call_command("demo", history=6, seed=7, a_day=20)
    assert some < set(past())


def test_its_numbers_are_believable() -> None:
    call_command("demo", history=20, seed=1, a_day=60)
    today = timezone.localdate()
    zone = timezone.get_current_timezone()
    rows = totals_by(arrived(today - timedelta(days=20), today, zone), "day", zone)
    shown = measures(sum(rows.values(), Totals()))
    assert 0.4 < (shown["service_level"] or 0) < 0.9
    assert 0.02 < (shown["abandon_rate"] or 0) < 0.2
    assert 100 < (shown["talk_time"] or 0) < 900


def test_operators_days_have_no_gap_and_no_overlap() -> None:
    call_command("demo", history=10, seed=1, a_day=5)
    for operator in Operator.objects.all():
        spans = list(StateSpan.objects.filter(operator=operator).order_by("since"))
        assert all(first.until == second.since for first, second in pairwise(spans))
        assert [span.until for span in spans[-1:]] == [None]


@pytest.mark.parametrize("days", [-1, 5000])
def test_an_impossible_past_is_refused_in_words(days: int) -> None:
    with pytest.raises(CommandError, match="between 1 and"):
        call_command("demo", history=days)
