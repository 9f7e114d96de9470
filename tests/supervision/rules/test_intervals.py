"""Time in one or both of two sets of stretches, checked second by second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from supervision.rules.intervals import Interval, both, seconds, union

START = datetime(2026, 3, 29, tzinfo=UTC)
stretches = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(
        lambda pair: (START + timedelta(seconds=pair[0]), START + timedelta(seconds=pair[1]))
    ),
    max_size=6,
)


def covered(intervals: list[Interval]) -> set[int]:
    """Return the seconds in at least one of them."""
    moments = range(61)
    return {at for at in moments for begin, end in intervals if begin <= START + timedelta(seconds=at) < end}


@given(stretches)
def test_a_union_covers_the_same_and_has_no_overlap(some: list[Interval]) -> None:
    assert covered(union(some)) == covered(some)
    assert seconds(some) == len(covered(some))


@given(stretches, stretches)
def test_both_is_what_is_in_each(one: list[Interval], other: list[Interval]) -> None:
    assert covered(both(one, other)) == covered(one) & covered(other)
