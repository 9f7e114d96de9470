"""When an alert (A7) fires and resolves: pending while the measure is beyond its threshold, firing after long enough, resolved once it's
back. Fires once, resolves once, and then rests. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

UNSEEN: Final = timedelta(seconds=60)
"""After such a time without an evaluation (a restart) *for at least* begins anew: nobody knows what was in between."""

Change = Literal["", "fired", "resolved"]


@dataclass(frozen=True, slots=True)
class Standing:
    """``since``: the measure has been beyond its threshold; ``rests_until``: it doesn't fire before; ``seen``: last evaluated."""

    firing: bool = False
    since: datetime | None = None
    rests_until: datetime | None = None
    seen: datetime | None = None


def beyond(value: float | None, comparison: str, threshold: float) -> bool:
    """Return whether the measure is above or below the threshold. Nothing to divide by is neither."""
    if value is None:
        return False
    return value > threshold if comparison == "above" else value < threshold


def step(standing: Standing, breached: bool | None, now: datetime, hold: timedelta, rest: timedelta) -> tuple[Standing, Change]:
    """Return the next standing, and what happened.

    ``breached`` is None if the rule couldn't be evaluated: it doesn't fire, and what fires goes on. ``hold``: for at least so long;
    ``rest``: the shortest time between the end of an alert and the next one.
    """
    seen = replace(standing, seen=now)
    if breached is None:
        return replace(seen, since=standing.since if standing.firing else None), ""
    if standing.firing:
        return (seen, "") if breached else (Standing(rests_until=now + rest, seen=now), "resolved")
    if not breached:
        return replace(seen, since=None), ""
    watched = standing.seen is not None and timedelta() <= now - standing.seen <= UNSEEN
    since = standing.since if watched and standing.since is not None else now
    rested = standing.rests_until is None or now >= standing.rests_until
    if rested and now - since >= hold:
        return Standing(firing=True, since=since, seen=now), "fired"
    return replace(seen, since=since), ""
