"""The verdict on a history: what was acknowledged is stored once, in order and without holes, and both sides saw exactly that.

Pure: reads what the clients saw and what is stored, nothing else. It doesn't know which faults there were.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.history import History, Message, Readers, Stored, StoredEntry

KINDS = ("lost", "doubled", "reordered", "holes", "unseen", "unanswered", "refused", "signed out", "calls ended", "files lost")
MESSAGES = frozenset({"message.posted", "note.posted"})
OVER = frozenset({"declined", "cancelled", "expired", "ended", "failed"})
SIGNED_OUT = frozenset({401, 403, 4401, 4403})
"""Close codes, and the status of refused handshakes."""


@dataclass
class Verdict:
    """What is wrong, in words by kind; nothing if all is well."""

    acked: int = 0
    found: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def add(self, kind: str, words: str) -> None:
        self.found[kind].append(words)

    @property
    def good(self) -> bool:
        return not any(self.found.values())

    def counts(self) -> dict[str, int]:
        return {kind: len(words) for kind, words in self.found.items()}

    def examples(self, each: int = 3) -> list[str]:
        return [f"{kind}: {words}" for kind, found in self.found.items() for words in found[:each]]


def check(history: History, stored: Stored, readers: Readers) -> Verdict:
    """Compare the whole history with the rows. Called when everybody had time to catch up."""
    verdict = Verdict(acked=history.acked)
    _check_answers(history, stored, verdict)
    _check_numbers(stored, verdict)
    _check_order(history, stored, verdict)
    for session, people in readers.items():
        for person, role in people.items():
            _check_reader(history, stored.get(session, []), session, person, role, verdict)
    _check_calls(history, verdict)
    for closed in history.closed:
        if closed.code in SIGNED_OUT:
            verdict.add("signed out", f"{closed.person}: {closed.code}")
    return verdict


def _check_answers(history: History, stored: Stored, verdict: Verdict) -> None:
    times = Counter(entry.command for entries in stored.values() for entry in entries if entry.command in history.messages)
    for message in history.messages.values():
        if message.refused:
            verdict.add("refused", f"{message.id}: {message.refused}")
        elif message.acked is None:
            verdict.add("unanswered", message.id)
        elif not times[message.id]:
            verdict.add("lost", f"{message.id} was acknowledged and isn't stored")
        if times[message.id] > 1:
            verdict.add("doubled", f"{message.id} is stored {times[message.id]} times")
    places = {(entry.command, session) for session, entries in stored.items() for entry in entries if entry.command}
    for message in history.messages.values():
        if times[message.id] and (message.id, message.session) not in places:
            verdict.add("lost", f"{message.id} is stored in another session")


def _check_numbers(stored: Stored, verdict: Verdict) -> None:
    for session, entries in stored.items():
        numbers = [entry.seq for entry in entries]
        shared = [entry.shared for entry in entries if entry.shared is not None]
        for name, found in (("seq", numbers), ("shared", shared)):
            if found != list(range(1, len(found) + 1)):
                verdict.add("holes", f"{name} of {session} isn't 1 to {len(found)}")


def _check_order(history: History, stored: Stored, verdict: Verdict) -> None:
    """Each author's messages are stored as they were written."""
    for session, entries in stored.items():
        newest: dict[str, int] = {}
        for entry in entries:
            message = history.messages.get(entry.command)
            if message is None:
                continue
            if message.number <= newest.get(message.author, -1):
                verdict.add("reordered", f"{message.id} is stored after a later one in {session}")
            newest[message.author] = max(message.number, newest.get(message.author, -1))


def _check_reader(history: History, entries: list[StoredEntry], session: str, person: str, role: str, verdict: Verdict) -> None:
    """One side saw each stored entry it may see once, in order, with its number; and no other."""
    numbered = {(entry.shared if role == "client" else entry.seq): entry for entry in entries}
    expected = {seq: entry for seq, entry in numbered.items() if seq is not None}
    seen = history.received.get((session, person), [])
    sequence = [entry.seq for entry in seen]
    if sequence != sorted(sequence):
        verdict.add("reordered", f"{person} saw the entries of {session} out of order")
    for seq, times in Counter(sequence).items():
        if times > 1:
            verdict.add("doubled", f"{person} saw entry {seq} of {session} {times} times")
    for id, times in Counter(entry.command for entry in seen if entry.kind in MESSAGES and entry.command).items():
        if times > 1:
            verdict.add("doubled", f"{person} saw {id} {times} times")
    for missing in sorted(expected.keys() - set(sequence)):
        verdict.add("unseen", f"{person} didn't see entry {missing} of {session} ({expected[missing].command or 'no message'})")
    for entry in seen:
        row = expected.get(entry.seq)
        if row is None or row.kind != entry.kind or (entry.kind in MESSAGES and row.command != entry.command):
            verdict.add("lost", f"{person} saw {entry.command or entry.kind} as entry {entry.seq} of {session}; stored is {row}")
        _check_text(history.messages.get(entry.command), entry.text, person, verdict)
    for message in history.messages.values():
        if (message.author, message.session) == (person, session) and message.acked is not None:
            row = expected.get(message.seq or 0)
            if row is None or row.command != message.id:
                verdict.add("lost", f"{message.id} was acknowledged as entry {message.seq}, which is {row}")


def _check_text(message: Message | None, text: str, person: str, verdict: Verdict) -> None:
    if message and text != message.text:
        verdict.add("lost", f"{person} saw another text for {message.id}")


def _check_calls(history: History, verdict: Verdict) -> None:
    """Only its own sides end a call."""
    over = {step.call: step for step in history.calls if step.state in OVER and step.call not in history.hung_up}
    for step in over.values():
        verdict.add("calls ended", f"{step.call} became {step.state} ({step.reason})")
