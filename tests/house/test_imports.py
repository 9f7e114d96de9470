"""Imports of the tests: nothing of a higher app, and nothing of another test file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
HIGHER = {
    "sessions_app": ("accounts", "videocall", "supervision", "operation", "api"),
    "videocall": ("accounts", "supervision", "operation", "api"),
    "world": ("accounts", "sessions_app.share", "sessions_app.whiteboard", "videocall", "supervision", "operation", "api"),
}


def imported(file: Path) -> set[str]:
    """Return every module a file imports, inside functions too."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("folder", HIGHER)
def test_tests_of_a_lower_package_import_no_higher_one(folder: str) -> None:
    wrong = [
        f"{file.relative_to(TESTS)} imports {name}"
        for file in sorted((TESTS / folder).rglob("*.py"))
        for name in sorted(imported(file))
        for higher in HIGHER[folder]
        if f"{name.removeprefix('tests.')}.".startswith(f"{higher}.")
    ]
    assert wrong == []


def test_no_test_file_imports_another() -> None:
    wrong = [
        f"{file.relative_to(TESTS)} imports {name}"
        for file in sorted(TESTS.rglob("*.py"))
        for name in sorted(imported(file))
        if name.startswith("tests.") and name.rpartition(".")[2].startswith("test_")
    ]
    assert wrong == []
