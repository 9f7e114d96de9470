"""Totals kept between lookups are those a report counts, whatever happened in between."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from sessions_app.models import Session
from sessions_app.services import closing, redirect
from supervision import board, day_totals
from supervision.board import Memory
from tests.world import World
from tests.world.services import run


def counted(scope: frozenset[int] | None, memory: Memory) -> dict[str, object]:
    """Return the measures of a lookup, without those that grow by themselves."""
    found = board.read(scope, memory).measures
    return {name: value for name, value in found.items() if name not in ("occupancy", "longest_wait")}


@pytest.mark.parametrize("seed", range(5))
def test_after_any_steps_they_equal_a_new_count(world: World, seed: int) -> None:
    dice = random.Random(seed)
    scopes = (None, frozenset({world.group.pk}))
    kept = {scope: Memory(scope) for scope in scopes}
    steps = {
        "enter": lambda _row: world.session(),
        "accept": lambda row: change(row, state="active", operator_id=world.anna.pk, accepted_at=timezone.now()),
        "end": lambda row: change(row, state="wrapup", ended_at=timezone.now(), rating=dice.choice([None, 3, 5])),
        "close": lambda row: change(row, state="closed", closed_at=timezone.now()),
        "leave": lambda row: change(row, state="abandoned", ended_at=timezone.now()),
        "redirect": lambda row: change(row, group_id=dice.choice([world.group.pk, world.other_group.pk])),
        "come and go": lambda _row: world.session(state="abandoned", ended_at=timezone.now()),
    }
    needs = {"accept": "waiting", "leave": "waiting", "end": "active", "close": "wrapup", "redirect": "waiting"}
    for _step in range(40):
        name = dice.choice([*steps])
        rows = Session.objects.filter(state=needs[name]) if name in needs else [None]
        for row in list(rows)[:1]:
            steps[name](row)
        if dice.random() < 0.6:
            for scope in scopes:
                assert counted(scope, kept[scope]) == pytest.approx(counted(scope, Memory(scope))), name


def change(row: Session, **columns: object) -> None:
    Session.objects.filter(pk=row.pk).update(**columns)


def test_what_is_over_is_not_counted_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    memory, asked = Memory(None), []
    real = day_totals._sum
    monkeypatch.setattr(day_totals, "_sum", lambda sessions: asked.append(sessions.count()) or real(sessions))
    for _session in range(3):
        world.session(state="closed")
    board.read(None, memory)
    waiting = world.enter()
    board.read(None, memory)
    run(closing.session_leave, world.carla, session=waiting)
    board.read(None, memory)
    assert asked == [3, 0, 0, 1, 1, 0], "over and open of each lookup"


def test_a_rating_of_a_session_that_is_over_counts_when_it_is_told(world: World) -> None:
    memory, session = Memory(None), world.closed()
    assert board.read(None, memory).measures["rated"] == 0
    run(closing.session_rate, world.carla, session=session, value=5)
    memory.day.outdated = True
    assert board.read(None, memory).measures["rated"] == 1


def test_a_redirected_session_is_counted_in_its_new_group_only(world: World) -> None:
    session = world.active()
    here, there = frozenset({world.group.pk}), frozenset({world.other_group.pk})
    kept = {scope: Memory(scope) for scope in (here, there)}
    assert [board.read(scope, memory).measures["offered"] for scope, memory in kept.items()] == [1, 0]
    run(redirect.session_redirect, world.anna, session=session, group=world.other_group.pk)
    assert [board.read(scope, memory).measures["offered"] for scope, memory in kept.items()] == [0, 1]


def test_a_new_day_begins_at_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.session(state="closed")
    memory = Memory(None)
    assert board.read(None, memory).measures["offered"] == 1
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert board.read(None, memory).measures["offered"] == 0
