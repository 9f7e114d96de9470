"""A browser on another host: a network namespace behind a wire with delay and rate (``tests/network``). Needs root.

Real TCP and UDP pass the wire, so handshakes, slow starts, sockets and media all pay for the distance as they do for people.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from bench.servers import GOOD_FOR_ALL, MeasuredSite
from tests.browser.chromium import AUTOPLAY, DEVICES, GRANTED, QUIET
from tests.network.hosts import SERVER, Hosts, missing

TO_THE_SERVER = f"--host-resolver-rules=MAP localhost {SERVER}, MAP 127.0.0.1 {SERVER}"
"""The far host knows the server by the names the near one has, so its pages may use camera and microphone."""


class ReachableSite(MeasuredSite):
    """The product on every address of this machine."""

    def _program(self) -> list[str]:
        return ["0.0.0.0" if word == "127.0.0.1" else word for word in super()._program()]


@contextmanager
def hosts() -> Iterator[Hosts]:
    """The two hosts and the wire. AssertionError says what this machine lacks."""
    lacking = missing()
    assert not lacking, lacking
    with Hosts() as running:
        yield running


@contextmanager
def reachable_site(**env: str) -> Iterator[ReachableSite]:
    """A running site with demo data that both hosts reach."""
    folder = Path(tempfile.mkdtemp(prefix="contactcenter-bench-"))
    running = ReachableSite(folder, server="uvicorn", env=GOOD_FOR_ALL | env)
    try:
        running.prepare()
        running.start()
        yield running
        running.close()
    finally:
        running.kill()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def browser_on(playwright: Playwright, network: Hosts, host: str, more: Sequence[str] = ()) -> Iterator[Browser]:
    """Chromium on one of the hosts, with a software camera and microphone."""
    with tempfile.TemporaryDirectory(prefix="contactcenter-bench-") as folder:
        arguments = [*QUIET, *DEVICES, *GRANTED, *AUTOPLAY, TO_THE_SERVER, *more]
        program = network.browser(host, Path(folder))
        with playwright.chromium.launch(executable_path=program, args=arguments) as running:
            yield running
