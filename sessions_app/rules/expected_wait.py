"""Expected wait of a client in the queue, estimated from recent waits. Pure: no rows, no clock.

Without enough data there's no estimate: a wrong promise is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from typing import Final

SPAN: Final = timedelta(hours=1)
"""Only sessions accepted within this time count."""
BASIS: Final = 3
"""Minimum number of accepted sessions."""


def expected_wait(accepted: Sequence[float], waiting: Sequence[float], place: int) -> int | None:
    """Return the expected seconds for a new client at this place in the queue; None without enough data.

    ``accepted``: seconds each client accepted within SPAN had waited; ``waiting``: seconds each client in the queue has waited so far. A
    wait already longer than usual counts too, so a stalled queue isn't promised to move as before.

    The median applies to the usual place. By Little's law, clients accepted per second times their wait is the queue's usual length.
    """
    if len(accepted) < BASIS:
        return None
    usual = median(accepted)
    usual = median([*accepted, *(wait for wait in waiting if wait > usual)])
    usual_place = 1 + len(accepted) * usual / SPAN.total_seconds()
    return round(usual * place / usual_place)
