"""The table of a run, and its place in docs/reliability.md."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.rig import Result, Row

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reliability.md"
HEADS = (
    "| fault | times | back, 99 of 100 people | everybody | limit | sockets closed, most | slowest ack | |\n"
    "|---|---|---|---|---|---|---|---|"
)


def lines(result: Result) -> list[str]:
    """Return a line for each fault: the worst of its runs."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in result.rows:
        by_name[row.fault.name].append(row)
    found = []
    for name, rows in by_name.items():
        fault = rows[0].fault
        misses = sorted({miss for row in rows for miss in row.misses()})
        cells = [
            f"{name}: {fault.about}", str(len(rows)), f"{max(row.back for row in rows):.1f} s",
            f"{max(row.worst for row in rows):.1f} s", f"{fault.back:.0f} s", str(max(row.closed.total() for row in rows)),
            f"{max(row.slowest for row in rows):.1f} s", f"**missed: {'; '.join(misses)}**" if misses else "",
        ]  # fmt: skip
        found.append("| " + " | ".join(cells) + " |")
    return found


def summary(result: Result) -> str:
    """Return the verdict in words."""
    counts = ", ".join(f"{count} {kind}" for kind, count in result.verdict.counts().items())
    size = result.size
    skipped = "".join(f" Not made: {name} ({why})." for name, why in result.skipped.items())
    return (
        f"{result.verdict.acked:,} acknowledged messages over {len(result.rows)} faults in {result.seconds / 60:.0f} minutes: {counts}. "
        f"{size.clients} clients, {size.operators + size.calls} operators, {result.calls} calls, {result.files} files, "
        f"{size.rate:g} messages a second; "
        f"{len(result.logged)} kinds of tracebacks in the servers' logs.{skipped}"
    )


def text(result: Result, command: str) -> str:
    now = datetime.now(UTC)
    head = f"`{command}`, {now:%d %B %Y %H:%M} UTC."
    return "\n".join([head, "", summary(result), "", HEADS, *lines(result)])


def write(part: str, words: str, page: Path = PAGE) -> None:
    """Put the words between the marks of this part; the rest of the page stays."""
    before, begin, rest = page.read_text().partition(f"<!-- {part} -->\n")
    _old, end, after = rest.partition(f"<!-- end of {part} -->")
    assert begin, f"{page.name} has no place for {part}"
    assert end, f"{page.name} has no place for {part}"
    page.write_text(f"{before}{begin}{words}\n{end}{after}")
