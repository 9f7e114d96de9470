"""Virus scan by clamd. Without a scanner in the settings nothing is scanned.

Fails closed: if the configured scanner doesn't answer, the file is refused.
"""

from __future__ import annotations

import logging
import socket
import struct
import time
from typing import IO, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from sessions_app.files.sandbox.fair_semaphore import FairSemaphore

CHUNK: Final = 64 * 1024
ANSWER_BYTES: Final = 4096
permits: Final = FairSemaphore(4)
log = logging.getLogger(__name__)


def scan(file: IO[bytes], person: str) -> None:
    """Scan the whole file. Raises Fault ``share.infected``, ``share.busy``, or ``share.scanner`` if the scanner is away."""
    if not settings.CLAMD:
        return
    try:
        with permits.one(person):
            answer = _ask(file)
    except (OSError, ValueError) as error:
        log.warning("the virus scanner does not answer: %s", error)
        raise _away() from None
    finally:
        file.seek(0)
    if answer.endswith(" FOUND"):
        log.warning("the virus scanner refused a file: %s", answer)
        raise Fault("share.infected", _("The virus scanner found something harmful in this file. It wasn’t saved."))
    if not answer.endswith(" OK"):
        log.warning("the virus scanner could not scan: %s", answer)
        raise _away()


def _away() -> Fault:
    return Fault(
        "share.scanner", _("Files can’t be checked for viruses right now, so uploads are off. Try again later."), retry=True
    )


def _connect() -> socket.socket:
    """Connect to ``tcp://HOST:PORT`` or ``unix:///PATH``; ValueError for anything else."""
    where = urlsplit(settings.CLAMD)
    if where.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(settings.CLAMD_SECONDS)
        try:
            connection.connect(where.path)
        except OSError:
            connection.close()
            raise
        return connection
    if where.scheme != "tcp" or not where.hostname:
        raise ValueError("CONTACTCENTER_CLAMD must look like tcp://HOST:3310 or unix:///run/clamav/clamd.ctl")
    return socket.create_connection((where.hostname, where.port or 3310), settings.CLAMD_SECONDS)


def _ask(file: IO[bytes]) -> str:
    """Return the scanner's answer. TimeoutError if it takes longer than CLAMD_SECONDS altogether, however slowly it arrives."""
    until = time.monotonic() + settings.CLAMD_SECONDS
    file.seek(0)
    with _connect() as connection:

        def send(data: bytes) -> None:
            connection.settimeout(_left(until))
            connection.sendall(data)

        send(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            send(struct.pack("!I", len(chunk)) + chunk)
        send(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < ANSWER_BYTES:
            connection.settimeout(_left(until))
            more = connection.recv(ANSWER_BYTES)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    return left
