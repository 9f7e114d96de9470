"""A supervisor's pages with a million past sessions on PostgreSQL: reports of a month, lists with filters and full text, CSV of a month."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from statistics import median
from time import monotonic
from typing import Any, Final

from bench.report import Figure, at_most, plain
from bench.servers import ROOT
from tests.servers import Postgres

DAYS, A_DAY, OPERATORS = 366, 3_700, 100
REPORT_SECONDS: Final = 2
LIST_SECONDS: Final = 1
EXPORT_MEGABYTES: Final = 64


def measure() -> list[Figure]:
    """Make up the past, then time the pages, in a database of its own that is thrown away."""
    with Postgres() as postgres:
        env = {
            "DATABASE_URL": postgres.url(),
            "CONTACTCENTER_DEVELOPMENT": "1",
            "CONTACTCENTER_DATA_DIR": str(postgres.folder / "site"),
        }
        (postgres.folder / "site").mkdir()
        begun = monotonic()
        _run(env, "manage.py", "migrate", "--verbosity=0")
        _run(env, "manage.py", "demo", f"--history={DAYS}", f"--a-day={A_DAY}", f"--operators={OPERATORS}")
        made = monotonic() - begun
        _run(env, "manage.py", "shell", "-v", "0", "-c", "from django.db import connection as c; c.cursor().execute('ANALYZE')")
        found: dict[str, Any] = json.loads(_run(env, "-m", "bench.history_pages"))
    return figures(found, made)


def figures(found: dict[str, Any], made: float) -> list[Figure]:
    """Return the rows: of the reports and of the lists the slowest, and each by itself without a goal."""
    pages = {name: times for name, times in found.items() if isinstance(times, list)}
    reports, lists = ({name: pages[name] for name in pages if name.startswith(kind)} for kind in ("report", "list"))
    rows = [
        plain("past sessions", [found["sessions"]], ""),
        plain("making them", [made], "s"),
        at_most("a month's report, the slowest grouping", _slowest(reports), REPORT_SECONDS, "s"),
        at_most("a list with filters and full text, the slowest", _slowest(lists), LIST_SECONDS, "s"),
        at_most("memory the CSV of a month needs", [found["csv memory"]], EXPORT_MEGABYTES, "MB", 0),
        plain(f"CSV of a month, {found['csv lines']:,} lines", [found["csv"]], "s", 1),
    ]
    return rows + [plain(name, times, "s", 2) for name, times in pages.items()]


def _slowest(pages: dict[str, list[float]]) -> list[float]:
    return max(pages.values(), key=median)


def _run(env: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=os.environ | env, stdout=subprocess.PIPE, check=True, text=True
    )
    return done.stdout
