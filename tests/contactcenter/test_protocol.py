"""The generated protocol: deterministic, complete, and up to date in the tree."""

from __future__ import annotations

import io
import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from msgspec import Struct

from contactcenter.protocol import CLIENT_COMMANDS, EVENTS, LOG_EVENTS, OPERATOR_COMMANDS, SUPERVISOR_COMMANDS
from contactcenter.protocol_files import constants, markdown, types
from contactcenter.realtime.js_types import Schema
from contactcenter.realtime.wire import Ack, Command, Event, FaultAnswer
from sessions_app.protocol import ClientSnapshot, LogEvent, MessagePosted
from videocall.moves import MOVES
from videocall.protocol import CallChanged, CallIce


def tags(classes: list[type[Struct]]) -> list[str]:
    return [str(cls.__struct_config__.tag) for cls in classes]


def written(base: type[Struct]) -> set[type[Struct]]:
    """Return the product's classes below ``base`` at any depth."""
    below = {inner for cls in base.__subclasses__() for inner in {cls, *written(cls)}}
    return {cls for cls in below if not cls.__module__.startswith("tests.")}


def union(name: str) -> set[str]:
    found = re.search(rf"@typedef {{([^}}]*)}} {name}\n", types())
    assert found
    return set(found[1].split(" | "))


def test_the_registry_has_events_and_answers_of_all_apps_but_no_base_classes() -> None:
    assert {Ack, FaultAnswer, MessagePosted, CallChanged, ClientSnapshot, CallIce} <= set(EVENTS)
    assert LogEvent not in EVENTS
    assert {MessagePosted, CallChanged} <= set(LOG_EVENTS)
    assert ClientSnapshot not in LOG_EVENTS


def test_messages_are_found_in_whatever_file_they_are() -> None:
    def messages(base: type[Struct]) -> set[type[Struct]]:
        """Classes with a name of their own: the others are bases."""
        return {cls for cls in written(base) if cls.__struct_config__.tag != cls.__name__}

    assert messages(Event) == set(EVENTS)
    assert messages(Command) == {*CLIENT_COMMANDS, *OPERATOR_COMMANDS, *SUPERVISOR_COMMANDS}


@pytest.mark.parametrize("classes", [CLIENT_COMMANDS, OPERATOR_COMMANDS, SUPERVISOR_COMMANDS, EVENTS])
def test_no_two_messages_have_the_same_type(classes: list[type[Struct]]) -> None:
    assert len(tags(classes)) == len(set(tags(classes)))


def test_the_unions_name_exactly_the_messages() -> None:
    assert union("ClientCommand") == {cls.__name__ for cls in CLIENT_COMMANDS}
    assert union("OperatorCommand") == {cls.__name__ for cls in OPERATOR_COMMANDS}
    assert union("SupervisorCommand") == {cls.__name__ for cls in SUPERVISOR_COMMANDS}
    assert union("ServerEvent") == {cls.__name__ for cls in EVENTS}
    assert union("LogEvent") == {cls.__name__ for cls in LOG_EVENTS}


def test_every_used_type_is_defined() -> None:
    text = constants() + types()
    defined = set(re.findall(r"@typedef {.*?} (\w+)", text)) | {"Record", "Omit", "Readonly", "ReadonlyArray", "T"}
    used = {
        word
        for kind in re.findall(r"@(?:property|typedef|type) {(.*)}", text)
        for word in re.findall(r"\b[A-Z]\w*", re.sub(r'"[^"]*"', "", kind))
    }
    assert used <= defined


def test_raw_json_has_the_type_of_its_content() -> None:
    assert "@property {LogEvent[]} events" in types()
    assert "@property {CallView[]} calls" in types()


def test_every_move_of_a_call_reaches_the_browser() -> None:
    assert constants().count('{"from": ') == len(MOVES)


def test_the_protocol_page_lists_every_message() -> None:
    headings = set(re.findall(r"^### (\S+)$", markdown(), re.MULTILINE))
    assert set(tags([*CLIENT_COMMANDS, *OPERATOR_COMMANDS, *SUPERVISOR_COMMANDS, *EVENTS])) <= headings


class Inner(Struct, omit_defaults=True):
    """Goes only where it says something."""

    sure: int
    maybe: str = ""


class Ask(Command, tag="ask.now"):
    """Asks ``now``."""

    inner: list[Inner | None]
    words: dict[str, bool] | None = None


class Strange(Struct):
    anything: object


def test_optional_fields_are_marked() -> None:
    schema = Schema([], raw={})
    shape = schema.shape(Ask)
    assert (shape.tag, shape.meaning) == ("ask.now", "Asks `now`.")
    assert [(each.name, each.type, each.optional) for each in shape.properties] == [
        ("id", "string", False),
        ("inner", "(Inner | null)[]", False),
        ("words", "Record<string, boolean> | null", True),
    ]
    assert [each.optional for each in schema.shape(Inner).properties] == [False, True]
    assert schema.views([Ask]) == [Inner]


def test_a_type_without_a_javascript_equivalent_is_an_error() -> None:
    with pytest.raises(TypeError, match="anything"):
        Schema([], raw={}).shape(Strange)


def test_the_generated_files_are_up_to_date() -> None:
    call_command("protocol", check=True, stdout=io.StringIO())


def test_check_fails_on_outdated_files_and_writes_nothing(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "static" / "contactcenter" / "wire").mkdir(parents=True)
    with pytest.raises(CommandError, match=r"constants\.js, protocol\.js"):
        call_command("protocol", check=True)
    assert not list((tmp_path / "docs").iterdir())
    call_command("protocol", stdout=io.StringIO())
    call_command("protocol", check=True)
    assert (tmp_path / "docs" / "protocol.md").read_text() == markdown()
