"""When alerts fire and resolve (A7), by example and for any course of things."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from supervision.rules.alerts import UNSEEN, Change, Standing, beyond, step

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
Course = list[tuple[int, bool | None]]


def run(course: Course, hold: int = 0, rest: int = 0, start: Standing | None = None) -> list[tuple[int, Change]]:
    """Evaluate at these seconds; return when something happened, and what."""
    standing, found = start or Standing(), []
    for second, breached in course:
        now = NOON + timedelta(seconds=second)
        standing, change = step(standing, breached, now, timedelta(seconds=hold), timedelta(seconds=rest))
        if change:
            found.append((second, change))
    return found


def test_it_fires_once_and_resolves_once() -> None:
    course = [(second, 2 <= second < 8) for second in range(20)]
    assert run(course) == [(2, "fired"), (8, "resolved")]


def test_it_fires_after_it_lasted_long_enough() -> None:
    short = [(second, 0 <= second < 8) for second in range(0, 20, 2)]
    assert run(short, hold=10) == []
    long = [(second, True) for second in range(0, 20, 2)]
    assert run(long, hold=10) == [(10, "fired")]


def test_an_interruption_begins_the_time_anew() -> None:
    course: Course = [(second, second != 8) for second in range(0, 30, 2)]
    assert run(course, hold=10) == [(20, "fired")]


def test_it_rests_after_its_end_and_fires_again_if_it_still_has_reason_to() -> None:
    course: Course = [(0, True), (2, False), (4, True), (6, True), (62, True), (64, True)]
    assert run(course, rest=60) == [(0, "fired"), (2, "resolved"), (62, "fired")]


def test_what_cannot_be_evaluated_neither_fires_nor_resolves() -> None:
    assert run([(second, None) for second in range(100)]) == []
    assert run([(0, True), (2, None), (4, None), (6, True), (8, False)]) == [(0, "fired"), (8, "resolved")]
    assert run([(0, True), (5, None), (10, True), (15, True)], hold=10) == []


def test_a_restart_keeps_what_fires_and_begins_the_time_of_what_is_pending_anew() -> None:
    gap = int(UNSEEN.total_seconds()) + 1
    assert run([(0, True), (gap * 2, True), (gap * 2 + 2, False)]) == [(0, "fired"), (gap * 2 + 2, "resolved")]
    assert run([(0, True), (gap, True), (gap + 20, True), (gap + 30, True)], hold=30) == [(gap + 30, "fired")]


def test_a_clock_set_back_fires_nothing_early() -> None:
    assert run([(100, True), (50, True), (60, True), (80, True)], hold=30) == [(80, "fired")]


def test_nothing_to_divide_is_neither_above_nor_below() -> None:
    assert not beyond(None, "above", 0)
    assert not beyond(None, "below", 1)
    assert beyond(6, "above", 5)
    assert not beyond(5, "above", 5)
    assert beyond(0.7, "below", 0.8)


steps = st.lists(st.tuples(st.integers(1, 40), st.sampled_from([True, True, False, None])), max_size=60)


@given(steps=steps, hold=st.integers(0, 60), rest=st.integers(0, 60))
def test_whatever_happens_firing_and_resolving_take_turns_and_keep_their_times(
    steps: list[tuple[int, bool | None]], hold: int, rest: int
) -> None:
    course, second = [], 0
    for pause, breached in steps:
        second += pause
        course.append((second, breached))
    changes = run(course, hold, rest)
    assert [change for _at, change in changes] == (["fired", "resolved"] * len(changes))[: len(changes)]
    known = dict(course)
    for at, change in changes:
        assert known[at] is (change == "fired")
        if change == "fired":
            assert all(known[moment] for moment, _ in course if at - hold <= moment <= at)
    for (over, _), (again, _) in zip(changes[1::2], changes[2::2], strict=False):
        assert again - over >= rest
