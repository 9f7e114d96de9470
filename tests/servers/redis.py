"""Our own Redis, without persistence. Never touches one that runs on the machine."""

from __future__ import annotations

import shutil
import signal
import tempfile
from pathlib import Path
from types import TracebackType

from tests.servers.process import Server, answers, free_port, program


class Redis(Server):
    """``with Redis() as redis: redis.url``; ``kill`` and ``start`` simulate an outage on the same port."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="contactcenter-redis-"))
        self.port = free_port()
        super().__init__("redis-server", self.folder / "log")

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, on its port."""
        command = [program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        self.launch([*command, "--save", "", "--appendonly", "no"], ready=lambda: answers(self.port))

    def __enter__(self) -> Redis:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.signal(signal.SIGTERM)
        shutil.rmtree(self.folder, ignore_errors=True)
