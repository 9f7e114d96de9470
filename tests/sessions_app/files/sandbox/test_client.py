"""The sandbox: runaway jobs are killed, jobs see nothing of ours, and failures are explained."""

from __future__ import annotations

import io
import os
import signal
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from contactcenter.realtime.wire import Fault
from sessions_app.files.sandbox import client, server
from sessions_app.files.sandbox.fair_semaphore import FairSemaphore
from sessions_app.files.sandbox.refusal import RefusedError
from sessions_app.whiteboard import page_images
from tests.sessions_app.files.bombs import slow_pdf
from tests.sessions_app.sample_files import pdf, picture, use_folder


@pytest.fixture(autouse=True)
def here(tmp_path: Path, settings: Any) -> None:
    use_folder(settings, tmp_path)


def draw(content: bytes = b"", **bounds: Any) -> client.Answer:
    return client.run("pdf.draw", io.BytesIO(content or pdf()), person="carla", page=1, side=4096, **bounds)


def refused(content: bytes, **bounds: Any) -> str:
    with pytest.raises(RefusedError) as caught:
        draw(content, **bounds)
    return caught.value.code


def process() -> int:
    """Return the server process."""
    client.start()
    running = client._server._process
    assert running is not None
    return running.pid


def at_work() -> list[str]:
    """Return the forks of the server that still run."""
    pid = process()
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.parametrize(
    "bounds", [{"cpu": 1.0}, {"wall": 0.5}, {"memory": page_images.QUICK_MEMORY}], ids=["processor", "clock", "memory"]
)
def test_a_job_over_its_limits_is_killed_and_the_next_one_runs(bounds: dict[str, Any]) -> None:
    assert refused(slow_pdf(), **bounds) == client.DIED
    until = time.monotonic() + 30
    while at_work():  # its descriptors close a moment before it is gone
        assert time.monotonic() < until
    assert draw().head["pages"] == 3


def test_any_crash_of_a_job_means_a_damaged_file() -> None:
    with pytest.raises(RefusedError) as caught:
        client.run("image.reencode", io.BytesIO(picture()), person="carla", mime="no such kind")
    assert caught.value.code == "damaged"


def test_a_truncated_answer_is_a_failure() -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(b'{"parts": [5]}\nhal')
    theirs.close()
    with ours, pytest.raises(RefusedError) as caught:
        client._read(ours, 60, None)
    assert caught.value.code == client.DIED


def test_a_dead_server_is_restarted(caplog: pytest.LogCaptureFixture) -> None:
    before = process()
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert draw().head["pages"] == 3
    assert process() != before
    assert "the sandbox has" in caplog.text


def test_it_inherits_neither_environment_nor_open_files(tmp_path: Path) -> None:
    pid = process()
    assert draw().parts[0]
    assert Path(f"/proc/{pid}/environ").read_bytes() == b""
    kept = {os.readlink(f"/proc/{pid}/fd/{number}").partition(":")[0] for number in os.listdir(f"/proc/{pid}/fd")}
    assert kept <= {"/dev/null", "socket"}


@pytest.fixture
def limited() -> Any:
    """Run code in a fork with the limits of a job. Return its output, or the name of its error."""

    def run(code: str) -> str:
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read)
            try:
                for number in range(3, 64):
                    if number != write:
                        os.dup2(0, number)  # takes every descriptor that a job might be given
                server.limit(files=3)
                exec(code, {"os": os, "socket": socket})
                os.write(write, b"done")
            except BaseException as error:
                os.write(write, type(error).__name__.encode())
            finally:
                os._exit(0)
        os.close(write)
        with os.fdopen(read, "rb") as answer:
            said = answer.read().decode()
        os.waitpid(pid, 0)
        return said

    return run


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("code", ["open('/etc/passwd')", "socket.socket()", "bytearray(2 << 30)"])
def test_a_job_opens_no_file_and_no_connection_and_has_little_memory(limited: Any, code: str) -> None:
    assert limited(code) in ("OSError", "MemoryError")
    assert limited("pass") == "done"


def test_files_in_memory_and_on_disk_come_back_rewound(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture())
    with path.open("rb") as file:
        answer = client.run("image.reencode", file, person="carla", mime="image/png")
        assert file.tell() == 0
    assert (answer.head["width"], answer.head["height"]) == (4, 3)


def test_one_kind_of_job_without_permits_does_not_delay_other_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.permits, "archive", FairSemaphore(0))
    assert draw().head["pages"] == 3
    with pytest.raises(Fault) as caught:
        client.run("archive.check", io.BytesIO(b"PK"), person="carla", wait=0)
    assert caught.value.code == "share.busy"
