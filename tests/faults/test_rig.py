"""The rig's short form: three faults under a small load on each topology. Nothing is lost, whatever the machine does besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.kinds import FAULTS
from tests.faults.model import Size
from tests.faults.rig import run
from tests.faults.table import lines, summary, write

SMALL = Size(clients=24, operators=4, calls=4, uploads=1, rate=20)
BUSY = 4.0
"""Other tests run on the same cores: recovery may take so many times its limit."""


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("postgres", ["kill -9 one process", "Redis flushed", "PostgreSQL crashed"]),
        ("sqlite", ["kill -9 all", "sockets cut", "database locked"]),
    ],
)
async def test_no_message_and_no_call_is_lost(where: str, names: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    result = await run(where, [FAULTS[name] for name in names], SMALL)
    assert result.verdict.good, result.verdict.examples()
    assert result.verdict.acked > 100
    assert [row.fault.name for row in result.rows] == names
    assert [row.misses(BUSY) for row in result.rows] == [[], [], []], capsys.readouterr().out
    assert (result.calls, result.logged) == (4, [])
    assert result.files
    assert len(lines(result)) == 3
    assert "0 lost, 0 doubled, 0 reordered" in summary(result)


def test_a_table_takes_the_place_of_the_last_one(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- calls -->\nold\n<!-- end of calls -->\nafter\n")
    write("calls", "new", page)
    assert page.read_text() == "before\n<!-- calls -->\nnew\n<!-- end of calls -->\nafter\n"
    with pytest.raises(AssertionError):
        write("soak", "new", page)
