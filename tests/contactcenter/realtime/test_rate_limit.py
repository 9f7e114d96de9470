"""The rate limiter: per person and per address, in one process and across processes, with and without Redis."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress
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
def redis(redis_server: Redis, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """A Redis that answers or is away; a busy machine may let it wait."""
    monkeypatch.setattr(rate_limit, "REDIS_SECONDS", 20.0)
    settings.REDIS_URL = redis_server.url
    rate_limit._redis.cache_clear()
    yield redis_server
    rate_limit._redis.cache_clear()


def test_a_refusal_says_when_to_try_again() -> None:
    assert passed(5, LETTERS, person="client:1") == 3
    with pytest.raises(Fault, match="Try again in 3 minutes"):
        hit(LETTERS, person="client:1")
    assert passed(5, LETTERS, person="client:2") == 3


def test_the_limit_of_an_address_applies_to_everybody_behind_it() -> None:
    assert sum(passes(LETTERS, person=f"client:{number}", address="192.0.2.1") for number in range(9)) == 5
    assert passes(LETTERS, person="client:9", address="192.0.2.2")


def test_people_without_a_known_address_share_one_count() -> None:
    assert sum(passes(LETTERS, person=f"client:{number}", address="") for number in range(9)) == 5
    assert passed(5, LETTERS, person="client:9") == 3


def test_a_slash_64_counts_as_one_address_and_a_slash_48_has_four_times_the_limit() -> None:
    assert sum(passes(LETTERS, address=f"2001:db8:1:2::{host:x}") for host in range(60)) == 5
    assert sum(passes(LETTERS, address=f"2001:db8:2:{net:x}::1") for net in range(60)) == 20


def test_refused_requests_do_not_count_against_the_address() -> None:
    passed(50, LETTERS, person="client:1", address="192.0.2.1")
    assert passed(9, LETTERS, person="client:2", address="192.0.2.1") == 2


def test_many_keys_of_one_kind_do_not_evict_those_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_bucket, "KEPT", 100)
    passed(3, LETTERS, person="client:1")
    for number in range(1_000):
        hit(OTHERS, person=f"client:{number}")
    assert not passes(LETTERS, person="client:1")
    assert max(len(kind.recent) for kind in token_bucket._kinds.values()) == 100


def test_the_scale_multiplies_every_limit(settings: Any) -> None:
    settings.RATE_SCALE = 2
    assert passed(20, LETTERS, person="client:1") == 6


async def test_async_and_sync_callers_share_the_counts() -> None:
    passed(2, LETTERS, person="client:1")
    await ahit(LETTERS, person="client:1")
    with pytest.raises(Fault):
        await ahit(LETTERS, person="client:1")


def test_processes_with_the_same_redis_share_the_counts(redis: Redis) -> None:
    assert passed(2, LETTERS, person="client:shared", address="192.0.2.10") == 2
    another_process()
    assert passed(2, LETTERS, person="client:shared", address="192.0.2.10") == 1
    another_process()
    with pytest.raises(Fault, match="Try again in"):
        hit(LETTERS, person="client:shared")


async def test_redis_is_asked_outside_the_event_loop(redis: Redis) -> None:
    passed(3, LETTERS, person="client:loop")
    another_process()
    with pytest.raises(Fault):
        await ahit(LETTERS, person="client:loop")


def test_without_redis_each_process_counts_alone(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    passed(1, LETTERS, person="client:dead")
    redis.kill()
    try:
        assert passed(9, LETTERS, person="client:dead") == 2
    finally:
        redis.start()
    assert [record.message for record in caplog.records if "Redis does not answer" in record.message] != []
    assert len(caplog.records) == 1


def test_counting_in_redis_resumes_when_it_is_back(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "AWAY_SECONDS", 0.0)
    redis.kill()
    try:
        passed(1, LETTERS, person="client:back")
    finally:
        redis.start()
    passed(2, LETTERS, person="client:back")
    another_process()
    assert passed(9, LETTERS, person="client:back") == 1


def test_an_unresponsive_redis_delays_one_request_only(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        settings.REDIS_URL = f"redis://127.0.0.1:{deaf.getsockname()[1]}/0"
        rate_limit._redis.cache_clear()
        assert passed(200, LETTERS, person="client:deaf") == 3
        assert connections(deaf) == 1, "each costs its time-out"
    rate_limit._redis.cache_clear()


def connections(listening: socket.socket) -> int:
    """Return how many have asked to be connected."""
    listening.setblocking(False)
    count = 0
    with suppress(BlockingIOError):
        while True:
            listening.accept()[0].close()
            count += 1
    return count


async def test_an_unresponsive_redis_does_not_block_the_event_loop(settings: Any) -> None:
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
