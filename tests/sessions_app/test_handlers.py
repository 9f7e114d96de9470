"""Every command has a handler, and every field of a command is read by one."""

from __future__ import annotations

import inspect
import re

import pytest

from contactcenter.protocol import CLIENT_COMMANDS, OPERATOR_COMMANDS, SUPERVISOR_COMMANDS
from contactcenter.realtime.wire import Command
from contactcenter.sockets import ClientSocket, OperatorSocket, SupervisorSocket
from sessions_app.consumers.handlers import Handler
from sessions_app.protocol import DETAILS
from sessions_app.protocol.details import DetailsCommand

COMMANDS = [
    (socket, command)
    for socket, commands in (
        (ClientSocket, CLIENT_COMMANDS),
        (OperatorSocket, OPERATOR_COMMANDS),
        (SupervisorSocket, SUPERVISOR_COMMANDS),
    )
    for command in commands
]


def names(socket: type, command: type[Command]) -> str:
    return f"{socket.__name__} {command.__struct_config__.tag}"


@pytest.mark.parametrize(("socket", "command"), COMMANDS, ids=[names(*each) for each in COMMANDS])
def test_every_field_of_a_command_is_read(socket: type, command: type[Command]) -> None:
    handler = getattr(socket, "on_" + str(command.__struct_config__.tag).replace(".", "_"))
    fields = set(command.__struct_fields__) - {"id"}
    if isinstance(handler, Handler):
        named = fields - set(DETAILS) if issubclass(command, DetailsCommand) else fields
        assert named == set(inspect.signature(handler.service).parameters) - {"by", "author", "details"} - absent(handler, fields)
        return
    code = inspect.getsource(handler)
    code += "".join(inspect.getsource(getattr(socket, name)) for name in re.findall(r"self\.(_\w+)\([^)]*command", code))
    passed = "fields_of(command)" in code
    assert {field for field in fields if not passed and f"command.{field}" not in code and f'"{field}"' not in code} == set()


def absent(handler: Handler, fields: set[str]) -> set[str]:
    """Arguments with a default that only other callers pass."""
    parameters = inspect.signature(handler.service).parameters.values()
    return {each.name for each in parameters if each.name not in fields and each.default is not each.empty}
