"""Internal content never reaches a client, whatever number anybody sends. Runs on both databases.

The commands come from the protocol's classes: one with a number but without an example in ``private.ROWS`` fails here.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec import inspect

from contactcenter.protocol import CLIENT_COMMANDS, OPERATOR_COMMANDS
from contactcenter.realtime.wire import Command
from sessions_app import log
from sessions_app.log.statements import EntryRow
from sessions_app.models import Session
from tests.contactcenter.numbers import VALUES, Path, numbers, values, with_number
from tests.contactcenter.private import ROWS, SECRET, Private
from tests.sessions_app.sample_files import use_folder
from tests.world.tabs import Tabs

BY_ROLE = {"client": CLIENT_COMMANDS, "operator": OPERATOR_COMMANDS}
NUMBERED = [
    pytest.param(role, command, id=f"{role}-{command.__struct_config__.tag}")
    for role, commands in BY_ROLE.items()
    for command in commands
    if numbers(command)
]


@pytest.fixture
def private(transactional_db: None, tmp_path: Any, settings: Any) -> Private:
    use_folder(settings, tmp_path)
    settings.RATE_SCALE = 1000
    return Private()


def internal(frame: dict[str, Any]) -> bool:
    """Return whether a client must not see this frame."""
    session = frame.get("session")
    lines = [frame, *frame.get("events", []), *(session["events"] if isinstance(session, dict) else [])]
    unnumbered = any("seq" in line and (line["seq"] is None or line["shared"] is None) for line in lines)
    return unnumbered or SECRET in json.dumps(frame)


def holds(body: dict[str, Any], path: Path) -> bool:
    try:
        with_number(body, path, 0)
    except KeyError:
        return False
    return True


@pytest.mark.parametrize(("role", "command"), NUMBERED)
def test_every_command_with_a_number_has_an_example(role: str, command: type[Command]) -> None:
    nobody: Any = SimpleNamespace(current="s", past="p", board="b", call="c", carla=SimpleNamespace(name="Carla"))
    bodies = [row(nobody, role) for row in ROWS[command]]
    assert [path for path, _kind in numbers(command) if not any(holds(body, path) for body in bodies)] == []


@pytest.mark.parametrize(
    "command", list(dict.fromkeys([*CLIENT_COMMANDS, *OPERATOR_COMMANDS])), ids=lambda command: command.__name__
)
def test_every_number_in_a_command_has_bounds(command: type[Command]) -> None:
    for path, kind in numbers(command):
        assert isinstance(kind, inspect.IntType | inspect.FloatType), path
        assert kind.ge is not None, path
        assert kind.le is not None, path


@pytest.mark.parametrize(("role", "command"), NUMBERED)
async def test_no_number_shows_a_client_internal_content(private: Private, tabs: Tabs, role: str, command: type[Command]) -> None:
    listening = await tabs.client(private.carla)
    heard = listening.events
    sender = private.carla if role == "client" else private.anna
    tag = str(command.__struct_config__.tag)
    reached = 0
    for row in ROWS[command]:
        body = row(private, role)
        tried = [(path, value) for path, kind in numbers(command) if holds(body, path) for value in values(kind)]
        for path, value in tried:
            tab = await (tabs.silent if tag == "hello" else getattr(tabs, role))(sender)
            answer = await tab.do(tag, **with_number(body, path, value))
            reached += not answer.get("code", "").startswith(("frame.", "command."))
            heard += tab.events if role == "client" else []
            await tab.close()
    assert reached, "no command got through: the example doesn't reach the code"
    assert (await listening.do("session.history", session=private.past, before=1000))["type"] == "ack"
    assert [frame for frame in heard if internal(frame)] == []
    assert any(frame["type"] == "session.page" for frame in heard)


@pytest.mark.parametrize("number", VALUES)
def test_the_log_gives_a_client_only_shared_entries(private: Private, number: int) -> None:
    for public_id in (private.past, private.current):
        row = Session.objects.get(public_id=public_id)
        shown = [*log.after(row, number, "client"), *(bytes(line).decode() for line in log.page(row, number, "client")[0])]
        assert [line for line in shown if SECRET in line] == []


def test_an_internal_entry_cannot_be_serialised_for_a_client(private: Private) -> None:
    with pytest.raises(ValueError, match="operators only"):
        log.text(EntryRow("session", 1, "note.posted", "{}", "operator", "Anna", datetime.now(UTC), seq=3), "client")
