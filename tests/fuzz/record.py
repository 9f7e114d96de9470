"""Writes what a whole run has shown into docs/reliability.md."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.faults import table
from tests.fuzz.cases import CLASSES
from tests.fuzz.frames import Plan, Result

SYSTEMS: Final = {"sqlite": "SQLite", "postgres": "PostgreSQL and Redis"}


def words(command: str, kind: str, plan: Plan, result: Result) -> str:
    """Return the result in a few lines: what was sent, what came of it, what was found."""
    counts, seen = result.counts, result.seen
    if kind == "frames":
        what = f"{counts.frames:,} frames and {counts.raw:,} pieces of raw bytes"
        done = f"{counts.acks:,} were carried out, of {len(CLASSES) - len(result.missing())} of {len(CLASSES)} kinds of command"
    else:
        what = f"{counts.frames:,} requests"
        by_hundreds = {first: sum(number for code, number in counts.faults.items() if code[0] == first) for first in "2345"}
        done = ", ".join(f"{number:,} answers of {first}xx" for first, number in by_hundreds.items())
    kinds = Counter(finding.kind for finding in result.findings)
    found = (
        "Nothing was found"
        if not kinds
        else "**Found: " + ", ".join(f"{number} × {kind}" for kind, number in kinds.items()) + "**"
    )
    waited = f"the slowest message took {seen.worst:.1f} s, the slowest page {seen.worst_page:.1f} s"
    honest = f"Beside it honest users acted {seen.actions:,} times: {seen.refused} were refused, {waited}."
    time = f"{datetime.now(UTC):%d %B %Y %H:%M} UTC"
    sent = f"{what} on {SYSTEMS[plan.database]} in {result.seconds / 60:.0f} minutes; {done}. {found}."
    return f"`{command}`, {time}.\n\n{sent}\n{honest} Memory: {seen.memory}."


def write(command: str, kind: str, plan: Plan, result: Result, page: Path = table.PAGE) -> None:
    """Put the result in its place on the page."""
    table.write(f"fuzz {kind}", words(command, kind, plan, result), page)
