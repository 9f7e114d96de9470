"""The instance that is fuzzed: uvicorn as deployed on SQLite, or on PostgreSQL and Redis; with people of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.faults.topology import Web
from tests.servers import Postgres, Redis
from tests.servers.site import ROOT

MEMORY = Path("/dev/shm")
"""Where the data is kept if there is such a place: waiting for a disk finds nothing."""
OPERATORS = 40
"""Of each cast, taking turns: some are signed out by their supervisor on the way."""


class Instance:
    """``with Instance("sqlite", scale=100) as instance``: a running site; ``people`` makes people for it.

    If it's ``counted``, it can be asked what it holds; it takes longer to start.
    """

    def __init__(self, database: str, *, scale: float, env: dict[str, str] | None = None, counted: bool = False) -> None:
        self.database, self.scale, self.counted, self._env = database, scale, counted, env or {}
        self._folder = Path(tempfile.mkdtemp(prefix="contactcenter-fuzz-", dir=MEMORY if MEMORY.is_dir() else None))
        self._servers = ExitStack()
        self.site: Web

    def __enter__(self) -> Instance:
        self._servers.callback(shutil.rmtree, self._folder, ignore_errors=True)
        try:
            env = {"CONTACTCENTER_RATE_SCALE": f"{self.scale:g}", **self._env}
            if self.database == "postgres":
                env["DATABASE_URL"] = self._servers.enter_context(Postgres()).url()
                env["REDIS_URL"] = self._servers.enter_context(Redis()).url
            self.site = Web(self._folder, server="uvicorn", env=env, counted=self.counted)
            self._servers.callback(self.site.kill)
            self.site.prepare()
            self.site.start()
        except BaseException:
            self._servers.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._servers.close()

    def people(self, *, casts: int, clients: int, honest: int, tag: str = "", operators: int = OPERATORS) -> dict[str, Any]:
        """Insert people; ``clients`` is the number of tokens of each cast."""
        numbers = [str(number) for number in (casts, operators, clients, honest)]
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.people", *numbers, tag],
            cwd=ROOT, env=self.site.env | {"DJANGO_SETTINGS_MODULE": "contactcenter.settings"}, stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        made: dict[str, Any] = json.loads(done.stdout)
        return made
