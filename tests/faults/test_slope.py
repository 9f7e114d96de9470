"""The slope of noisy samples, and how sure it is."""

from __future__ import annotations

import random

import pytest

from tests.faults.slope import lowest, theil_sen


def noisy(slope: float, noise: float = 0.05, count: int = 60) -> list[tuple[float, float]]:
    dice = random.Random(7)
    return [(number / count, slope * number / count + dice.gauss(0, noise)) for number in range(count)]


@pytest.mark.parametrize(("slope", "verdict"), [(0.0, "held"), (3.0, "missed"), (1.0, "not shown")])
def test_a_slope_is_judged_by_its_interval(slope: float, verdict: str) -> None:
    found = theil_sen(noisy(slope))
    assert found.low <= found.value <= found.high
    assert found.value == pytest.approx(slope, abs=0.1)
    assert found.verdict(1.0) == verdict


def test_a_few_outliers_do_not_move_it() -> None:
    samples = noisy(0.0)
    samples[10] = (samples[10][0], 50.0)
    assert theil_sen(samples).value == pytest.approx(0, abs=0.1)


def test_of_each_window_the_lowest_sample_counts() -> None:
    assert lowest([(0, 5), (1, 3), (2, 4), (10, 9), (11, 8)], 10) == [(1, 3), (11, 8)]
