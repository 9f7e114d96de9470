"""PostgreSQL with a standby that can take over: one address for both, as libpq documents it (``host,host`` and ``read-write``)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from tests.servers import Postgres
from tests.servers.postgres import USER
from tests.servers.process import free_port, until


class Primary(Postgres):
    """``add_standby`` copies the database to the other port and replicates synchronously; ``fail_over`` makes that one the primary."""

    def __init__(self) -> None:
        super().__init__()
        self.other_port = free_port()
        self.standby: Postgres | None = None

    def shared_url(self, name: str) -> str:
        """Return the address that finds whichever of the two is the primary."""
        hosts = f"127.0.0.1:{self.port},127.0.0.1:{self.other_port}"
        return f"postgresql://{USER}@{hosts}/{name}?target_session_attrs=read-write"

    def execute(self, *statements: str) -> list[tuple[object, ...]]:
        """Run statements one by one, outside transactions; return the rows of the last."""
        with psycopg.connect(self.address("postgres"), autocommit=True, connect_timeout=5) as connection:
            rows: list[tuple[object, ...]] = []
            for statement in statements:
                cursor = connection.execute(statement.encode())
                rows = cursor.fetchall() if cursor.description else []
            return rows

    def add_standby(self) -> None:
        """Start a standby and wait until it's synchronous: from then on what is acknowledged is on both."""
        standby = Postgres()
        standby.port = self.other_port
        if self._owner:
            shutil.chown(standby.folder, self._owner, self._owner)
        source = ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER]
        subprocess.run(
            [self._program("pg_basebackup"), *source, "-D", str(standby.folder / "data"), "-R", "-X", "stream", "-c", "fast", "-N"],
            check=True, user=self._owner, group=self._owner, extra_groups=[] if self._owner else None, cwd=standby.folder,
        )  # fmt: skip
        standby.start()
        self.standby = standby
        self._be_synchronous(True)
        assert until(lambda: self.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'") == [(1,)])

    def _be_synchronous(self, on: bool) -> None:
        names = "'*'" if on else "''"
        self.execute(f"ALTER SYSTEM SET synchronous_standby_names = {names}", "SELECT pg_reload_conf()")

    def fail_over(self) -> None:
        """Kill the primary and promote the standby; returns when it takes writes."""
        standby, self.standby = self.standby, None
        assert standby
        self.kill()
        old = self.folder
        self.folder, self.log_file, self.port, self.other_port = standby.folder, standby.log_file, self.other_port, self.port
        self._process, standby._process = standby._process, None
        self.execute("SELECT pg_promote(true, 20)")
        self._be_synchronous(False)
        shutil.rmtree(old, ignore_errors=True)

    def crash(self) -> None:
        """Stop without a checkpoint, as ``pg_ctl stop -m immediate`` does: the next start recovers from the log."""
        self.signal(signal.SIGQUIT)

    def backends(self) -> list[int]:
        """Return the pids of all its processes: each is in a session of its own, so signals to a group don't reach them."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [self.pid, *map(int, children.split())]

    def pause(self) -> None:
        for pid in self.backends():
            os.kill(pid, signal.SIGSTOP)

    def resume(self) -> None:
        for pid in self.backends():
            os.kill(pid, signal.SIGCONT)

    def __enter__(self) -> Primary:
        super().__enter__()
        return self

    def stop(self) -> None:
        if self.standby:
            self.standby.stop()
            shutil.rmtree(self.standby.folder, ignore_errors=True)
        super().stop()
