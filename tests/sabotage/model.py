"""A planted fault: what is changed where, and the tests that must fail then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Runner = Literal["unit", "postgres", "node", "browser"]


@dataclass(frozen=True)
class Fault:
    """``old`` stands in ``file`` exactly once and becomes ``new``. ``tests``: ids of pytest, or files of ``node --test``."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    runner: Runner = "unit"

    def planted(self, source: str) -> str:
        """Return the file with the fault. Raises AssertionError if the code has changed since the fault was written."""
        assert source.count(self.old) == 1, f"{self.name}: {self.file} has its text {source.count(self.old)} times"
        return source.replace(self.old, self.new)
