"""The video funnel's numbers: percentiles by nearest rank, totals that add up, nothing where there is nothing."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from supervision.rules.funnel import NAMES, CallTotals, call_measures, percentile

tenths = st.lists(st.integers(0, 300), min_size=1, max_size=50)


@given(tenths)
def test_a_percentile_is_one_of_the_times_and_no_more_than_that_part_is_faster(times: list[int]) -> None:
    found = percentile(Counter(times), 95)
    assert found is not None
    assert round(found * 10) in times
    assert sum(time < round(found * 10) for time in times) < 0.95 * len(times)
    assert sum(time <= round(found * 10) for time in times) >= 0.95 * len(times)


@given(tenths, tenths)
def test_percentiles_of_totals_added_up_are_those_of_all(one: list[int], other: list[int]) -> None:
    both = CallTotals(pictures=Counter(one)) + CallTotals(pictures=Counter(other))
    assert percentile(both.pictures, 50) == percentile(Counter(one + other), 50)


def test_without_calls_there_is_nothing_to_divide() -> None:
    shown = call_measures(CallTotals())
    assert tuple(shown) == NAMES
    assert [name for name, value in shown.items() if value is None] == ["picture_p50", "picture_p95", "share_relayed"]
