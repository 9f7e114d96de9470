"""The sandbox: a program that forks a process for each file to read. Started by client.py as ``python -I server.py``.

Standard input is a socket. Each request on it names a job and brings two descriptors: the file to read and the socket for the answer.
The fork gets little memory and time, can't write or start anything, and ends after one job. Nothing here knows Django or our settings.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final, NoReturn

REQUEST_BYTES: Final = 512
"""Requests have a fixed length: JSON, padded with spaces."""
MEMORY: Final = 1024 * 1024 * 1024
PAGE_MEMORY: Final = 192 * 1024 * 1024
"""Address space of a PDF page: a colour scan of 600 dpi needs less than 128 MB, a drawing of 300,000 lines more than this."""
CPU_SECONDS: Final = 15
WALL_SECONDS: Final = 30
NICE: Final = 10
"""A job only uses CPU time that chats leave."""
SLOW_NICE: Final = 19
"""A job known to be slow also leaves it to the quick ones."""

FILE, ANSWER, OPEN = 3, 4, 5
"""Descriptors of a fork beside the usual three, and the resulting limit."""

Job = Callable[..., tuple[dict[str, Any], list[bytes]]]


def jobs() -> dict[str, Job]:
    """Return all jobs, with every module they need already imported: a limited fork can't open anything."""
    from sessions_app.files.sandbox import archive, image, pdf

    image.preload()
    archive.preload()
    return {"image.reencode": image.reencode, "image.shrink": image.shrink, "archive.check": archive.check, "pdf.draw": pdf.draw}


def limit(
    cpu: float = CPU_SECONDS,
    wall: float = WALL_SECONDS,
    *,
    memory: int = MEMORY,
    files: int = OPEN,
    threads: bool = False,
    nice: int = NICE,
) -> None:
    """Limit this process for good. ``files``: how many it may have open; ``threads``: whether it may start some."""
    os.nice(nice)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    seconds = max(1, round(cpu))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if not threads:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # kills
    signal.setitimer(signal.ITIMER_REAL, wall)


def work(job: Job, request: dict[str, Any], file: IO[bytes], answer: socket.socket) -> None:
    """Do one job and answer: a line of JSON, then the parts it announces."""
    from sessions_app.files.sandbox.refusal import RefusedError

    parts: list[bytes] = []
    try:
        file.seek(0)
        head, parts = job(file, **request["arguments"])
    except RefusedError as error:
        head = {"refused": error.code}
    except MemoryError:
        head = {"refused": "large"}
    except Exception:  # whatever a decoder does with an untrusted file: it can't be read
        head = {"refused": "damaged"}
    answer.sendall(json.dumps({**head, "parts": [len(part) for part in parts]}).encode() + b"\n")
    for part in parts:
        answer.sendall(part)


def _child(known: dict[str, Job], request: dict[str, Any], descriptors: list[int]) -> NoReturn:
    try:
        copies = [os.dup(descriptor) for descriptor in descriptors]
        file, answer = (os.dup2(copy, place) for copy, place in zip(copies, (FILE, ANSWER), strict=True))
        os.closerange(ANSWER + 1, 256)
        os.dup2(2, 0)  # the socket of requests isn't for this process
        # Without system fonts PDFium can't show a text whose font isn't embedded; the HEIC decoder fails without a thread.
        page, heic = request["job"] == "pdf.draw", request["arguments"].get("mime") == "image/heic"
        memory = request["memory"] or (PAGE_MEMORY if page else MEMORY)
        nice = SLOW_NICE if request["slow"] else NICE
        limit(request["cpu"], request["wall"], memory=memory, files=OPEN + 32 * page, threads=heic, nice=nice)
        work(known[request["job"]], request, os.fdopen(file, "rb"), socket.socket(fileno=answer))
    finally:
        os._exit(0)


def serve(requests: socket.socket) -> None:
    """Fork for each request until the other side is gone."""
    known = jobs()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()
    while True:
        text, descriptors, _flags, _address = socket.recv_fds(requests, REQUEST_BYTES, 2)
        while text and len(text) < REQUEST_BYTES and (more := requests.recv(REQUEST_BYTES - len(text))):
            text += more
        if len(text) < REQUEST_BYTES or len(descriptors) != 2:
            return
        if os.fork() == 0:
            _child(known, json.loads(text), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    serve(socket.socket(fileno=0))
