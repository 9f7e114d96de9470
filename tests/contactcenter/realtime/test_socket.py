"""The socket without a server: positions in the log, entries missed while reading, and limits in both directions."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from contactcenter.realtime import heartbeats, pubsub, send_queue, socket_limits
from contactcenter.realtime import socket as sockets
from contactcenter.realtime.pubsub import Broadcast, EntryAppended
from contactcenter.realtime.wire import Fault
from tests.contactcenter.realtime.plain_socket import Plain, Somebody


def text(number: int) -> str:
    return json.dumps({"type": "line", "seq": number})


class Bridge:
    """A bridge that brings nothing."""

    def follow(self, group: str) -> None: ...

    def forget(self, group: str) -> None: ...


def line(number: int) -> EntryAppended:
    return EntryAppended("s", number, number, text(number), text(number))


def reading(monkeypatch: pytest.MonkeyPatch, entries_after: Callable[[str, int, str], list[str]]) -> None:
    monkeypatch.setattr(Plain, "entries_after", staticmethod(entries_after), raising=False)


async def test_log_entries_are_sent_once_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    head = 5
    reading(monkeypatch, lambda _session, after, _role: [text(number) for number in range(after + 1, head + 1)])
    socket = Plain()
    socket.positions["s"] = None
    socket.on_notification("g", line(1))
    socket.caught_up_to("s", 0)
    await socket.until(lambda: socket.numbers() == [1, 2, 3, 4, 5])
    head = 7
    for number in (5, 3, 6, 6, 7):
        socket.on_notification("g", line(number))
    await socket.until(lambda: socket.numbers() == [1, 2, 3, 4, 5, 6, 7])


async def test_after_a_snapshot_the_log_is_read_only_if_an_entry_came_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []

    def entries_after(session: str, after: int, _role: str) -> list[str]:
        reads.append(session)
        return [text(number) for number in range(after + 1, 4)]

    reading(monkeypatch, entries_after)
    socket = Plain()
    for session in ("s", "t"):
        socket.follow(session, f"session.{session}")
    socket.on_notification("session.s", line(2))
    socket.snapshot_sent("s", 2)
    socket.snapshot_sent("t", 2)
    socket.on_notification("session.s", line(3))
    await socket.until(lambda: socket.numbers() == [3])
    assert reads == []
    socket.unfollow("s", "session.s")
    socket.follow("s", "session.s")
    socket.on_notification("session.s", line(3))
    socket.snapshot_sent("s", 2)
    await socket.until(lambda: socket.numbers() == [3, 3])
    assert reads[0] == "s"


async def test_what_another_process_wrote_while_its_group_was_joined_is_sent_within_two_beats(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading(monkeypatch, lambda _session, after, _role: [text(number) for number in range(after + 1, 4)])
    monkeypatch.setattr(pubsub, "bridge", Bridge())
    monkeypatch.setattr(heartbeats, "heads", lambda sessions: dict.fromkeys(sessions, (3, 3)))
    monkeypatch.setattr(heartbeats, "_newcomers", {})
    socket = Plain()
    socket.follow("s", "session.s")
    socket.snapshot_sent("s", 2)  # the third entry was announced before this process heard of the group
    assert list(heartbeats._newcomers) == [socket]
    await heartbeats.compare(list(heartbeats._newcomers))
    await socket.until(lambda: socket.numbers() == [3])


async def test_a_gap_is_read_from_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    reading(monkeypatch, lambda _session, after, _role: [text(number) for number in range(after + 1, 10)])
    socket = Plain()
    socket.positions["s"] = 2
    socket.on_notification("g", line(9))
    await socket.until(lambda: socket.numbers() == [3, 4, 5, 6, 7, 8, 9])


async def test_an_entry_that_arrives_during_a_read_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    started, go_on, reads = threading.Event(), threading.Event(), []

    def entries_after(_session: str, after: int, _role: str) -> list[str]:
        reads.append(after)
        if len(reads) == 1:  # the state before the entry was written
            started.set()
            assert go_on.wait(10)
            return []
        return [text(number) for number in range(after + 1, 4)]

    reading(monkeypatch, entries_after)
    socket = Plain()
    socket.positions["s"] = 2
    socket.catch_up("s")
    assert await asyncio.to_thread(started.wait, 10)
    socket.on_notification("g", line(3))
    go_on.set()
    await socket.until(lambda: socket.numbers() == [3])


async def test_a_resume_from_an_earlier_entry_during_a_read_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    started, go_on, reads = threading.Event(), threading.Event(), []

    def entries_after(_session: str, after: int, _role: str) -> list[str]:
        reads.append(after)
        if len(reads) == 1:
            started.set()
            assert go_on.wait(10)
        return [text(number) for number in range(after + 1, 5)]

    reading(monkeypatch, entries_after)
    socket = Plain()
    socket.positions["s"] = 3
    socket.catch_up("s")
    assert await asyncio.to_thread(started.wait, 10)
    socket.caught_up_to("s", 0)
    go_on.set()
    await socket.until(lambda: socket.numbers() == [1, 2, 3, 4])


async def test_a_heartbeat_reveals_missed_entries_and_fetches_them(monkeypatch: pytest.MonkeyPatch) -> None:
    reading(monkeypatch, lambda _session, after, _role: [text(number) for number in range(after + 1, 3)])
    socket = Plain()
    socket.actor = Somebody()
    socket.positions["s"] = 0
    await socket.send_heartbeat({"s": (2, 1), "other": (9, 9)}, "now")
    await socket.until(lambda: socket.numbers() == [1, 2])
    assert {"type": "heartbeat", "beat": 1, "heads": {"s": 2}} in socket.sent


async def test_a_socket_that_answers_no_heartbeat_is_closed() -> None:
    socket = Plain()
    socket.actor = Somebody()
    socket.beat = 1
    socket.answered = time.monotonic() - sockets.ANSWER_SECONDS - 1
    await socket.send_heartbeat({}, "now")
    await socket.until(lambda: socket.sent == [4408])


async def test_a_socket_that_owes_no_answer_is_never_late() -> None:
    socket = Plain()
    socket.actor = Somebody()
    socket.answered = time.monotonic() - sockets.ANSWER_SECONDS - 1
    await socket.send_heartbeat({}, "now")
    await socket.until(lambda: socket.sent == [{"type": "heartbeat", "beat": 1, "heads": {}}])


async def test_the_queue_for_a_stuck_reader_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plain, "_pump", lambda self: asyncio.sleep(0))
    socket = Plain()
    for _ in range(send_queue.OUTBOX_FRAMES * 2):
        socket.on_notification("g", Broadcast("x" * 100))
    assert len(socket.outbox) == send_queue.OUTBOX_FRAMES
    socket = Plain()
    for _ in range(500):
        socket.on_notification("g", Broadcast("x" * 10_000))
    assert socket.sent_bytes <= send_queue.WINDOW_BYTES + 10_000


async def test_a_reader_of_much_is_asked_early_and_misses_nothing() -> None:
    socket = Plain()
    socket.actor = Somebody()
    answered = 0
    for number in range(1, 501):
        socket.on_notification("g", Broadcast(json.dumps({"type": "long", "number": number, "text": "x" * 10_000})))
        if socket.beat != socket.answered_beat:
            await socket.on_heartbeat(SimpleNamespace(beat=socket.beat))
            answered += 1
    await socket.until(lambda: sum(frame["type"] == "long" for frame in socket.sent) == 500)
    assert not socket.full
    assert answered == 500 * 10_000 // (send_queue.WINDOW_BYTES // 2)


async def test_a_stuck_reader_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plain, "_pump", lambda self: asyncio.sleep(0))
    socket = Plain()
    socket.actor = Somebody()
    for _ in range(500):
        socket.on_notification("g", Broadcast("x" * 10_000))
    assert (socket.beat, socket.answered_beat, socket.full) == (1, 0, True)


async def test_a_rate_limit_refusal_carries_the_id_of_the_command(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.RATE_SCALE = 1
    monkeypatch.setattr(socket_limits, "COMMANDS", (3, 100))
    socket = Plain()
    socket.welcome(Somebody())
    for number in range(5):
        await socket._handle(json.dumps({"id": f"n{number}", "type": "work"}))
    await socket.until(lambda: len(socket.sent) == 5)
    assert [frame["type"] for frame in socket.sent] == ["ack", "ack", "ack", "fault", "fault"]
    assert [frame["id"] for frame in socket.sent] == ["n0", "n1", "n2", "n3", "n4"]
    assert socket.sent[-1]["code"] == "rate.exceeded"


async def test_an_internal_error_is_reported_without_details(caplog: pytest.LogCaptureFixture) -> None:
    socket = Plain()
    socket.fails = lambda: 1 // 0  # type: ignore[assignment, return-value]
    for number, kind in enumerate(("hello", "work")):
        await socket._handle(json.dumps({"id": str(number), "type": kind}))
    await socket.until(lambda: len(socket.sent) == 2)
    assert (socket.sent[1]["code"], socket.sent[1]["id"]) == ("server.error", "1")
    assert "division" not in json.dumps(socket.sent)


async def test_five_bad_frames_close_only_in_a_row() -> None:
    socket = Plain()
    refusal = Fault("session.not_found", "No.")

    def refuse() -> None:
        raise refusal

    socket.fails = refuse
    good, bad = json.dumps({"id": "1", "type": "work"}), "nonsense"
    await socket._handle(json.dumps({"id": "0", "type": "hello"}))
    for frame in [bad, bad, bad, bad, good] * 3:
        await socket._handle(frame)
    assert not socket.closed
    for _ in range(5):
        await socket._handle(bad)
    assert socket.sent[-1] == 4400


async def test_a_late_handler_joins_no_group_for_a_closed_socket() -> None:
    socket = Plain()
    socket.slot = 0
    await socket.gone()
    socket.follow("s", "session.s")
    assert not socket.listening
