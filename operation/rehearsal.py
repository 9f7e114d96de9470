"""Rehearse a restore (O2): a copy of the product beside the running one, in a folder of its own, that reaches nobody.

The copy runs in processes with an environment of their own: SQLite and a folder, no Redis, no mail server, no bucket, nothing that watches.
Webhooks are switched off before its server starts.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

KEPT: Final = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE"),
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS"),
    *("CONTACTCENTER_TIME_ZONE", "CONTACTCENTER_LANGUAGE", "CONTACTCENTER_LOCALE_DIR"),
)
"""What the copy inherits. Nothing of it names another server."""
STEPS: Final = (
    ("webhook", "--off"),
    ("doctor", "--only", "database", "--only", "storage"),
    ("collectstatic", "--noinput", "--verbosity", "0"),
)
"""What follows the restore, before the server starts."""
SERVER: Final = (
    *("uvicorn", "contactcenter.asgi:application", "--ws", "contactcenter.servers.uvicorn:WebSocketProtocol"),
    *("--ws-max-size", "131072", "--ws-per-message-deflate", "false", "--no-server-header", "--no-access-log"),
    *("--timeout-graceful-shutdown", "5"),
)
START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 20.0

Report = Callable[[str], None]


class RehearsalError(Exception):
    """The copy couldn't be made or doesn't run; the message says which step."""


@contextmanager
def rehearsed(file: Path, *, host: str, port: int, report: Report) -> Iterator[subprocess.Popen[bytes]]:
    """Restore the backup into a new folder and start a server on it. Its process is given; at the end it's stopped, and the folder deleted.

    Raises RehearsalError. The folder is made where TMPDIR says: it takes as much room as the place that was backed up.
    """
    _check_free(host, port)
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        env = {name: os.environ[name] for name in KEPT if name in os.environ}
        env |= {"CONTACTCENTER_DATA_DIR": folder, "CONTACTCENTER_PUBLIC_URL": f"http://localhost:{port}", "PYTHONUNBUFFERED": "1"}
        began = time.monotonic()
        _manage(env, "restore", str(file.resolve()))
        report(f"The restore took {time.monotonic() - began:.0f} seconds.")
        for step in STEPS:
            _manage(env, *step)
        command = [sys.executable, "-m", *SERVER, "--host", host, "--port", str(port)]
        server = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR)  # noqa: S603 - our own program
        try:
            _wait_until_ready(server, port)
            yield server
        finally:
            _stop(server)


def _check_free(host: str, port: int) -> None:
    """Look before the restore, which may take long; and another server's answer isn't taken for the copy's."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RehearsalError(f"Nothing can listen on {host}, port {port}: {error.strerror}. Choose another --port.") from None


def _manage(env: dict[str, str], *arguments: str) -> None:
    done = subprocess.run([sys.executable, "manage.py", *arguments], env=env, cwd=settings.BASE_DIR, check=False)  # noqa: S603
    if done.returncode:
        raise RehearsalError(f"manage.py {arguments[0]} failed in the copy: see above.")


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RehearsalError("The copy's server doesn't get ready: see above.")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
