"""An upload of the largest file against plain Django's: megabytes per second in the same run, and the memory it takes."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from bench.report import Figure, at_least, at_most, plain
from bench.servers import LOAD_CORE, ROOT, SERVER_CORE, MeasuredSite, pinned, site
from tests.servers.form import multipart
from tests.servers.process import Server, answers, free_port

MB = 1024 * 1024
SIZE = 25 * MB
ROUNDS, UPLOADS = 8, 2
VIDEO = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + os.urandom(SIZE - 32)
"""Of a kind that is stored as it is."""
ROOM = {"CONTACTCENTER_SHARE_SESSION_BYTES": str(10**12), "CONTACTCENTER_SHARE_SESSION_FILES": "100000"}


class Memory:
    """What a process holds, and the most it has held since."""

    def __init__(self, pid: int) -> None:
        self.status = Path(f"/proc/{pid}/status")
        Path(f"/proc/{pid}/clear_refs").write_text("5")
        self.before = self._value("VmRSS")

    def _value(self, name: str) -> float:
        return next(int(line.split()[1]) / 1024 for line in self.status.read_text().splitlines() if line.startswith(f"{name}:"))

    def growth(self) -> float:
        """MB at the highest moment, above the beginning."""
        return self._value("VmHWM") - self.before


class Reference(Server):
    """Plain Django under the same server on the same core (bench/plain.py)."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="contactcenter-bench-plain-"))
        self.port = free_port()
        super().__init__("plain Django", self.folder / "log")

    def start(self) -> None:
        """Start it, empty."""
        command = [sys.executable, "-m", "uvicorn", "bench.plain:application", "--host", "127.0.0.1", "--port", str(self.port)]
        env = os.environ | {"BENCH_FOLDER": str(self.folder)}
        self.launch(
            pinned(SERVER_CORE, *command, "--no-access-log", "--loop", "uvloop"),
            ready=lambda: answers(self.port),
            env=env,
            cwd=ROOT,
        )


@contextmanager
def reference() -> Iterator[Reference]:
    """Running, and gone afterwards."""
    running = Reference()
    try:
        running.start()
        yield running
    finally:
        running.signal(signal.SIGTERM)
        shutil.rmtree(running.folder, ignore_errors=True)


def post(port: int, path: str, body: bytes, headers: dict[str, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status < 300, f"{path} refused: {answer.status} {text[:300]!r}"
    connection.close()


def rate(send: object, port: int, *arguments: object) -> float:
    """MB per second of a few uploads one after the other."""
    started = perf_counter()
    for _ in range(UPLOADS):
        send(port, *arguments)  # type: ignore[operator]
    return UPLOADS * SIZE / MB / (perf_counter() - started)


def to_plain(port: int) -> None:
    body, kind = multipart({}, "a.mp4", VIDEO)
    post(port, "/upload/", body, {"Content-Type": kind})


def to_product(port: int, person: dict[str, str]) -> None:
    """Both steps, as a browser takes them."""
    who = {"Authorization": f"Bearer {person['token']}"}
    words = {"session": person["session"], "name": "a.mp4", "size": str(SIZE)}
    post(port, "/share/begin/", urlencode(words).encode(), who | {"Content-Type": "application/x-www-form-urlencoded"})
    body, kind = multipart(words, "file", VIDEO)
    post(port, "/share/upload/", body, who | {"Content-Type": kind})


def rounds(product: MeasuredSite, bare: Reference) -> dict[str, list[float]]:
    """Both in turn, so that whatever else the machine does hits both."""
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    (person,) = product.people(1)
    to_plain(bare.port)
    to_product(product.port, person)
    memories = {"product": Memory(product.pid), "bare": Memory(bare.pid)}
    found: dict[str, list[float]] = {"product": [], "bare": []}
    for _round in range(ROUNDS):
        found["bare"].append(rate(to_plain, bare.port))
        found["product"].append(rate(to_product, product.port, person))
    return found | {f"{name} memory": [memory.growth()] for name, memory in memories.items()}


def measure() -> list[Figure]:
    """On the folder; with S3 the bytes do not pass through us but once."""
    cores = os.sched_getaffinity(0)
    try:
        with reference() as bare, site(**ROOM) as running:
            found = rounds(running, bare)
    finally:
        os.sched_setaffinity(0, cores)
    ratio = [one / other for one, other in zip(found["product"], found["bare"], strict=True)]
    return [
        at_least("upload of 25 MB against plain Django", ratio, 0.8, "×"),
        at_most("memory above the beginning while uploading", found["product memory"], 30, "MB", 1),
        plain("the product", found["product"], "MB/s"),
        plain("plain Django in the same minute", found["bare"], "MB/s"),
        plain("memory of plain Django above the beginning", found["bare memory"], "MB", 1),
    ]


if __name__ == "__main__":
    json.dump([figure.value for figure in measure()], sys.stdout)
