"""The virus scanner speaks clamd's protocol; without its verdict nothing passes."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contactcenter.realtime.wire import Fault
from sessions_app.files import virus_scan
from sessions_app.models import Share
from sessions_app.share.services.uploads import share_upload
from tests.sessions_app.sample_files import upload, use_folder
from tests.world import World

VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(threading.Thread):
    """A fake clamd that speaks INSTREAM. ``says`` replaces its answer; None keeps it silent."""

    def __init__(self, listening: socket.socket, says: bytes | None = b"") -> None:
        super().__init__(daemon=True)
        self.listening, self.says = listening, says
        self.seen: list[bytes] = []
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            try:
                connection, _address = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as frames:
                assert frames.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!I", frames.read(4))[0]:
                    content += frames.read(size)
                self.seen.append(content)
                if self.says is None:
                    self.done.wait(10)
                    return
                found = b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in content else b"stream: OK\0"
                connection.sendall(self.says or found)

    def close(self) -> None:
        self.done.set()
        self.listening.close()


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[Clamd]:
    use_folder(settings, tmp_path)
    listening = socket.socket(socket.AF_UNIX if request.param == "unix" else socket.AF_INET)
    listening.bind(str(tmp_path / "clamd") if request.param == "unix" else ("127.0.0.1", 0))
    listening.listen()
    where = f"unix://{tmp_path}/clamd" if request.param == "unix" else f"tcp://127.0.0.1:{listening.getsockname()[1]}"
    settings.CLAMD, settings.CLAMD_SECONDS = where, 20
    running = Clamd(listening)
    running.start()
    yield running
    running.close()


def code(content: bytes = b"words") -> str:
    with pytest.raises(Fault) as caught:
        virus_scan.scan(io.BytesIO(content), "somebody")
    assert len(caught.value.text) > 20
    return caught.value.code


def test_a_clean_file_passes_and_an_infected_one_does_not(clamd: Clamd) -> None:
    content = bytes(range(256)) * 1000
    file = io.BytesIO(content)
    virus_scan.scan(file, "somebody")
    assert clamd.seen == [content]
    assert file.tell() == 0
    assert code(b"before " + VIRUS) == "share.infected"


def test_an_infected_file_is_not_stored(world: World, clamd: Clamd, tmp_path: Path) -> None:
    session = world.active()
    with pytest.raises(Fault) as caught:
        share_upload(by=world.carla, session=session, file=upload("a.txt", VIRUS))
    assert caught.value.code == "share.infected"
    assert not Share.objects.exists()
    assert share_upload(by=world.carla, session=session, file=upload("a.txt", b"words")).state == "ready"


@pytest.mark.parametrize("says", [b"stream: INSTREAM size limit exceeded. ERROR\0", b"", b"nonsense\0", b"x" * 9000, None])
def test_anything_but_a_clean_verdict_is_a_refusal(clamd: Clamd, settings: Any, says: bytes | None) -> None:
    settings.CLAMD_SECONDS = 0.3 if says is None else 20
    clamd.says = says if says != b"" else b"\0"
    assert code() == "share.scanner"


def test_an_unreachable_scanner_means_refusal(settings: Any, tmp_path: Path) -> None:
    for where in ("tcp://127.0.0.1:1", f"unix://{tmp_path}/nobody", "127.0.0.1", "http://x", "tcp://nobody.invalid"):
        settings.CLAMD = where
        assert code() == "share.scanner"


def test_without_the_setting_nothing_is_scanned(settings: Any) -> None:
    settings.CLAMD = ""
    virus_scan.scan(io.BytesIO(VIRUS), "somebody")
