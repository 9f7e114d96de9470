"""Who must agree to real-time text, and how long an answer holds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from videocall.real_time_text.rules import NO, OTHER, STEPS, UNASKED, YES, answered, standing

FRESH = {"client": UNASKED, "operator": UNASKED}


def story(*presses: tuple[str, bool]) -> tuple[list[str], tuple[str, str | None]]:
    """Return the step of each press, and how it stands after the last."""
    answers, steps = dict(FRESH), []
    for by, on in presses:
        answers, step = answered(answers, by, on)
        steps.append(step)
    return steps, tuple(standing(answers))


def test_it_is_on_only_after_the_other_side_has_agreed() -> None:
    assert story(("operator", True)) == (["text-ask"], ("asked", "operator"))
    assert story(("operator", True), ("client", True)) == (["text-ask", "text-on"], ("on", None))


def test_either_side_turns_it_off_for_both() -> None:
    for side in OTHER:
        steps, now = story(("client", True), ("operator", True), (side, False))
        assert (steps[-1], now) == ("text-off", ("off", side))


def test_whoever_has_agreed_is_not_asked_again_in_this_call() -> None:
    steps, now = story(("client", True), ("operator", True), ("client", False), ("client", True))
    assert (steps[-1], now) == ("text-on", ("on", None))


def test_whoever_turned_it_off_is_asked_again() -> None:
    steps, now = story(("client", True), ("operator", True), ("client", False), ("operator", True))
    assert (steps[-1], now) == ("text-ask", ("asked", "operator"))


def test_a_refused_question_is_gone_and_either_side_may_ask_again() -> None:
    declined = (("client", True), ("operator", False))
    assert story(*declined) == (["text-ask", "text-decline"], ("off", "operator"))
    for side in OTHER:
        assert story(*declined, (side, True))[1] == ("asked", side)


def test_a_question_can_be_withdrawn_and_leaves_nothing_behind() -> None:
    assert story(("client", True), ("client", False)) == (["text-ask", "text-withdraw"], ("off", None))


@pytest.mark.parametrize("presses", [[("client", False)], [("client", True), ("client", True)]])
def test_a_press_that_changes_nothing_is_no_step(presses: list[tuple[str, bool]]) -> None:
    assert story(*presses)[0][-1] == ""


@given(some.lists(some.tuples(some.sampled_from(sorted(OTHER)), some.booleans()), max_size=12))
def test_whatever_is_pressed_nobody_is_on_without_a_yes_of_their_own(presses: list[tuple[str, bool]]) -> None:
    states = [dict(FRESH)]
    for by, on in presses:
        answers, step = answered(states[-1], by, on)
        assert answers[OTHER[by]] in (states[-1][OTHER[by]], UNASKED), "one side answered for the other"
        assert step in STEPS | {""}
        assert (step == "") == (answers == states[-1])
        states.append(answers)
    for before, after in pairwise(states):
        if standing(after).state == "on":
            assert after == {"client": YES, "operator": YES}
        if standing(before).state == "on" != standing(after).state:
            assert NO in after.values()
