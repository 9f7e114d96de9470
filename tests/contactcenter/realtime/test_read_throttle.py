"""Reads of the queue take a limited share of the processor, however many there are."""

from __future__ import annotations

import asyncio
import time

import pytest

from contactcenter.realtime import read_throttle
from contactcenter.realtime.read_throttle import OneByOne, ReadThrottle, SharedLookup


class Clock:
    """A clock that advances when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("contactcenter.realtime.read_throttle.time.monotonic", clock.monotonic)
    return clock


def test_a_few_reads_do_not_wait(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio, "sleep", clock.sleep)
    one = ReadThrottle(burst=0.5, share=0.25)
    for _ in range(5):
        asyncio.run(one.wait())
        one.used(0.1)
    assert clock.now == 100


def test_many_reads_are_held_to_their_share_of_the_processor(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio, "sleep", clock.sleep)
    one = ReadThrottle(burst=0.5, share=0.25)
    for _ in range(105):
        asyncio.run(one.wait())
        one.used(0.1)
    asyncio.run(one.wait())
    assert clock.now - 100 == pytest.approx((105 * 0.1 - 0.5) / 0.25, abs=0.1)


def test_idle_time_saves_up_no_more_than_the_burst(clock: Clock) -> None:
    one = ReadThrottle(burst=0.5, share=0.25)
    one.used(0.4)
    clock.now += 3600
    assert one.left() == 0.5


def test_processor_time_is_counted_and_waiting_is_not(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    processor = Clock()
    monkeypatch.setattr("contactcenter.realtime.read_throttle.time.thread_time", processor.monotonic)
    one = ReadThrottle(burst=0.5, share=0.25)

    def wait() -> str:
        clock.now += 1
        return "seen"

    def work() -> None:
        processor.now += 0.1

    assert asyncio.run(one.look(wait)) == "seen"
    assert one.left() == 0.5
    asyncio.run(one.look(work))
    assert one.left() == pytest.approx(0.4)
    assert read_throttle.QUEUE_LOOKUPS.share < 1


def test_reads_run_one_at_a_time_in_order() -> None:
    one, seen, at_once = ReadThrottle(burst=0.5, share=0.25), [], []

    def look(number: int) -> int:
        at_once.append(number)
        seen.append((number, len(at_once)))
        at_once.remove(number)
        return number

    async def all_look() -> list[int]:
        return await asyncio.gather(*(one.look(look, number) for number in range(20)))

    assert asyncio.run(all_look()) == list(range(20))
    assert seen == [(number, 1) for number in range(20)]


async def test_a_read_begins_when_the_one_before_has_ended() -> None:
    door, seen = OneByOne(), []

    async def come(name: str) -> None:
        async with door:
            seen.append(f"{name} in")
            await asyncio.sleep(0)
            seen.append(f"{name} out")

    await asyncio.gather(come("anna"), come("boris"))
    assert seen == ["anna in", "anna out", "boris in", "boris out"]


async def test_a_failed_read_lets_the_next_one_begin() -> None:
    door = OneByOne()
    with pytest.raises(ValueError, match="fell"):
        async with door:
            raise ValueError("fell")
    async with asyncio.timeout(1), door:
        pass


async def test_a_change_is_read_once_for_everybody_who_asks() -> None:
    asked: list[int] = []

    def queue(group: int) -> int:
        asked.append(group)
        return len(asked)

    queues, change = SharedLookup(queue), time.monotonic()
    assert await asyncio.gather(*(queues.get(7, change) for _ in range(5))) == [1] * 5
    assert await queues.get(8, change) == 2
    assert asked == [7, 8]
    assert await queues.get(7, time.monotonic()) == 3
