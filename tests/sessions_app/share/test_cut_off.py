"""Fifty uploads that never finish leave no ready file without bytes, and nothing at all after the sweep."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import SiteMaker
from tests.servers import Site
from tests.servers.form import multipart
from tests.servers.process import until
from tests.servers.site import ROOT

SIZE = 6 * 1024 * 1024


def beside(site: Site, *arguments: str) -> Any:
    """Run tests/sessions_app/share/cut_off.py on the site's data; return its output."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.sessions_app.share.cut_off", *arguments]
    env = site.env | {"DJANGO_SETTINGS_MODULE": "contactcenter.settings"}
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def clean(found: dict[str, int]) -> bool:
    return not any(found[name] for name in ("ready without bytes", "orphans", "pending", "due"))


def half_sent(site: Site, token: str, session: str, part: float) -> socket.socket:
    """Open a connection, send this much of an upload, and no more."""
    body, kind = multipart({"session": session, "name": "a.txt"}, "file", b"words\n" * (SIZE // 6))
    head = f"POST /share/upload/ HTTP/1.1\r\nHost: localhost:{site.port}\r\nAuthorization: Bearer {token}\r\nContent-Type: {kind}\r\n"
    connection = socket.create_connection(("127.0.0.1", site.port), 60)
    connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[: int(len(body) * part)])
    return connection


@pytest.mark.parametrize("server", ["uvicorn"])
def test_aborted_uploads_and_a_killed_server_leave_nothing(make_site: SiteMaker, server: Any) -> None:
    site = make_site(server=server)
    token, session = "token", beside(site, "waiting")
    for number in range(12):
        half_sent(site, token, session, part=(number + 1) / 13).close()
    for part in (0.5, 1):
        hanging = half_sent(site, token, session, part=part)
        site.signal(signal.SIGKILL)
        hanging.close()
        site.start()
    assert clean(beside(site, "swept"))
    with half_sent(site, token, session, part=1) as whole:
        assert whole.recv(100).startswith(b"HTTP/1.1 201")
    assert until(lambda: beside(site, "swept")["ready"] >= 1)


def test_a_process_killed_at_any_step_leaves_no_ready_file_without_bytes_and_no_orphans(
    make_site: SiteMaker,
) -> None:
    found = beside(make_site())
    assert found["killed"] == 35
    assert found["before keys"] > 5, "some were killed with bytes on disk"
    assert found["before pending"] > 10
    assert found["ready"] == 0
    assert clean(found)
