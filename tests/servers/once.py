"""Folders that take long to make: the first process that needs one makes it, the others wait and share it."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".pytest_cache" / "made"
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"process-{os.getpid()}"
"""Names what holds for this run only, whose code doesn't change."""
DAY = 24 * 3600


def made(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder of this name; nobody may write to it. ``make`` fills an empty one. A day after its last use it goes away."""
    folder = PLACE / name
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _forget_old()
            new = Path(tempfile.mkdtemp(dir=PLACE, prefix="new-"))
            make(new)
            new.rename(folder)
        os.utime(folder)
    return folder


def _forget_old() -> None:
    """Remove what has not been used for a day. Other processes may do so at the same time, or begin to use it again."""
    for path in PLACE.glob("*"):
        if not _is_old(path):
            continue
        if not path.is_dir():
            path.unlink(missing_ok=True)
            continue
        with (PLACE / f"{path.name}.lock").open("a") as lock, suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_old(path):
                shutil.rmtree(path, ignore_errors=True)


def _is_old(path: Path) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < time.time() - DAY
    return False
