"""Measures (A5): one definition each, a dash where there is nothing to divide by, and totals that add up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supervision.rules.measures import NAMES, SHARES, Totals, measures

counts = st.integers(0, 1000)


@st.composite
def totals(draw: st.DrawFn) -> Totals:
    accepted, abandoned, missed, waiting = (draw(counts) for _ in range(4))
    return Totals(
        offered=accepted + abandoned + missed + waiting,
        accepted=accepted,
        within=draw(st.integers(0, accepted)),
        abandoned=abandoned,
        short_abandoned=draw(st.integers(0, abandoned)),
        missed=missed,
    )


def test_nothing_to_divide_by_is_none_and_never_zero_or_one() -> None:
    shown = measures(Totals())
    assert [name for name in NAMES if shown[name] is None] == [
        "service_level", "speed_of_answer", "abandon_rate", "handling_time", "talk_time", "wrapup_time", "occupancy",
        "missed_offers", "satisfaction",
    ]  # fmt: skip


def test_every_measure_has_a_name_in_order() -> None:
    assert tuple(measures(Totals())) == NAMES


def test_only_short_abandons_leave_nothing_to_divide_by() -> None:
    shown = measures(Totals(offered=3, abandoned=3, short_abandoned=3))
    assert (shown["abandon_rate"], shown["service_level"]) == (None, None)


@given(totals())
def test_shares_lie_between_zero_and_one(some: Totals) -> None:
    shown = measures(some)
    assert all(value is None or 0 <= value <= 1 for value in map(shown.get, SHARES))


@given(totals(), totals())
def test_totals_added_up_count_both(one: Totals, other: Totals) -> None:
    both = measures(one + other)
    assert both["offered"] == one.offered + other.offered
