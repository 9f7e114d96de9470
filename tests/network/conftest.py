"""An operator on one host and a client on another, in real Chromium. Without root the run fails and says what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import AUTOPLAY, DEVICES, GRANTED, QUIET
from tests.browser.pages import sign_in
from tests.browser.talk import Talk
from tests.network.hosts import FAR, NEAR, SERVER, Hosts, missing
from tests.servers import Site

expect.set_options(timeout=15_000)


class ReachableSite(Site):
    """The product on every address of this machine."""

    def _program(self) -> list[str]:
        return ["0.0.0.0" if word == "127.0.0.1" else word for word in super()._program()]


@pytest.fixture(scope="session")
def hosts() -> Iterator[Hosts]:
    lacking = missing()
    assert not lacking, lacking
    with Hosts() as running:
        yield running


@pytest.fixture(scope="session")
def site(hosts: Hosts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = ReachableSite(tmp_path_factory.mktemp("site"))
    running.prepare()
    running.start()
    yield running
    running.close()


@pytest.fixture(scope="session")
def browsers(hosts: Hosts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Browser]]:
    """Chromium on each host. The server is localhost there, so its pages may use camera and microphone."""
    folder: Path = tmp_path_factory.mktemp("browsers")
    arguments = [*QUIET, *DEVICES, *GRANTED, *AUTOPLAY, f"--host-resolver-rules=MAP localhost {SERVER}"]
    with sync_playwright() as playwright:
        running = {
            host: playwright.chromium.launch(executable_path=hosts.browser(host, folder), args=arguments) for host in (NEAR, FAR)
        }
        yield running
        for browser in running.values():
            browser.close()


@pytest.fixture(scope="session")
def talk(site: Site, browsers: dict[str, Browser]) -> Talk:
    """The operator near the server, the client far away, in a conversation."""

    def page(host: str) -> Page:
        return browsers[host].new_context(viewport={"width": 1280, "height": 720}, locale="en-GB").new_page()

    console, client = page(NEAR), page(FAR)
    sign_in(console, site, "anna")
    client.goto(f"{site.url}/demo/")
    return Talk(console, client).begin()
