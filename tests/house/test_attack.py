"""The attack rig works: two cheap attacks at a tiny scale give rows with figures. The figures aren't judged here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attack.__main__ import run
from tests.attack.kinds import ATTACKS
from tests.attack.rig import Rig
from tests.attack.table import HEADS, Row, cells


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    with Rig("daphne", people=1) as rig:
        yield rig


@pytest.mark.parametrize("name", ["pings", "stall"])
def test_a_tiny_attack_gives_a_row_with_the_effect_on_honest_users(rig: Rig, name: str) -> None:
    (row,) = run(rig, ATTACKS[name], seconds=0.3, scale=0.02)
    assert (row.attack, row.server, row.probe) == (name, "daphne", "chat and pages")
    assert row.count > 0
    assert 0 < row.median <= row.p99 <= row.worst
    assert 0 < row.before <= row.peak
    assert row.outcome
    assert len(cells(row)) == len(HEADS)


def row(**fields: object) -> Row:
    good: dict[str, object] = {
        "attack": "frames", "server": "uvicorn", "probe": "chat and pages", "count": 9, "median": 0.01, "p99": 0.1, "worst": 0.2,
        "before": 0, "peak": 0, "after": 0, "back": 0, "refusal": "", "outcome": "", "held": True, "tracebacks": 0,
    }  # fmt: skip
    return Row(**(good | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "misses"),
    [
        ({}, []),
        ({"p99": 0.6}, ["p99"]),
        ({"p99": 0.6, "probe": "a sign-in"}, []),
        ({"peak": 301 * 1024 * 1024}, ["memory"]),
        ({"back": 10.5}, ["not normal again"]),
        ({"back": float("inf"), "p99": float("inf")}, ["p99", "not normal again"]),
        ({"p99": 0.9, "slowness": 2.0}, []),
        ({"p99": 1.1, "slowness": 2.0}, ["p99"]),
        ({"held": False}, ["not held"]),
    ],
)
def test_a_row_names_the_targets_it_misses(fields: dict[str, object], misses: list[str]) -> None:
    assert row(**fields).misses() == misses
