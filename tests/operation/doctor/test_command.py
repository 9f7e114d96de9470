"""The command: words for people, JSON for programs, and an exit code for both."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command

from operation.doctor import PARTS
from tests.operation.doctor.findings import fault
from tests.servers.process import free_port


def test_the_command_tells_programs_the_same_and_fails_when_something_is_wrong(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PUBLIC_URL = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", "--only", "proxy", "--only", "redis")
    told = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert told["healthy"] is False
    assert [finding["part"] for finding in told["findings"]] == ["redis", "proxy"]


def test_an_examination_that_breaks_is_a_finding_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise LookupError("never seen")

    monkeypatch.setitem(PARTS, "redis", broken)
    assert "LookupError: never seen" in fault("redis").words


def test_people_read_what_is_wrong_and_what_to_do(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.PUBLIC_URL = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(SystemExit):
        call_command("doctor", "--only", "redis", "--only", "proxy")
    well, wrong, advice, *_rest, last = capsys.readouterr().out.splitlines()
    assert well == "✓ redis: None is set: right for one process."
    assert wrong.startswith("✗ proxy: ")
    assert advice.startswith("    Check the name in DNS")
    assert last == "1 to mend."


def test_nothing_wrong_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("doctor", "--only", "redis")
    assert capsys.readouterr().out.endswith("Nothing to mend.\n")
