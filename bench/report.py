"""What a measurement found, and the page it is written to."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
INTRODUCTION = ROOT / "bench" / "introduction.md"


@dataclass(frozen=True)
class Figure:
    """One row: what, how much, out of which rounds, and the goal it is held against."""

    what: str
    value: str
    rounds: str = ""
    goal: str = ""
    met: bool | None = None


def middle(values: list[float], digits: int = 0) -> str:
    """The median as text."""
    return f"{median(values):,.{digits}f}"


def spread(values: list[float], digits: int = 0) -> str:
    """All rounds as text, as they came."""
    return " · ".join(f"{value:,.{digits}f}" for value in values)


def at_most(what: str, values: list[float], limit: float, unit: str, digits: int = 2) -> Figure:
    """A figure whose median must not be above ``limit``."""
    return Figure(
        what, f"{middle(values, digits)} {unit}", spread(values, digits), f"≤ {limit:g} {unit}", median(values) <= limit
    )


def at_least(what: str, values: list[float], limit: float, unit: str, digits: int = 2) -> Figure:
    """A figure whose median must not be below ``limit``."""
    return Figure(
        what, f"{middle(values, digits)} {unit}", spread(values, digits), f"≥ {limit:g} {unit}", median(values) >= limit
    )


def plain(what: str, values: list[float], unit: str, digits: int = 0) -> Figure:
    """A figure without a goal."""
    return Figure(what, f"{middle(values, digits)} {unit}", spread(values, digits))


def table(figures: list[Figure]) -> str:
    """The figures as Markdown."""
    rows = ["| | median | rounds | goal | |", "|---|---|---|---|---|"]
    for figure in figures:
        verdict = {True: "met", False: "**missed**", None: ""}[figure.met]
        rows.append(f"| {figure.what} | {figure.value} | {figure.rounds} | {figure.goal} | {verdict} |")
    return "\n".join(rows)


def machine() -> str:
    """Where it was measured: enough to compare runs, nothing that names the machine."""
    cores = os.cpu_count()
    day = datetime.now(UTC).date().isoformat()
    return f"Measured {day} on {cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}."


def write(title: str, figures: list[Figure], order: list[str]) -> None:
    """Put a section on the page in place of the one it had; the sections stand in ``order``, others leave the page."""
    found = _sections(PAGE.read_text()) | {title: f"{machine()}\n\n{table(figures)}"}
    parts = [INTRODUCTION.read_text().strip(), *(f"## {name}\n\n{found[name]}" for name in order if name in found)]
    PAGE.write_text("\n\n".join(parts) + "\n")


def _sections(page: str) -> dict[str, str]:
    """What stands under each heading."""
    parts = page.split("\n## ")[1:]
    return {part.partition("\n")[0].strip(): part.partition("\n")[2].strip() for part in parts}
