"""Buckets: so many at once, so many in the long run."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

import pytest

from contactcenter.realtime import rate
from contactcenter.realtime.rate import Bucket
from contactcenter.realtime.wire import Fault


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rate, "time", clock)
    return clock


def gives(bucket: Bucket) -> bool:
    try:
        bucket.take()
    except Fault:
        return False
    return True


def taken(bucket: Bucket) -> int:
    """How many can be taken now."""
    return sum(takewhile(bool, (gives(bucket) for _ in range(100))))


def test_what_is_too_much_is_refused_and_may_be_tried_again(clock: Clock) -> None:
    bucket = Bucket(1, 5)
    bucket.take()
    with pytest.raises(Fault) as caught:
        bucket.take()
    assert (caught.value.code, caught.value.retry) == ("rate.exceeded", True)


def test_a_bucket_gives_its_count_and_fills_again_in_its_time(clock: Clock) -> None:
    bucket = Bucket(10, 5)
    assert taken(bucket) == 10
    clock.now += 1
    assert taken(bucket) == 2
    clock.now += 1000
    assert taken(bucket) == 10


def test_the_scale_multiplies_what_a_bucket_gives(clock: Clock, settings: Any) -> None:
    settings.RATE_SCALE = 3
    assert taken(Bucket(10, 5)) == 30
