"""The planted faults of tests/sabotage still fit the code: each can be planted, and names tests that exist. None is tried out here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.sabotage.faults import FAULTS
from tests.sabotage.model import Fault

ROOT = Path(__file__).resolve().parents[2]
LEAST = 25


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= LEAST


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_can_be_planted(fault: Fault) -> None:
    planted = fault.planted((ROOT / fault.file).read_text(encoding="utf-8"))
    if fault.file.endswith(".py"):
        ast.parse(planted)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_its_tests_exist(fault: Fault) -> None:
    for test in fault.tests:
        file, _colons, name = test.partition("::")
        source = (ROOT / file).read_text(encoding="utf-8")
        assert not name or re.search(rf"^(async )?def {name}\(", source, re.MULTILINE), f"{test} is gone"
