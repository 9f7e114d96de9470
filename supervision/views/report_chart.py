"""The chart of a report: columns over hours, weekdays, days or weeks, as SVG. The table below it has the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from supervision.rules.measures import Totals

OVER_TIME: Final = frozenset({"hour", "weekday", "day", "week"})
HEIGHT: Final = 180
WIDTH: Final = 760
"""Width of all columns together; more of them than fit make the chart wider."""
COLUMN: Final = 30
"""Least width of a column with the gap beside it."""
BAR: Final = 48
"""Greatest width of a column without the gap."""
LABEL: Final = 84
"""Width of a label: a full date."""
MARGIN: Final = 44


def chart(by: str, rows: Sequence[tuple[str, str, Totals]]) -> dict[str, Any] | None:
    """Draw ``rows``: name, address of the sessions, totals. None where there is no order in time, or nothing to draw."""
    most = max((totals.offered for _name, _link, totals in rows), default=0)
    if by not in OVER_TIME or not most:
        return None
    top = _round_up(most)
    scale = HEIGHT / top
    column = max(COLUMN, WIDTH // len(rows))
    bar = min(BAR, column * 2 // 3)
    every = -(-LABEL // column)
    columns = []
    for place, (name, link, totals) in enumerate(rows):
        columns.append(
            {
                "x": MARGIN + place * column,
                "bar": MARGIN + place * column + (column - bar) // 2,
                "middle": MARGIN + place * column + column // 2,
                "name": name,
                "link": link,
                "label": name if place % every == 0 else "",
                "parts": _parts(totals, scale),
                "offered": totals.offered,
                "accepted": totals.accepted,
            }
        )
    width = MARGIN + len(rows) * column + max(0, LABEL - column) // 2  # room for the last label
    lines = [{"y": round(HEIGHT - top * part / 4 * scale, 1), "value": f"{top * part / 4:g}"} for part in range(5)]
    return {
        "columns": columns, "lines": lines, "width": width, "height": HEIGHT, "column": column, "bar": bar,
        "long": len(rows) > 40,
    }  # fmt: skip


def _parts(totals: Totals, scale: float) -> list[dict[str, Any]]:
    """Return the pieces of a column from the bottom: accepted, lost (abandoned or missed), and what still waits."""
    lost = totals.abandoned + totals.missed
    counts = {"accepted": totals.accepted, "lost": lost, "open": totals.offered - totals.accepted - lost}
    parts, below = [], 0.0
    for kind, count in counts.items():
        if count > 0:
            below += count * scale
            parts.append({"kind": kind, "y": round(HEIGHT - below, 2), "height": round(count * scale, 2)})
    return parts


def _round_up(most: int) -> int:
    """Return a number from ``most`` on that can be divided by four and read easily."""
    unit = 10 ** (len(str(most)) - 1)
    tops = (tenths * unit // 10 for tenths in (12, 20, 40, 60, 80, 100))
    return next((top for top in tops if top >= most and top % 4 == 0), 12)
