"""Messages, notes and read receipts: texts kept byte for byte, numbers without gaps, receipts that only grow."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from contactcenter.protocol import CLIENT_COMMANDS
from contactcenter.realtime.group_commit import unit
from sessions_app import log
from sessions_app.services import closing, messages
from tests.sessions_app.texts import TEXTS
from tests.world import World, bodies, log_of, refused, row_of, run


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_is_stored_and_sent_as_written(world: World, text: str) -> None:
    session = world.active()
    run(messages.message_post, world.carla, session=session, text=text, command_id="m1")
    assert bodies(session, "message.posted") == [{"text": text, "command": "m1"}]
    for audience in ("client", "operator"):
        told = msgspec.json.decode(log.text(log_of(session)[-1], audience))
        assert (told["text"], told["command"], told["by"]) == (text, "m1", {"role": "client", "name": "Carla"})


@pytest.mark.parametrize(("text", "kept"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("\n\na\n", "a"), ("  a  ", "  a  ")])
def test_line_endings_are_normalised_and_surrounding_empty_lines_dropped(world: World, text: str, kept: str) -> None:
    session = world.active()
    run(messages.message_post, world.carla, session=session, text=text)
    assert bodies(session, "message.posted")[0]["text"] == kept


@pytest.mark.parametrize("text", ["", " ", "\n\r\n", "\t", "\u2003\u00a0"])
def test_an_empty_message_is_refused(world: World, text: str) -> None:
    assert refused(messages.message_post, world.carla, session=world.active(), text=text).code == "message.empty"


def test_a_message_has_at_most_four_thousand_characters(world: World) -> None:
    session = world.active()
    run(messages.message_post, world.carla, session=session, text="\U0001f600" * 4000)
    assert refused(messages.message_post, world.carla, session=session, text="x" * 4001).code == "message.too_long"


def test_a_note_is_sent_to_operators_only_and_leaves_no_gap_in_client_numbering(world: World) -> None:
    session = world.active()
    for number in range(3):
        run(messages.message_post, world.carla, session=session, text=f"said {number}")
        run(messages.note_post, world.anna, session=session, text=f"secret {number}")
    row = row_of(session)
    operator = [msgspec.json.decode(line) for line in log.after(row, 0, "operator")]
    client = [msgspec.json.decode(line) for line in log.after(row, 0, "client")]
    assert [line["seq"] for line in operator] == list(range(1, row.head + 1))
    assert [line["seq"] for line in client] == list(range(1, row.shared + 1))
    assert "secret" not in "".join(log.after(row, 0, "client"))
    assert [line["text"] for line in operator if line["type"] == "note.posted"] == ["secret 0", "secret 1", "secret 2"]


def test_a_client_has_no_command_for_notes_files_or_presence() -> None:
    assert not any(command.__struct_config__.tag.startswith(("note.", "share.", "presence.")) for command in CLIENT_COMMANDS)


def marks(session: str) -> tuple[int, int, int, int]:
    row = row_of(session)
    return row.client_delivered, row.client_read, row.operator_delivered, row.operator_read


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seen=some.lists(some.tuples(some.sampled_from(["carla", "anna"]), some.integers(0, 12), some.integers(0, 12)), max_size=8))
def test_read_receipts_only_grow_and_stay_within_the_log(world: World, seen: list[tuple[str, int, int]]) -> None:
    session = world.active()
    for number in range(4):
        run(messages.message_post, world.carla, session=session, text=str(number))
    before = marks(session)
    for who, delivered, read in seen:
        run(messages.message_seen, getattr(world, who), session=session, delivered=delivered, read=read)
        after = marks(session)
        assert all(new >= old for new, old in zip(after, before, strict=True))
        assert max(after) <= row_of(session).shared
        assert after[1] <= after[0]
        assert after[3] <= after[2]
        before = after
    run(closing.session_end, world.carla, session=session)
    run(closing.session_wrapup, world.anna, session=session)


def test_an_unchanged_read_receipt_is_sent_to_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = world.active()
    run(messages.message_seen, world.anna, session=session, delivered=2, read=1)
    monkeypatch.setattr(messages, "unit", _Unit)
    run(messages.message_seen, world.anna, session=session, delivered=1, read=0)


class _Unit:
    """A unit of work whose notifications fail the test."""

    def __init__(self) -> None:
        self.ledger = unit().ledger

    def notify(self, *_: object) -> None:
        pytest.fail("it was told again")
