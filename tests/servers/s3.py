"""Our own S3 API: moto's server, in memory, with one bucket. Knows nothing of the product."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Final

from tests.servers.process import Server, answers, free_port

BUCKET: Final = "files"


class S3(Server):
    """``with S3() as s3: s3.url`` is a CONTACTCENTER_STORAGE_URL; ``kill`` and ``start`` simulate an outage (its memory is lost)."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="contactcenter-s3-"))
        self.port = free_port()
        super().__init__("moto_server", self.folder / "log")
        self.logs.discard(self.log_file)  # somebody else's program: it writes the addresses of files, with their names

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"s3://key:secret@127.0.0.1:{self.port}/{BUCKET}?scheme=http"

    def start(self) -> None:
        """Start it with an empty bucket."""
        command = [sys.executable, "-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", str(self.port)]
        self.launch(command, ready=lambda: answers(self.port))
        self.empty()

    def empty(self) -> None:
        """Delete everything and create the bucket again."""
        for method, path in (("POST", "/moto-api/reset"), ("PUT", f"/{BUCKET}")):
            request = urllib.request.Request(f"{self.origin}{path}", method=method)
            urllib.request.urlopen(request, timeout=20).close()

    def __enter__(self) -> S3:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.signal(signal.SIGTERM)
        shutil.rmtree(self.folder, ignore_errors=True)
