"""Measures of a contact centre (A5), each with one definition. Pure: counts go in, numbers come out.

``Totals`` can be added up: those of two groups, hours or days together give the measures of both.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts and sums of sessions that entered the queue. Seconds are sums; each belongs to a count.

    ``within``: accepted within the group's target; ``handled``: closed after having been accepted; ``satisfied``: rated four or five;
    ``engaged``: of the time operators were online, that with at least one conversation or wrap-up.
    """

    offered: int = 0
    accepted: int = 0
    within: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    missed: int = 0
    handled: int = 0
    rated: int = 0
    satisfied: int = 0
    offers: int = 0
    offers_ran_out: int = 0
    answer_seconds: float = 0
    handling_seconds: float = 0
    talk_seconds: float = 0
    wrapup_seconds: float = 0
    online_seconds: float = 0
    engaged_seconds: float = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(Totals)})


Number = int | float | None

NAMES: Final = (
    "offered", "accepted", "abandoned", "short_abandoned", "missed", "service_level", "speed_of_answer", "abandon_rate",
    "handling_time", "talk_time", "wrapup_time", "occupancy", "missed_offers", "satisfaction", "rated",
)  # fmt: skip
"""In the order of reports, on the wire and as heads of CSV columns."""
LIVE: Final = ("waiting", "longest_wait", "active", "calls", "online", "away")
"""Measures of this moment; the others are those of a time."""
SHARES: Final = frozenset({"service_level", "abandon_rate", "occupancy", "missed_offers", "satisfaction"})
"""Numbers from 0 to 1."""
SECONDS: Final = frozenset({"speed_of_answer", "handling_time", "talk_time", "wrapup_time"})


def measures(totals: Totals) -> dict[str, Number]:
    """Return all measures by name. None where there is nothing to divide by, never 0 or 1."""
    patient = totals.abandoned - totals.short_abandoned
    return {
        "offered": totals.offered,
        "accepted": totals.accepted,
        "abandoned": totals.abandoned,
        "short_abandoned": totals.short_abandoned,
        "missed": totals.missed,
        "service_level": _ratio(totals.within, totals.accepted + patient + totals.missed),
        "speed_of_answer": _ratio(totals.answer_seconds, totals.accepted),
        "abandon_rate": _ratio(patient, totals.offered - totals.short_abandoned),
        "handling_time": _ratio(totals.handling_seconds, totals.handled),
        "talk_time": _ratio(totals.talk_seconds, totals.handled),
        "wrapup_time": _ratio(totals.wrapup_seconds, totals.handled),
        "occupancy": _ratio(totals.engaged_seconds, totals.online_seconds),
        "missed_offers": _ratio(totals.offers_ran_out, totals.offers),
        "satisfaction": _ratio(totals.satisfied, totals.rated),
        "rated": totals.rated,
    }


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
