"""Our own PostgreSQL cluster in a temporary folder. Never touches one that runs on the machine.

Its programs refuse to run as root: then they run as the ``postgres`` user of Debian's package.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from types import TracebackType

import psycopg
import psycopg.sql

from tests.servers.process import Server, free_port, program

USER = "contactcenter"


def _newest_programs() -> list[Path]:
    """Debian keeps each version's programs off the PATH."""
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)


class Postgres(Server):
    """``with Postgres() as postgres: postgres.url("name")``: the address of a fresh, empty database."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="contactcenter-postgres-"))
        self.port = free_port()
        self._numbers = count(1)
        self._owner = "postgres" if os.geteuid() == 0 else None
        super().__init__("postgres", self.folder / "log")

    def _program(self, name: str) -> str:
        return program(name, *_newest_programs())

    def create(self) -> None:
        """Create the empty cluster."""
        if self._owner:
            shutil.chown(self.folder, self._owner, self._owner)
        options = ["-D", str(self.folder / "data"), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(
            [self._program("initdb"), *options],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self._owner,
            group=self._owner,
            extra_groups=[] if self._owner else None,
            cwd=self.folder,
        )

    def start(self) -> None:
        """Start the server on its port, with its earlier data."""
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "max_connections": "200"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.launch(
            [self._program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *options],
            ready=self._answers,
            user=self._owner,
            cwd=self.folder,
        )

    def address(self, name: str) -> str:
        """Return the address of a database of this cluster."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, name: str = "") -> str:
        """Create an empty database and return its address for DATABASE_URL."""
        name = name or f"database_{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        return self.address(name)

    def copy(self, old: str, new: str) -> str:
        """Copy a database that nobody uses at the moment; return the address of the copy."""
        names = {"new": psycopg.sql.Identifier(new), "old": psycopg.sql.Identifier(old)}
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {new} TEMPLATE {old}").format(**names))
        return self.address(new)

    def dump(self, url: str) -> bytes:
        """Return a database as SQL that ``load`` reads, without owners."""
        command = [self._program("pg_dump"), "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100", url]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout

    def load(self, sql: bytes) -> str:
        """Return the address of a new database made by this SQL."""
        url = self.url()
        command = [self._program("psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", url]
        subprocess.run(command, check=True, input=sql, stdout=subprocess.DEVNULL)
        return url

    def stop(self) -> None:
        """Stop at once, ending open connections, without losing anything."""
        self.signal(signal.SIGINT)

    def __enter__(self) -> Postgres:
        self.create()
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
