"""docs/security.md: everything it mentions exists, and each requirement is listed exactly once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
TESTS = sorted(set(re.findall(r"`(tests/[\w./-]+\.(?:py|js))(?:::(\w+))?`", PAGE)))
FILES = sorted(set(re.findall(r"`((?:accounts|contactcenter|sessions_app|videocall|deploy|templates|tests)/[\w./-]+)[`:]", PAGE)))
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
REQUIREMENTS = 224
"""Number of requirements of levels 1 and 2 in ASVS 5.0.0, without the 29 of chapter V10."""


@pytest.mark.parametrize(("file", "function"), TESTS)
def test_every_mentioned_test_exists(file: str, function: str) -> None:
    content = (ROOT / file).read_text()
    assert not function or re.search(rf"^(?:async )?def {function}\(", content, re.MULTILINE), f"{file} has no {function}"


@pytest.mark.parametrize("file", FILES)
def test_every_file_mentioned_on_the_page_exists(file: str) -> None:
    assert (ROOT / file).exists()


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(((?!https?:)[^)#]+)\)", PAGE))))
def test_every_linked_page_exists(link: str) -> None:
    assert (ROOT / "docs" / link).exists()


def test_each_requirement_is_listed_once_with_a_state_and_a_test_or_a_reason() -> None:
    assert [number for number, count in Counter(row[0] for row in ROWS).items() if count > 1] == []
    assert len(ROWS) == REQUIREMENTS
    for number, asks, state, reason in ROWS:
        assert state in ("met", "not", "not yet", "n/a"), number
        assert asks.strip(), number
        assert reason.strip(), number
