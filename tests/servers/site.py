"""The product as a server process: own data folder, port and demo data. Tests kill, stop and restart it.

Several sites can share a database and Redis: give them the same ``DATABASE_URL`` and ``REDIS_URL``, and prepare only the first.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from tests.servers.collected import collected
from tests.servers.once import RUN, made
from tests.servers.process import Server, free_port

ROOT = Path(__file__).resolve().parents[2]
DAPHNE_BYTES = "8388608"
"""Daphne's one limit also applies to what is sent (see the Makefile)."""
UVICORN = (
    "--ws", "contactcenter.servers.uvicorn:WebSocketProtocol", "--ws-max-size", "131072", "--ws-per-message-deflate", "false",
    "--no-server-header", "--no-access-log",
)  # fmt: skip
"""As in the Dockerfile."""
STOP_SECONDS = 60.0
"""As in the unit of systemd: many sockets are closed one after the other."""
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


class Site(Server):
    """One server process of the product.

    ``env`` overrides the environment (``CONTACTCENTER_PROMPT_SECONDS`` and so on); of the caller's environment only paths are inherited.
    Rate limits are raised a hundredfold unless ``CONTACTCENTER_RATE_SCALE`` says otherwise.
    """

    def __init__(
        self,
        folder: Path,
        *,
        server: Literal["daphne", "uvicorn"] = "daphne",
        port: int | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = port or free_port()
        self.server = server
        self.env = {name: os.environ[name] for name in INHERITED if name in os.environ} | {
            "CONTACTCENTER_DATA_DIR": str(folder / "data"),
            "CONTACTCENTER_DEVELOPMENT": "1",
            "CONTACTCENTER_RATE_SCALE": "100",
            "CONTACTCENTER_WAITING_ADDRESS": "1000",  # all of a test's clients share one address
            "EMAIL_URL": f"filemail:///{(folder / 'mail').resolve()}",  # printed mail would be in the log
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            "SECRET_KEY": "a key for tests, the same for every process of a site",
            **(env or {}),
        }
        super().__init__(f"site on {server}", folder / f"server-{self.port}.log")

    @property
    def url(self) -> str:
        """The origin of the product's pages."""
        return f"http://localhost:{self.port}"

    @property
    def other_url(self) -> str:
        """The same server under another origin, for the demo website."""
        return f"http://127.0.0.1:{self.port}"

    def socket_url(self, path: str) -> str:
        return f"ws://localhost:{self.port}{path}"

    @property
    def mail(self) -> str:
        """All mail the site has sent."""
        return "".join(file.read_text() for file in sorted((self.folder / "mail").glob("*")))

    def manage(self, *arguments: str) -> str:
        """Run ``manage.py`` on the same data; return its output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)} failed:\n{done.stdout}"
        return done.stdout

    def prepare(self) -> None:
        """Make the database, with the demo data. SQLite's is a copy of one that was migrated for the whole run."""
        if "DATABASE_URL" in self.env:
            self.migrate()
        else:
            migrated = made(f"migrated-{RUN}", lambda folder: Site(folder).migrate())
            shutil.copytree(migrated / "data", self.folder / "data", dirs_exist_ok=True)
        self.manage("demo")

    def migrate(self) -> None:
        self.manage("migrate", "--verbosity=0")

    def start(self) -> None:
        """Start the process and wait until ``/healthz`` answers 200. Static files are as in production unless the caller says otherwise."""
        if "CONTACTCENTER_HASHED_STATIC" not in self.env:
            self.env |= {"CONTACTCENTER_HASHED_STATIC": "1", "CONTACTCENTER_STATIC_ROOT": str(collected(self.env))}
        self.launch_python(*self._program(), ready=self._healthy, env=self.env, cwd=ROOT)

    def _program(self) -> list[str]:
        """Return the module to run and its arguments."""
        port = str(self.port)
        if self.server == "daphne":
            sizes = ["--websocket-max-message-size", DAPHNE_BYTES, "--websocket-max-frame-size", DAPHNE_BYTES]
            return ["daphne", "-v", "0", "-b", "127.0.0.1", "-p", port, *sizes, "contactcenter.asgi:application"]
        return ["uvicorn", "--host", "127.0.0.1", "--port", port, *UVICORN, "contactcenter.asgi:application"]

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.other_url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """Stop it by SIGTERM, as the machine's operator does."""
        self.signal(signal.SIGTERM, seconds=STOP_SECONDS)

    def restart(self) -> None:
        """Stop it if it still runs, and start again on the same port and data."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Stop it, and fail if its log has a traceback."""
        self.stop()
        before, found, after = self.log.partition("Traceback (most recent call last)")
        assert not found, f"the server's log has a traceback:\n{before[-1000:]}{found}{after[:4000]}"
