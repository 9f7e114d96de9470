"""The operator sends the client the steps for a device (C5)."""

from __future__ import annotations

import json
from typing import Any

from sessions_app.models import LogEntry, Session
from tests.world import refused, run
from videocall.device_help import help_send


def test_both_sides_get_an_entry_that_names_the_device(world: Any, session: str) -> None:
    run(help_send, world.anna, session=session, device="camera")
    line = LogEntry.objects.get(kind="help.sent")
    assert (line.role, line.name, json.loads(line.body), line.shared) == ("operator", "Anna", {"device": "camera"}, 1)


def test_only_the_operator_of_an_active_session_can_send_it(world: Any, session: str) -> None:
    assert refused(help_send, world.boris, session=session, device="camera").code == "session.not_found"
    Session.objects.update(state="wrapup")
    assert refused(help_send, world.anna, session=session, device="camera").code == "session.closed"
    assert not LogEntry.objects.exists()
