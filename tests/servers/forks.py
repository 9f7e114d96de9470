"""Processes of the product forked from one that has imported its libraries: four times as fast to start.

The fork server belongs to the test process that first needs it, and ends with it. Linux only.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

PROGRAM = Path(__file__).with_name("fork_server.py")


class Fork:
    """A forked process with the part of ``Popen`` that ``Server`` uses. Its exit code is unknown."""

    def __init__(self, pid: int, handle: int) -> None:
        self.pid = pid
        self._handle = handle
        self._ended = select.poll()
        self._ended.register(handle, select.POLLIN)

    def __del__(self) -> None:
        os.close(self._handle)

    def poll(self) -> int | None:
        """Return None while it runs."""
        return 0 if self._ended.poll(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises TimeoutExpired after these seconds."""
        if not self._ended.poll(None if timeout is None else timeout * 1000):
            raise subprocess.TimeoutExpired(["a forked process"], timeout or 0)
        return 0

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, sig)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class ForkServer:
    """The process that forks."""

    def __init__(self) -> None:
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # Unbuffered and without this folder on the path, like the forks.
            self._process = subprocess.Popen([sys.executable, "-u", "-P", str(PROGRAM)], stdin=theirs.fileno())
        self._one_at_a_time = threading.Lock()

    def fork(self, command: Sequence[str], out: IO[bytes], env: Mapping[str, str], cwd: Path) -> Fork:
        """Fork a process that runs ``python -m COMMAND`` and writes to ``out``. Threads may ask at the same time."""
        request = {"command": command, "env": dict(env), "cwd": str(cwd)}
        with self._one_at_a_time:  # or each might get the other's process
            socket.send_fds(self._requests, [json.dumps(request).encode()], [out.fileno()])
            pid, handles, *_ = socket.recv_fds(self._requests, 32, 1)
        assert handles, "the fork server has ended"
        return Fork(int(pid), handles[0])


_first = threading.Lock()


def fork_server() -> ForkServer:
    """Return this process's fork server, started by whoever asks first."""
    with _first:
        return _fork_server()


@cache
def _fork_server() -> ForkServer:
    return ForkServer()
