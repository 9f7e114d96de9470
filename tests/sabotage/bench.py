"""A copy of the tree, and tests run in it: the tree itself is never touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Final

from tests.sabotage.model import Fault, Runner

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 600
"""For the tests of one fault."""
ALL_SECONDS: Final = 3000
FAILED: Final = 1
"""Exit code of pytest and node when tests ran and failed. Anything else, such as a broken import, is no proof."""
PYTEST: Final = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider"]


class Copy:
    """``with Copy() as copy``: ``copy.run(runner, tests)``, ``with copy.planted(fault)``."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="contactcenter-sabotage-"))

    def __enter__(self) -> Copy:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, stdout=subprocess.PIPE, check=True
        )
        for name in listed.stdout.decode().split("\0"):
            source = ROOT / name
            if name and source.is_file() and not source.is_symlink():
                target = self.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        for name in (".venv", "node_modules"):
            if (ROOT / name).exists():
                (self.folder / name).symlink_to((ROOT / name).resolve())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, runner: Runner, tests: tuple[str, ...], seconds: float = SECONDS) -> subprocess.CompletedProcess[str]:
        """Run these tests in the copy."""
        scripts = str(Path(sys.executable).parent)
        env = {
            **os.environ,
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": "",
        }
        env |= {"DATABASE_URL": "", "REDIS_URL": ""}
        try:
            return subprocess.run(
                command(runner, tests), cwd=self.folder, env=env, text=True, timeout=seconds, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess([], FAILED, f"not done in {seconds:.0f} s")

    def try_out(self, fault: Fault) -> subprocess.CompletedProcess[str]:
        """Plant the fault, run its tests, and take it out again."""
        file = self.folder / fault.file
        source = file.read_text(encoding="utf-8")
        file.write_text(fault.planted(source), encoding="utf-8")
        try:
            return self.run(fault.runner, fault.tests)
        finally:
            file.write_text(source, encoding="utf-8")


def command(runner: Runner, tests: tuple[str, ...]) -> list[str]:
    """Return the command that runs these tests."""
    match runner:
        case "node":
            return ["node", "--test", "--test-reporter=dot", *tests]
        case "postgres":
            return [sys.executable, "-m", "tests.servers", "postgres", "--", *PYTEST, "--reuse-db", *tests]
        case _:
            return [*PYTEST, *tests]
