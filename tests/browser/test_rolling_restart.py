"""A real call and a chat behind a proxy while both server processes are replaced: neither side notices more than a moment (O4)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.lateness import lateness, note_lateness
from tests.browser.pages import Pages, hook, sign_in
from tests.browser.talk import Talk
from tests.conftest import SiteMaker
from tests.faults.proxy import Proxy
from tests.servers import Postgres, Redis, Site

BACK_MILLISECONDS = 3_000
"""Promised: every socket is back within this time (O4)."""
WATCH = """() => {
  const { wire } = window.contactcenter.call;
  window.away = [];
  let since = null;
  wire.addEventListener("state", () => {
    if (wire.state === "reconnecting") since ??= performance.now();
    if (wire.state === "open" && since !== null) { window.away.push(performance.now() - since); since = null; }
  });
  window.calls = [];
  window.contactcenter.call.addEventListener("change", () => window.calls.push(window.contactcenter.call.view.phase));
}"""


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """A proxy in a thread of its own; the browser's test is synchronous."""
    made, loop = Proxy([]), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(made.start(), loop).result(10)
    yield made
    asyncio.run_coroutine_threadsafe(made.close(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


@pytest.fixture
def processes(
    make_site: SiteMaker, postgres_server: Postgres, redis_server: Redis, tmp_path: Path, proxy: Proxy
) -> tuple[Site, Site]:
    """Two processes behind the proxy. Their public port is the proxy's."""
    shared = {
        "DATABASE_URL": postgres_server.url(),
        "REDIS_URL": redis_server.url,
        "CONTACTCENTER_DATA_DIR": str(tmp_path / "data"),
        "PORT": str(proxy.port),
    }
    found = make_site(env=shared, server="uvicorn"), make_site(env=shared, server="uvicorn", prepare=False)
    proxy.backends = [site.port for site in found]
    return found


@pytest.fixture
def address(proxy: Proxy, tmp_path: Path) -> Site:
    """The address that people use, for what needs a site only to know where it is."""
    return Site(tmp_path / "address", port=proxy.port)


def test_a_call_and_a_chat_go_on_while_both_processes_are_replaced(
    processes: tuple[Site, Site], address: Site, pages: Pages
) -> None:
    pages.allow("WebSocket|ERR_EMPTY_RESPONSE|ERR_CONNECTION|Failed to load resource")
    console = pages.open()
    sign_in(console, address, "anna")
    talk = Talk(console, pages.open(f"{address.other_url}/demo/")).begin().call()
    for place in (talk.console, talk.frame):
        place.evaluate(WATCH)
        note_lateness(place)
    for number, site in enumerate(processes):
        site.restart()
        hook(console, "composer").fill(f"after restart {number}")
        hook(console, "composer").press("Enter")
        expect(hook(talk.inside, "message", author="operator").last).to_contain_text(f"after restart {number}")
        for side in (talk.operator_side, talk.client_side):
            side.gets_frames(10)
    for place in (talk.console, talk.frame):
        away = place.evaluate("window.away")
        assert away, "its socket was never closed"
        assert max(away) <= BACK_MILLISECONDS + lateness(place) * 1000, away
        assert set(place.evaluate("window.calls")) <= {"connected"}
    talk.connected()
    talk.chat()
