"""The base of every test server: a free port, a process with a log file, and polling with a deadline.

Knows nothing of the product.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from time import monotonic
from typing import ClassVar

from tests.servers.forks import Fork, fork_server

PORTS = range(20000, 32768)
"""Below what systems give to whoever wants any port, such as every connection."""
_one_at_a_time = threading.Lock()
_dice = random.SystemRandom()  # the same numbers aren't tried by every process
_ours: set[int] = set()


class NotStartedError(AssertionError):
    """A server didn't become ready in time, or ended; the message has its log."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses. It's this process's until its end: no other test run, and no connection, is given it,
    whether a server listens at the moment or not.
    """
    with _one_at_a_time:
        return next(port for port in iter(lambda: _dice.choice(PORTS), None) if _reserve(port) and _nobody_uses(port))


def _reserve(port: int) -> bool:
    if port in _ours:
        return False
    try:
        fcntl.lockf(_reservations(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)  # the byte of this number; ends with the process
    except (BlockingIOError, PermissionError):
        return False
    _ours.add(port)
    return True


@cache
def _reservations() -> int:
    """Return the open file of this user's reservations. It's never closed: that would give up all of them."""
    return os.open(Path(tempfile.gettempdir(), f"test-ports-{os.getuid()}"), os.O_RDWR | os.O_CREAT, 0o600)


def _nobody_uses(port: int) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(type=kind) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def program(name: str, *folders: Path) -> str:
    """Return the path of an installed program. AssertionError says what is missing."""
    for folder in folders:
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    assert found, f"{name} is not installed; `make tools` installs it or says how"
    return found


def until(condition: Callable[[], bool], *, seconds: float = 20, pause: float = 0.05) -> bool:
    """Poll until the condition holds; return False after the time."""
    pausing = threading.Event()
    deadline = monotonic() + seconds
    while not condition():
        if monotonic() > deadline:
            return False
        pausing.wait(pause)
    return True


class Server:
    """A child process whose output goes to a file."""

    logs: ClassVar[set[Path]] = set()
    """The files of all servers of this run."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log_file = log
        self.logs.add(log)
        self._process: subprocess.Popen[bytes] | Fork | None = None
        atexit.register(self.kill)  # whatever went wrong, nothing is left running

    @property
    def log(self) -> str:
        """Return its output so far."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Return the process id. Raises AssertionError if it wasn't started."""
        assert self._process, f"{self.name} was not started"
        return self._process.pid

    def launch(
        self,
        command: Sequence[str],
        *,
        ready: Callable[[], bool],
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        cwd: Path | None = None,
        seconds: float = 40,
    ) -> None:
        """Start the process and wait until it's ready."""
        assert not self.running, f"{self.name} already runs"
        with self.log_file.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=cwd,
                user=user,
                group=user,
                extra_groups=[] if user else None,
            )
        self._wait_until(ready, seconds)

    def launch_python(self, module: str, *arguments: str, ready: Callable[[], bool], env: Mapping[str, str], cwd: Path) -> None:
        """Do the same for ``python -m module``, forked from a process with the libraries imported where possible."""
        if sys.platform != "linux":
            self.launch([sys.executable, "-m", module, *arguments], ready=ready, env=env, cwd=cwd)
            return
        assert not self.running, f"{self.name} already runs"
        with self.log_file.open("ab") as out:
            self._process = fork_server().fork([module, *arguments], out, env, cwd)
        self._wait_until(ready)

    def _wait_until(self, ready: Callable[[], bool], seconds: float = 40) -> None:
        if not until(lambda: ready() or not self.running, seconds=seconds) or not self.running:
            self.signal(signal.SIGKILL)
            raise NotStartedError(f"{self.name} did not start:\n{self.log[-4000:]}")

    def signal(self, number: signal.Signals, *, seconds: float = 20) -> None:
        """Send a signal and wait for the end; SIGKILL if it doesn't come."""
        if not self._process:
            return
        if self._process.poll() is None:
            self._process.send_signal(number)
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(seconds)

    def kill(self) -> None:
        """End it as a crash does."""
        self.signal(signal.SIGKILL)

    def pause(self) -> None:
        """Freeze the process: it stays, but answers nothing."""
        assert self._process, f"{self.name} was not started"
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Resume a frozen process."""
        assert self._process, f"{self.name} was not started"
        self._process.send_signal(signal.SIGCONT)


def answers(port: int) -> bool:
    """Return whether something accepts connections on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
