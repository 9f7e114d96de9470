"""The messages of an operator's own day (A11)."""

from __future__ import annotations

from contactcenter.realtime.wire import Command, Event


class DayAsk(Command, tag="day.ask"):
    """Ask for the operator's own numbers of today. Answered by ``day``."""


class OwnDay(Event, tag="day"):
    """The operator's own numbers since midnight at the place, defined as in reports. Times in seconds; null where there's nothing to
    divide by. ``missed``: offers that ran out. ``satisfaction``: from 0 to 1, of ``rated`` sessions.
    """

    accepted: int
    missed: int
    handling_time: float | None
    satisfaction: float | None
    rated: int
    online: float
    away: float


DAY_COMMANDS: list[type[Command]] = [DayAsk]
