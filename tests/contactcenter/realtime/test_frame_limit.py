"""Counting frames and bytes as they arrive: exact for any split by the network, and never beyond the limit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from websockets.frames import Frame, Opcode

from contactcenter.realtime import frame_limit
from contactcenter.realtime.frame_limit import BYTES, FrameLimit, frame_size


@pytest.fixture(autouse=True)
def unscaled(settings: Any) -> None:
    settings.RATE_SCALE = 1


def wire(opcode: Opcode, size: int = 0, *, fin: bool = True, mask: bool = True) -> bytes:
    return Frame(opcode, b"x" * size, fin or opcode >= Opcode.CLOSE).serialize(mask=mask)


def spent(limit: FrameLimit) -> float:
    return limit.bucket.count - limit.bucket.tokens


def limit_of(count: float) -> FrameLimit:
    limit = FrameLimit()
    limit.bucket.count = limit.bucket.tokens = count
    limit.bucket.per_second = 0
    return limit


frames = some.builds(
    wire,
    some.sampled_from([Opcode.TEXT, Opcode.BINARY, Opcode.CONT, Opcode.PING, Opcode.PONG, Opcode.CLOSE]),
    some.sampled_from([0, 1, 125]) | some.integers(0, 125),
    fin=some.booleans(),
    mask=some.booleans(),
)  # fmt: skip
long_frames = some.builds(wire, some.just(Opcode.TEXT), some.sampled_from([126, 127, 65_535, 65_536, 70_000]))


@given(sent=some.lists(frames | long_frames, max_size=8), cuts=some.lists(some.integers(1, 40), min_size=1))
def test_the_count_does_not_depend_on_how_the_network_splits_the_bytes(sent: list[bytes], cuts: list[int]) -> None:
    data = b"".join(sent)
    expected = len(data) / BYTES + sum(1 if frame[0] in frame_limit.WHOLE else frame_limit.OTHER for frame in sent)
    cut = limit_of(10_000)
    at = 0
    while at < len(data):
        step = cuts[at % len(cuts)]
        assert cut.allows(data[at : at + step])
        at += step
    assert spent(cut) == pytest.approx(expected)
    assert (cut.head, cut.skip) == (b"", 0)


@given(sent=frames | long_frames)
def test_a_frame_is_as_long_as_its_header_says(sent: bytes) -> None:
    assert frame_size(sent, 0, len(sent)) == len(sent)


@pytest.mark.parametrize(
    ("opcode", "fin", "most"),
    [(Opcode.TEXT, True, 30), (Opcode.BINARY, True, 30), (Opcode.PING, True, 3), (Opcode.PONG, True, 3), (Opcode.CONT, False, 3)],
)
def test_a_stranger_is_limited_to_a_number_of_frames(opcode: Opcode, fin: bool, most: int) -> None:
    limit = limit_of(30.5)
    assert [limit.allows(wire(opcode, fin=fin)) for _ in range(most + 1)] == [True] * most + [False]


def test_bytes_are_limited_too() -> None:
    limit = limit_of(30)
    assert limit.allows(wire(Opcode.TEXT, 20 * BYTES))
    assert not limit.allows(wire(Opcode.TEXT, 20 * BYTES))


def test_a_flood_is_not_counted_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def counted(data: bytes, at: int, end: int) -> int:
        nonlocal looked
        looked += 1
        return frame_size(data, at, end)

    monkeypatch.setattr(frame_limit, "frame_size", counted)
    assert not limit_of(30).allows(wire(Opcode.TEXT) * 40_000)
    assert looked <= 31


def test_a_frame_with_an_enormous_declared_length_counts_by_the_bytes_received() -> None:
    limit = limit_of(30)
    assert limit.allows(b"\x81\xff" + b"\x7f" + b"\xff" * 7 + b"mask")
    assert limit.allows(b"x" * 1000)
    assert spent(limit) < 3


def test_the_limit_rises_after_hello() -> None:
    limit = FrameLimit()
    limit.belongs_to("client:1")
    assert all(limit.allows(wire(Opcode.TEXT)) for _ in range(300))
