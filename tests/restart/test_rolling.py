"""A rolling restart loses no message and no call, and everybody comes back. How soon, and the full size: ``python -m tests.restart``."""

from __future__ import annotations

import pytest

from tests.faults.history import Closed, History
from tests.faults.model import Size
from tests.restart.rolling import interruptions, restart_both


@pytest.mark.timeout(240)
async def test_restarting_both_processes_costs_no_message_and_no_call() -> None:
    result = await restart_both(Size(clients=60, operators=10, calls=6, rate=30))
    assert result.misses() == []


def test_an_interruption_lasts_from_the_cut_to_the_next_greeting() -> None:
    history = History()
    history.opened += [(0.0, "carla"), (0.0, "david"), (12.5, "carla")]
    history.closed += [Closed(10.0, "carla", 1012), Closed(11.0, "carla", None), Closed(20.0, "david", 1006)]
    assert interruptions(history) == ([float("inf"), 2.5], {1012: 1, 1006: 1})
