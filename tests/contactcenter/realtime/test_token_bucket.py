"""Token buckets: a burst, a rate in the long run, one bucket per key."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

import pytest

from contactcenter.realtime import token_bucket
from contactcenter.realtime.token_bucket import Bucket, bucket_of
from contactcenter.realtime.wire import Fault


class Clock:
    """A clock that the test advances."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(token_bucket, "time", clock)
    return clock


def gives(bucket: Bucket) -> bool:
    try:
        bucket.take()
    except Fault:
        return False
    return True


def taken(bucket: Bucket) -> int:
    """Return how many can be taken now."""
    return sum(takewhile(bool, (gives(bucket) for _ in range(100))))


def test_excess_is_refused_as_retryable(clock: Clock) -> None:
    bucket = Bucket(1, 5)
    bucket.take()
    with pytest.raises(Fault) as caught:
        bucket.take()
    assert (caught.value.code, caught.value.retry) == ("rate.exceeded", True)


def test_a_bucket_gives_its_capacity_and_refills_over_time(clock: Clock) -> None:
    bucket = Bucket(10, 5)
    assert taken(bucket) == 10
    clock.now += 1
    assert taken(bucket) == 2
    clock.now += 1000
    assert taken(bucket) == 10


def test_the_scale_multiplies_the_capacity(clock: Clock, settings: Any) -> None:
    settings.RATE_SCALE = 3
    assert taken(Bucket(10, 5)) == 30


def test_all_sockets_of_one_person_share_a_bucket(clock: Clock) -> None:
    first, second = (bucket_of("messages", "client:1", (10, 5)) for _ in range(2))
    assert taken(first) + taken(second) == 10
    assert taken(bucket_of("messages", "client:2", (10, 5))) == 10
    assert taken(bucket_of("entries", "client:1", (10, 5))) == 10


def test_a_new_socket_gets_the_bucket_of_the_closed_one(clock: Clock) -> None:
    taken(bucket_of("messages", "client:1", (10, 5)))
    assert taken(bucket_of("messages", "client:1", (10, 5))) == 0


def test_the_number_of_buckets_is_bounded_and_those_in_use_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_bucket, "KEPT", 10)
    held = bucket_of("messages", "client:0", (10, 5))
    for number in range(1, 100):
        bucket_of("messages", f"client:{number}", (10, 5))
    assert len(token_bucket._kinds["messages"].recent) == 10
    assert len(token_bucket._kinds["messages"].held) == 11
    assert bucket_of("messages", "client:0", (10, 5)) is held


@pytest.mark.parametrize(
    ("rate_of", "words"), [((60, 60), "Try again in a moment"), ((1, 60), "in a minute"), ((1, 600), "in 10 minutes")]
)
def test_the_refusal_says_when_to_try_again(clock: Clock, rate_of: tuple[float, float], words: str) -> None:
    bucket = Bucket(*rate_of)
    taken(bucket)
    with pytest.raises(Fault, match=words):
        bucket.take()
