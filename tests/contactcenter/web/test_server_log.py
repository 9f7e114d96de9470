"""A real uvicorn, started as the unit of systemd starts it: all it writes is ours in form, and names no network address of a visitor."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.servers.process import answers, free_port, until

ROOT = Path(__file__).resolve().parents[3]
UNIT = (ROOT / "deploy/systemd/contactcenter-web@.service").read_text()
VISITOR = "203.0.113.77"
THROUGH_PROXY = {"X-Forwarded-For": VISITOR, "X-Forwarded-Proto": "https"}


def deployed(port: int) -> list[str]:
    """Return the unit's command, for an application in which something fails."""
    (command,) = re.findall(r"^ExecStart=\S+/uvicorn ((?:.*\\\n)*.*)", UNIT, re.MULTILINE)
    words = command.replace("\\\n", " ").replace("800%i", str(port)).split()
    assert words[0] == "contactcenter.asgi:application"
    return [sys.executable, "-m", "uvicorn", "tests.contactcenter.web.failing_server:application", *words[1:]]


class Written:
    """What a server has written, by stream."""

    def __init__(self, folder: Path) -> None:
        self.files = {name: folder / name for name in ("out", "err")}

    @property
    def out(self) -> str:
        return self.files["out"].read_text()

    @property
    def err(self) -> str:
        return self.files["err"].read_text()


INHERITED = {name: os.environ[name] for name in ("PATH", "HOME", "VIRTUAL_ENV") if name in os.environ}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database."""
    folder = tmp_path_factory.mktemp("data")
    env = INHERITED | {"CONTACTCENTER_DATA_DIR": str(folder)}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=env, check=True)
    return folder


@contextmanager
def served(folder: Path, data: Path, port: int, form: str, *more: str) -> Iterator[Written]:
    written = Written(folder)
    env = INHERITED | {
        "CONTACTCENTER_DATA_DIR": str(data),
        "CONTACTCENTER_PUBLIC_URL": f"http://localhost:{port}",
        "CONTACTCENTER_BEHIND_PROXY": "1",
        "CONTACTCENTER_LOG": form,
        "PYTHONUNBUFFERED": "1",
    }
    with written.files["out"].open("wb") as out, written.files["err"].open("wb") as err:
        process = subprocess.Popen([*deployed(port), *more], cwd=ROOT, env=env, stdout=out, stderr=err)
    try:
        until(lambda: answers(port) or process.poll() is not None, seconds=60)
        assert process.poll() is None, written.err
        yield written
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


async def visit(port: int) -> None:
    """Open a socket, be refused one, ask for a page that isn't there, and meet two errors."""
    url = f"ws://127.0.0.1:{port}"
    ours, foreign = f"http://localhost:{port}", "http://elsewhere.example"
    async with connect(f"{url}/ws/client/", origin=ours, additional_headers=THROUGH_PROXY, compression=None):  # type: ignore[arg-type]
        pass
    for path, origin in (("/ws/operator/", foreign), ("/ws/fails/", ours)):
        with pytest.raises(InvalidStatus):
            await connect(f"{url}{path}", origin=origin, additional_headers=THROUGH_PROXY)  # type: ignore[arg-type]
    for path in ("/nowhere/", "/i/s3cr3t-token/fails/"):
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=THROUGH_PROXY)
        with pytest.raises(urllib.error.HTTPError) as refusal:
            await asyncio.to_thread(urllib.request.urlopen, request, None, 20)
        refusal.value.close()


async def test_every_line_of_a_server_is_json_on_standard_output_without_a_visitors_address(tmp_path: Path, data: Path) -> None:
    port = free_port()
    with served(tmp_path, data, port, "json") as written:
        await visit(port)
    lines = [json.loads(line) for line in written.out.splitlines()]
    assert written.err == ""
    assert VISITOR not in written.out
    assert all(line.keys() >= {"time", "level", "logger", "message"} for line in lines)
    messages = [line["message"].strip() for line in lines]
    assert "Application startup complete." in messages
    assert not {"connection open", "connection closed"} & set(messages)
    # There are no static files: Python warns of it, and a page in words can't be made.
    assert {"py.warnings", "django.request"} <= {line["logger"] for line in lines}
    errors = [line for line in lines if line["message"].startswith("Exception in ASGI application")]
    assert [line["logger"] for line in errors] == ["uvicorn.error"] * 2
    assert all("RuntimeError: while serving /" in line["exc_info"] for line in errors)
    assert "s3cr3t" not in written.out


async def test_a_server_writes_lines_for_people_likewise_whatever_its_command_line_says(tmp_path: Path, data: Path) -> None:
    port = free_port()
    with served(tmp_path, data, port, "line", "--access-log", "--log-level", "info") as written:
        await visit(port)
    assert written.err == ""
    assert VISITOR not in written.out
    assert re.search(r"^[\d-]+ [\d:,]+ INFO uvicorn\.error Application startup complete\.$", written.out, re.MULTILINE)
    assert "RuntimeError: while serving /i/…" in written.out
    assert "s3cr3t" not in written.out


def test_a_commands_own_output_has_no_line_of_the_log(tmp_path: Path) -> None:
    code = "import django; django.setup(); import logging; logging.getLogger('sessions_app').warning('a line'); print('output')"
    env = {
        "PATH": os.environ["PATH"],
        "CONTACTCENTER_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "contactcenter.settings",
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "output\n"
    assert "a line" in done.stderr
