"""Faults of the relay that the doctor names, and how it reads the relay's addresses."""

from __future__ import annotations

from typing import Any

import pytest

from operation.doctor import turn
from tests.operation.doctor.findings import fault, is_well
from tests.servers.process import free_port
from tests.servers.turn import SECRET, Turn


def test_a_relay_relays_both_ways_and_a_wrong_secret_is_named(settings: Any) -> None:
    with Turn() as relay:
        settings.TURN_URLS, settings.TURN_SECRET = [relay.url, relay.url.replace("udp", "tcp")], SECRET
        assert is_well("relay")
        settings.TURN_URLS, settings.TURN_SECRET = [relay.url], "another secret of 16"
        assert "CONTACTCENTER_TURN_SECRET" in fault("relay").advice


def test_a_relay_that_does_not_answer_is_named(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "SECONDS", 1.0)
    settings.TURN_URLS, settings.TURN_SECRET = [f"turn:127.0.0.1:{free_port()}?transport=tcp"], SECRET
    assert "can't be reached" in fault("relay").words


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("turn:turn.example", ("turn.example", 3478, "udp", False)),
        ("turns:turn.example:443?transport=tcp", ("turn.example", 443, "tcp", True)),
        ("turn:[2001:db8::1]:99?transport=udp", ("2001:db8::1", 99, "udp", False)),
        ("turn:[2001:db8::1]", ("2001:db8::1", 3478, "udp", False)),
    ],
)
def test_addresses_of_relays_are_read(url: str, parts: tuple[str, int, str, bool]) -> None:
    assert turn.address_of(url) == parts
