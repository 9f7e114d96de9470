"""How long people were without a socket is measured as they feel it. The restart itself: ``python -m tests.restart``."""

from __future__ import annotations

from tests.faults.history import Closed, History
from tests.restart.rolling import interruptions


def test_an_interruption_lasts_from_the_cut_to_the_next_greeting() -> None:
    history = History()
    history.opened += [(0.0, "carla"), (0.0, "david"), (12.5, "carla")]
    history.closed += [Closed(10.0, "carla", 1012), Closed(11.0, "carla", None), Closed(20.0, "david", 1006)]
    assert interruptions(history) == ([float("inf"), 2.5], {1012: 1, 1006: 1})
