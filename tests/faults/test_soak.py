"""What a soak says of a process: what it holds, what the kernel counts, and what else must be flat."""

from __future__ import annotations

import pytest

from tests.faults.soak import ASK_SECONDS, MIB, Samples, Series

MINUTES = 30


def series(first: float, an_hour: float, every: float = ASK_SECONDS) -> Series:
    """Return MiB that grow steadily, with a little that comes and goes."""
    times = [number * every for number in range(int(MINUTES * 60 / every))]
    return [(at, (first + an_hour * at / 3600 + 0.03 * (number % 3)) * MIB) for number, at in enumerate(times)]


def saw(first: float, tooth: float, minutes: float) -> Series:
    """Return MiB that grow by a tooth, and fall back."""
    period = minutes * 60
    return [(float(at), (first + tooth * (at % period) / period) * MIB) for at in range(MINUTES * 60)]


def flat(value: float) -> Series:
    return [(float(at), value) for at in range(0, MINUTES * 60, 10)]


def test_a_process_that_holds_no_more_is_flat() -> None:
    words, good = Samples(memory=series(150, 0), live=series(60, 0), garbage=flat(7)).report()
    assert good
    assert words.startswith("holds 60.00 → 60.06 MiB, +0.00 MiB an hour")
    assert "7 objects of garbage each time" in words


@pytest.mark.parametrize("live", [series(60, 3), series(60, 1)])
def test_a_process_that_holds_ever_more_is_found_whatever_the_kernel_says(live: Series) -> None:
    _words, good = Samples(memory=series(150, 0), live=live, garbage=flat(7)).report()
    assert not good


def test_what_the_kernel_counts_is_told_and_not_judged() -> None:
    words, good = Samples(memory=saw(150, 8, minutes=45)).report()
    assert good, "half a tooth looks like sixteen MiB an hour"
    assert words.startswith("by the kernel 150.0 → 152.7 → 155.3 MiB")


def test_descriptors_that_are_never_closed_are_found() -> None:
    kind = "descriptors of all processes"
    ever_more: Series = [(float(at), 500.0 + at // 300 + at % 3) for at in range(MINUTES * 60)]
    counts = {kind: ever_more, "threads": flat(12)}
    words, good = Samples(memory=series(150, 0), live=series(60, 0), garbage=flat(0), counts=counts).report()
    assert not good
    assert f"**{kind} rose from " in words
    assert "threads 12–12" in words


def test_one_more_for_a_moment_is_no_growth_and_a_thread_more_is() -> None:
    spike = [*flat(500)[:-10], *((at, 509.0) for at, _ in flat(500)[-10:])]
    counts = {"descriptors of all processes": spike}
    assert Samples(memory=series(150, 0), counts=counts).report()[1]
    more = [*flat(12)[:100], *((at, 13.0) for at, _ in flat(12)[100:])]
    assert not Samples(memory=series(150, 0), counts={"threads": more}).report()[1]
