"""The checker bites: one planted fault in a history that is otherwise right is found, and called by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.faults.checker import check
from tests.faults.history import CallStep, Closed, Entry, History, Message, Stored, StoredEntry
from tests.faults.kinds import FAULTS
from tests.faults.rig import Row

SESSION = "conversation"
READERS = {SESSION: {"carla": "client", "anna": "operator"}}
Planted = Callable[[History, Stored], None]


def talk(count: int = 10) -> tuple[History, Stored]:
    """Return a right history: Carla and Anna in turn; Anna's third line is a note, which Carla doesn't see."""
    history, stored, shared = History(), [], 0
    for number in range(count):
        author, note = ("carla", False) if number % 2 == 0 else ("anna", number == 5)
        message = Message(f"m{number}", SESSION, author, number // 2, float(number), f"line {number}", note=note)
        history.write(message)
        seq, shared = number + 1, shared + (not note)
        kind = "note.posted" if note else "message.posted"
        stored.append(StoredEntry(seq, None if note else shared, kind, message.id, author))
        history.ack(message.id, number + 0.1, shared if author == "carla" else seq)
        history.receive(SESSION, "anna", Entry(number + 0.2, seq, kind, message.id, message.text))
        if not note:
            history.receive(SESSION, "carla", Entry(number + 0.2, shared, kind, message.id, message.text))
    history.calls.append(CallStep(1.0, "call", "connected"))
    return history, {SESSION: stored}


def test_a_right_history_is_right() -> None:
    history, stored = talk()
    verdict = check(history, stored, READERS)
    assert verdict.good, verdict.examples()
    assert verdict.acked == 10
    assert not history.pending


def lose_the_last_row(history: History, stored: Stored) -> None:
    stored[SESSION].pop()


def store_one_twice(history: History, stored: Stored) -> None:
    again = replace(stored[SESSION][-1], seq=11, shared=10)
    stored[SESSION].append(again)


def store_in_the_wrong_order(history: History, stored: Stored) -> None:
    rows = stored[SESSION]
    rows[2], rows[4] = replace(rows[2], command=rows[4].command), replace(rows[4], command=rows[2].command)


def leave_a_hole(history: History, stored: Stored) -> None:
    stored[SESSION][-1] = replace(stored[SESSION][-1], seq=12)


def show_one_twice(history: History, stored: Stored) -> None:
    seen = history.received[SESSION, "anna"]
    seen.append(replace(seen[-1], seq=11))


def show_in_the_wrong_order(history: History, stored: Stored) -> None:
    seen = history.received[SESSION, "carla"]
    seen[1], seen[2] = seen[2], seen[1]


def hide_one(history: History, stored: Stored) -> None:
    del history.received[SESSION, "carla"][3]


def show_a_note_to_the_client(history: History, stored: Stored) -> None:
    seen = history.received[SESSION, "carla"]
    note = history.messages["m5"]
    seen[5] = replace(seen[5], command=note.id, text=note.text, kind="note.posted")


def change_a_text(history: History, stored: Stored) -> None:
    seen = history.received[SESSION, "anna"]
    seen[0] = replace(seen[0], text="something else")


def acknowledge_with_another_number(history: History, stored: Stored) -> None:
    history.messages["m0"].seq = 3


def answer_one_never(history: History, stored: Stored) -> None:
    history.messages["m9"].acked = None


def refuse_one(history: History, stored: Stored) -> None:
    history.refuse("m9", "session.closed")


def end_a_call(history: History, stored: Stored) -> None:
    history.calls.append(CallStep(2.0, "call", "failed", "connection-lost"))


def sign_somebody_out(history: History, stored: Stored) -> None:
    history.closed.append(Closed(2.0, "anna", 4401))


@pytest.mark.parametrize(
    ("planted", "kind"),
    [
        (lose_the_last_row, "lost"),
        (store_one_twice, "doubled"),
        (store_in_the_wrong_order, "reordered"),
        (leave_a_hole, "holes"),
        (show_one_twice, "doubled"),
        (show_in_the_wrong_order, "reordered"),
        (hide_one, "unseen"),
        (show_a_note_to_the_client, "lost"),
        (change_a_text, "lost"),
        (acknowledge_with_another_number, "lost"),
        (answer_one_never, "unanswered"),
        (refuse_one, "refused"),
        (end_a_call, "calls ended"),
        (sign_somebody_out, "signed out"),
    ],
)
def test_a_planted_fault_is_found(planted: Planted, kind: str) -> None:
    history, stored = talk()
    planted(history, stored)
    verdict = check(history, stored, READERS)
    assert verdict.found[kind], verdict.examples()


def test_a_call_ended_by_its_own_side_is_no_fault() -> None:
    history, stored = talk()
    history.hung_up.add("call")
    history.calls.append(CallStep(2.0, "call", "ended", "hangup"))
    assert check(history, stored, READERS).good


def test_a_late_recovery_and_closed_sockets_are_missed() -> None:
    fault = FAULTS["Redis killed"]
    assert Row(fault, 20, back=fault.back, worst=99).misses() == []
    assert Row(fault, 20, back=fault.back + 0.1, worst=99).misses() == ["back after 10.1 s"]
    closed = Row(fault, 20, back=1, worst=1)
    closed.closed[1011] = 3
    assert closed.misses() == ["3 sockets closed"]


def test_a_message_is_pending_until_everybody_who_may_has_seen_it() -> None:
    history = History()
    history.write(Message("m", SESSION, "anna", 0, 0.0, "Hello"))
    history.ack("m", 1.0, 1)
    history.receive(SESSION, "anna", Entry(1.1, 1, "message.posted", "m", "Hello"))
    assert list(history.pending) == ["m"]
    history.receive(SESSION, "carla", Entry(1.2, 1, "message.posted", "m", "Hello"))
    assert not history.pending
