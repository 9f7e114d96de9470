"""A browser's state after a snapshot and later events equals a fresh snapshot, for every kind of event."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from contactcenter.protocol import LOG_EVENTS
from sessions_app.models import Client
from tests.contactcenter.reduce import opened, reduced
from tests.replay.lives import recorded
from tests.world import World

FILES = sorted((Path(__file__).parents[1] / "replay").glob("life-*.json"))


def holds(recording: dict[str, Any]) -> None:
    """Compare from the first entry a snapshot shows: everything after it must be the same."""
    reached, fresh = reduce(reduced, recording["events"], opened(recording["before"])), opened(recording["after"])
    for id, view in fresh["sessions"].items():
        mine = reached["sessions"].get(id, {"events": []})
        first = max((lines[0]["seq"] for lines in (mine["events"], view["events"]) if lines), default=0)
        for each in (mine, view):
            each["events"] = [line for line in each["events"] if line["seq"] >= first]
    assert reached == fresh


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=some.integers(0, 2**32))
def test_the_state_rebuilt_from_events_equals_a_fresh_snapshot(world: World, seed: int) -> None:
    number = Client.objects.count()
    client, operator = world.client(f"Client {number}"), world.operator(f"Operator {number}")
    for recording in recorded(client, operator, seed, steps=45):
        holds(recording)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_stored_recordings_replay_to_a_fresh_snapshot(file: Path) -> None:
    holds(json.loads(file.read_text(encoding="utf-8")))


def test_the_recordings_contain_every_kind_of_entry() -> None:
    told = {event["type"] for file in FILES for event in json.loads(file.read_text(encoding="utf-8"))["events"]}
    assert {event.__struct_config__.tag for event in LOG_EVENTS} - {"snapshot.taken", "board.frozen"} <= told
