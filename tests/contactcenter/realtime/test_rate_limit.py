"""The rate limiter: per person and per address, in one process and across processes, with and without Redis."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from contactcenter.realtime import rate_limit, token_bucket
from contactcenter.realtime.rate_limit import Limit, ahit, hit
from contactcenter.realtime.wire import Fault
from tests.servers import Redis

LETTERS = Limit("letters", seconds=600, person=3, address=5)
OTHERS = Limit("others", seconds=600, person=3)


def passes(*args: Any, **kwargs: Any) -> bool:
    try:
        hit(*args, **kwargs)
    except Fault:
        return False
    return True


def passed(count: int, *args: Any, **kwargs: Any) -> int:
    """Return how many of so many calls pass."""
    return sum(passes(*args, **kwargs) for _ in range(count))


def another_process() -> None:
    """Forget this process's counts, as a new process would start."""
    token_bucket.forget()
    rate_limit._redis.cache_clear()


@pytest.fixture
def redis(redis_server: Redis, settings: Any) -> Iterator[Redis]:
    settings.REDIS_URL = redis_server.url
    rate_limit._redis.cache_clear()
    yield redis_server
    rate_limit._redis.cache_clear()


def test_a_person_is_refused_in_words_that_say_when_to_try_again() -> None:
    assert passed(5, LETTERS, person="client:1") == 3
    with pytest.raises(Fault, match="Try again in 3 minutes"):
        hit(LETTERS, person="client:1")
    assert passed(5, LETTERS, person="client:2") == 3


def test_an_address_is_refused_whoever_asks_from_it() -> None:
    assert sum(passes(LETTERS, person=f"client:{number}", address="192.0.2.1") for number in range(9)) == 5
    assert passes(LETTERS, person="client:9", address="192.0.2.2")


def test_those_whose_address_is_not_known_are_counted_together() -> None:
    assert sum(passes(LETTERS, person=f"client:{number}", address="") for number in range(9)) == 5
    assert passed(5, LETTERS, person="client:9") == 3


def test_sixty_addresses_of_one_64_are_one_and_a_48_may_do_four_times_as_much() -> None:
    assert sum(passes(LETTERS, address=f"2001:db8:1:2::{host:x}") for host in range(60)) == 5
    assert sum(passes(LETTERS, address=f"2001:db8:2:{net:x}::1") for net in range(60)) == 20


def test_what_a_person_is_refused_does_not_count_against_the_neighbours() -> None:
    passed(50, LETTERS, person="client:1", address="192.0.2.1")
    assert passed(9, LETTERS, person="client:2", address="192.0.2.1") == 2


def test_one_kind_of_key_cannot_flush_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_bucket, "KEPT", 100)
    passed(3, LETTERS, person="client:1")
    for number in range(1_000):
        hit(OTHERS, person=f"client:{number}")
    assert not passes(LETTERS, person="client:1")
    assert max(len(kind.recent) for kind in token_bucket._kinds.values()) == 100


def test_the_scale_multiplies_every_limit(settings: Any) -> None:
    settings.RATE_SCALE = 2
    assert passed(20, LETTERS, person="client:1") == 6


async def test_the_event_loop_counts_in_the_same_place() -> None:
    passed(2, LETTERS, person="client:1")
    await ahit(LETTERS, person="client:1")
    with pytest.raises(Fault):
        await ahit(LETTERS, person="client:1")


def test_processes_that_share_redis_share_their_counts(redis: Redis) -> None:
    assert passed(2, LETTERS, person="client:shared", address="192.0.2.10") == 2
    another_process()
    assert passed(2, LETTERS, person="client:shared", address="192.0.2.10") == 1
    another_process()
    with pytest.raises(Fault, match="Try again in"):
        hit(LETTERS, person="client:shared")


async def test_the_event_loop_asks_redis_in_a_thread(redis: Redis) -> None:
    passed(3, LETTERS, person="client:loop")
    another_process()
    with pytest.raises(Fault):
        await ahit(LETTERS, person="client:loop")


def test_while_redis_is_dead_the_process_counts_alone(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    passed(1, LETTERS, person="client:dead")
    redis.kill()
    try:
        assert passed(9, LETTERS, person="client:dead") == 2
    finally:
        redis.start()
    assert [record.message for record in caplog.records if "Redis does not answer" in record.message] != []
    assert len(caplog.records) == 1


def test_when_redis_is_back_it_counts_again(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "AWAY_SECONDS", 0.0)
    redis.kill()
    try:
        passed(1, LETTERS, person="client:back")
    finally:
        redis.start()
    passed(2, LETTERS, person="client:back")
    another_process()
    assert passed(9, LETTERS, person="client:back") == 1


def test_a_redis_that_takes_connections_and_says_nothing_is_waited_for_once(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        settings.REDIS_URL = f"redis://127.0.0.1:{deaf.getsockname()[1]}/0"
        rate_limit._redis.cache_clear()
        begun = time.monotonic()
        assert passed(200, LETTERS, person="client:deaf") == 3
        assert time.monotonic() - begun < 2
    rate_limit._redis.cache_clear()


async def test_a_deaf_redis_does_not_stop_the_event_loop(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        settings.REDIS_URL = f"redis://127.0.0.1:{deaf.getsockname()[1]}/0"
        rate_limit._redis.cache_clear()
        asked = asyncio.create_task(ahit(LETTERS, person="client:deaf"))
        turns = 0
        while not asked.done():
            turns += 1
            await asyncio.sleep(0)
        assert turns > 50
    rate_limit._redis.cache_clear()
