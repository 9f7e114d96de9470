"""The instances under attack: a fresh site for each attack, prepared once for each server.

``uvicorn`` is the product as deployed, on PostgreSQL and Redis; ``daphne`` is what ``make run`` starts, on SQLite.
Rate limits are the real ones.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Literal

from tests.attack.model import Person
from tests.servers import Postgres, Redis, Site
from tests.servers.site import ROOT
from tests.servers.turn import SECRET, Turn

ServerName = Literal["daphne", "uvicorn"]
RELAY_CONF = ROOT / "deploy" / "turnserver.conf"


class Rig:
    """``with Rig("uvicorn", people=6) as rig, rig.site() as site``."""

    def __init__(self, server: ServerName, *, people: int) -> None:
        self.server = server
        self.people: list[Person] = []
        self._count = people
        self._numbers = count(1)
        self._folder = Path(tempfile.mkdtemp(prefix="contactcenter-attack-"))
        self._servers = ExitStack()
        self._postgres: Postgres | None = None
        self._redis: Redis | None = None
        self.turn: Turn | None = None

    def __enter__(self) -> Rig:
        self._servers.callback(shutil.rmtree, self._folder, ignore_errors=True)
        try:
            if self.server == "uvicorn":
                self._postgres = self._servers.enter_context(Postgres())
                self._redis = self._servers.enter_context(Redis())
                self._postgres.url("prepared")
            prepared = Site(self._folder / "prepared", server=self.server, env=self._env("prepared"))
            prepared.prepare()
            self.people = self._made(prepared)
        except BaseException:
            self._servers.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._servers.close()

    def relay(self) -> Turn:
        """Return a coturn with the file we deploy; it starts on first use."""
        if self.turn is None:
            self.turn = self._servers.enter_context(Turn(RELAY_CONF))
        return self.turn

    @contextmanager
    def site(self, *, relay: bool = False) -> Iterator[Site]:
        """A running site with the prepared data; killed at the end, whatever it still does."""
        name = f"site_{next(self._numbers)}"
        if self._postgres:
            self._postgres.copy("prepared", name)
        else:
            shutil.copytree(self._folder / "prepared" / "data", self._folder / name / "data")
        env = self._env(name)
        if relay:
            env |= {"CONTACTCENTER_TURN_URLS": self.relay().url, "CONTACTCENTER_TURN_SECRET": SECRET}
        site = Site(self._folder / name, server=self.server, env=env)
        try:
            site.start()
            yield site
        finally:
            site.kill()
            shutil.rmtree(site.folder / "data", ignore_errors=True)

    def _env(self, database: str) -> dict[str, str]:
        env = {"CONTACTCENTER_RATE_SCALE": "1"}
        if self._postgres and self._redis:
            env |= {"DATABASE_URL": self._postgres.address(database), "REDIS_URL": self._redis.url}
        return env

    def _made(self, site: Site) -> list[Person]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.attack.people", str(self._count)],
            cwd=ROOT,
            env=site.env | {"DJANGO_SETTINGS_MODULE": "contactcenter.settings"},
            stdout=subprocess.PIPE,
            check=True,
        )
        found: list[Person] = json.loads(done.stdout)
        return found
