"""Opening hours of a group and times for a CallBack. Pure: standard library only, no rows, no clock.

Opening hours are wall-clock times in the group's own zone; all results are UTC. On the day the clocks go forward, a skipped time counts
as if they hadn't yet; on the day they go back, an opening begins at the first and ends at the second occurrence.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple, Protocol
from zoneinfo import ZoneInfo

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD: Final = 400
"""How many days ahead to look for an opening: longer than any holiday."""

SLOT_DAYS: Final = 7
SHORTEST: Final = timedelta(minutes=30)
HOUR: Final = timedelta(hours=1)


class Rules(Protocol):
    """Rules of a group: ``hours`` as ``{"mon": [["08:00", "12:00"]]}`` (empty: always), ``holidays`` as ISO days."""

    timezone: str
    hours: dict[str, list[list[str]]]
    holidays: list[str]


class Opening(NamedTuple):
    """From ``start`` until just before ``end``, both UTC."""

    start: datetime
    end: datetime


def is_open(rules: Rules, at: datetime) -> bool:
    """Whether the group is open at this moment."""
    return any(opening.start <= at < opening.end for opening in _around(rules, at, 1))


def next_opening(rules: Rules, at: datetime) -> datetime | None:
    """Return ``at`` itself if open then, else the next opening; None if there is none."""
    for opening in _around(rules, at, AHEAD):
        if at < opening.end:
            return max(at, opening.start)
    return None


def slots(rules: Rules, now: datetime, zone: str, days: int = SLOT_DAYS) -> list[Opening]:
    """Return the times offered for a CallBack, soonest first: opening hours cut at the full hours of the client's ``zone``.

    Slots shorter than half an hour or already begun are left out. Raises ``ValueError`` for an unknown zone.
    """
    client = zone_of(zone)
    last = now + timedelta(days=days)
    found: list[Opening] = []
    for opening in _around(rules, now, days + 1):
        start = max(opening.start, now)
        while start < opening.end and start < last:
            end = min(opening.end, _next_hour(start, client))
            if start > now and end - start >= SHORTEST:
                found.append(Opening(start, end))
            start = end
    return found


def zone_of(name: str) -> ZoneInfo:
    """Return the ZoneInfo for ``name``, which comes from the browser. Raises ``ValueError`` if it's unknown."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a directory, a path outside the database, or a missing name
        raise ValueError(f"there is no time zone {name[:60]!r}") from None


def _around(rules: Rules, at: datetime, days: int) -> Iterator[Opening]:
    """Return the openings from the day before ``at`` on; adjacent ones are merged."""
    first = at.astimezone(ZoneInfo(rules.timezone)).date() - timedelta(days=1)
    last: Opening | None = None
    for number in range(days + 2):
        for opening in _openings(rules, first + timedelta(days=number)):
            if last is not None and opening.start <= last.end:
                last = Opening(last.start, max(last.end, opening.end))
            else:
                if last is not None:
                    yield last
                last = opening
    if last is not None:
        yield last


def _openings(rules: Rules, day: date) -> Iterator[Opening]:
    if day.isoformat() in rules.holidays:
        return
    parts = rules.hours.get(DAYS[day.weekday()], []) if rules.hours else [["00:00", "24:00"]]
    zone = ZoneInfo(rules.timezone)
    for start, end in parts:
        opening = Opening(_moment(day, start, zone, fold=0), _moment(day, end, zone, fold=1))
        if opening.start < opening.end:
            yield opening


def _moment(day: date, clock: str, zone: ZoneInfo, *, fold: int) -> datetime:
    """Convert a wall-clock time to UTC; ``fold`` picks the first or second occurrence of a repeated time."""
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    local = datetime.combine(day, time.fromisoformat(clock), zone)
    exists = local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)
    return local.replace(fold=fold if exists else 0).astimezone(UTC)


def _next_hour(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the next full hour on the clock there."""
    local = at.astimezone(zone)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return at + HOUR - past
