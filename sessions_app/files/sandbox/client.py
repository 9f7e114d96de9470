"""Client of the sandbox: runs a job on a file, and returns its answer or the reason for a refusal.

One server process forks all jobs; it starts with the first one, and again if it has died.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings

from sessions_app.files.sandbox.fair_semaphore import WAIT_SECONDS, FairSemaphore
from sessions_app.files.sandbox.refusal import RefusedError
from sessions_app.files.sandbox.server import CPU_SECONDS, REQUEST_BYTES, WALL_SECONDS

COMMAND: Final = [sys.executable, "-I", str(Path(__file__).with_name("server.py"))]
HEAD_BYTES: Final = 4096
GRACE_SECONDS: Final = 5.0
"""The fork has a time limit of its own; this much later its answer is no longer awaited."""
DIED: Final = "died"

log = logging.getLogger(__name__)
permits: Final = {"image": FairSemaphore(2), "pdf": FairSemaphore(2), "pdf-slow": FairSemaphore(1), "archive": FairSemaphore(1)}
"""By kind of job, so that a slow archive delays nobody's picture. An open picture of many pixels takes some hundred MB."""


class Answer:
    """The result of a job. ``parts`` are bytes; the last one is in ``file`` instead, if one was given."""

    def __init__(self, head: dict[str, Any], parts: list[bytes]) -> None:
        self.head, self.parts = head, parts


def run(
    job: str, file: Any, *, person: str, into: IO[bytes] | None = None, wait: float = WAIT_SECONDS,
    cpu: float = CPU_SECONDS, wall: float = WALL_SECONDS, memory: int = 0, lane: str = "",
    check: Callable[[], None] | None = None, **arguments: Any,
) -> Answer:  # fmt: skip
    """Run a job for this person. ``into``: destination of the last part of the answer; ``memory``: bytes, 0 for the default of the job;
    ``wait``: seconds to wait for a permit of ``lane``, by default the kind of job; ``check`` is called once there is one, and may raise.

    Raises RefusedError with the job's reason, or ``died`` if it took too much time or memory, and Fault ``share.busy``.
    """
    lane = lane or job.partition(".")[0]
    request = {"job": job, "cpu": cpu, "wall": wall, "memory": memory, "slow": lane.endswith("-slow"), "arguments": arguments}
    with permits[lane].one(person, wait), _opened(file) as descriptor:
        if check:
            check()
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                _server.ask(json.dumps(request).encode().ljust(REQUEST_BYTES), [descriptor, theirs.fileno()])
            return _read(ours, wall + GRACE_SECONDS, into)


@contextmanager
def _opened(file: Any) -> Iterator[int]:
    """Return the file as a descriptor; a file in memory or in remote storage is copied to the disk."""
    try:
        descriptor = file.fileno()
    except (AttributeError, OSError):
        with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
            file.seek(0)
            while piece := file.read(256 * 1024):
                copy.write(piece)
            copy.flush()
            yield copy.fileno()
        return
    file.flush()
    yield descriptor
    file.seek(0)


def _read(answer: socket.socket, seconds: float, into: IO[bytes] | None) -> Answer:
    """Read the answer; anything incomplete or late counts as died."""
    try:
        answer.settimeout(max(0.01, seconds))
        with answer.makefile("rb") as stream:
            head = json.loads(stream.readline(HEAD_BYTES))
            if "refused" in head:
                raise RefusedError(head["refused"])
            sizes = head.pop("parts")
            parts = [_part(stream, size) for size in (sizes[:-1] if into else sizes)]
            if into:
                left = sizes[-1]
                while left:
                    left -= into.write(_part(stream, min(left, 256 * 1024)))
    except (OSError, ValueError, EOFError):
        raise RefusedError(DIED) from None
    return Answer(head, parts)


def _part(stream: IO[bytes], size: int) -> bytes:
    part = stream.read(size)
    if len(part) < size:
        raise EOFError
    return part


class _Server:
    """The process that forks. One for each of our processes: a fork of ours starts its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: socket.socket | None = None
        self._owner = 0

    def ask(self, request: bytes, descriptors: list[int]) -> None:
        if len(request) != REQUEST_BYTES:
            raise ValueError("a request is too long")
        with self._lock:
            try:
                socket.send_fds(self._running(), [request], descriptors)
            except OSError as error:
                log.warning("the sandbox has died and is started again: %s", error)
                self._stop()
                socket.send_fds(self._running(), [request], descriptors)

    def start(self) -> None:
        """Start it now, so that the first job needn't wait."""
        with self._lock:
            self._running()

    def stop(self) -> None:
        with self._lock:
            self._stop()

    def _running(self) -> socket.socket:
        if self._process is not None and self._owner == os.getpid() and self._process.poll() is not None:
            log.error("the sandbox has ended by itself (%s): see what `%s` says", self._process.returncode, " ".join(COMMAND))
            self._stop()
        if self._requests is None or self._owner != os.getpid():
            self._requests, theirs = socket.socketpair()
            self._owner = os.getpid()
            # Our own program, no shell, and nothing of our environment.
            self._process = subprocess.Popen(  # noqa: S603
                COMMAND,
                stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", env={}, process_group=0,
            )  # fmt: skip
            theirs.close()
        return self._requests

    def _stop(self) -> None:
        if self._requests is not None:
            self._requests.close()
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
        self._process = self._requests = None


_server: Final = _Server()
start: Final = _server.start
stop: Final = _server.stop
atexit.register(stop)
