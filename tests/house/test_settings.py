"""Who runs the product finds every variable it reads in one file, and every package it needs pinned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_example_environment_names_every_variable_the_settings_read() -> None:
    read = set(re.findall(r'\benv\.\w+\(\s*"([A-Z0-9_]+)"', (ROOT / "contactcenter/settings.py").read_text()))
    named = set(re.findall(r"^#?\s?([A-Z0-9_]+)=", (ROOT / "deploy/.env.example").read_text(), re.MULTILINE))
    used_by_compose = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "deploy/compose.yaml").read_text()))
    assert read <= named
    assert named <= read | used_by_compose


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r "))]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+", line)] == []


def test_the_lock_of_the_page_tools_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
