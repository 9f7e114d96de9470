"""How long a client in line will wait, told by how long others have waited. Pure: no rows, no clock.

Nothing is told without a basis: a wrong promise is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from typing import Final

SPAN: Final = timedelta(hours=1)
"""Only those accepted within this time before now count."""
BASIS: Final = 3
"""So many of them are needed."""


def expected_wait(accepted: Sequence[float], waiting: Sequence[float], place: int) -> int | None:
    """Seconds a newcomer at this place in line will wait; None without a basis.

    ``accepted``: seconds each client accepted within SPAN had waited; ``waiting``: seconds each client in line has waited so far. A
    wait that is longer than usual already counts too, so a queue that has stopped moving is not promised to move as before.

    The median belongs to the usual place. By Little's law, clients accepted per second times their wait is how many stood in line.
    """
    if len(accepted) < BASIS:
        return None
    usual = median(accepted)
    usual = median([*accepted, *(wait for wait in waiting if wait > usual)])
    usual_place = 1 + len(accepted) * usual / SPAN.total_seconds()
    return round(usual * place / usual_place)
