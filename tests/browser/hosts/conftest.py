"""One browser, one server and one operator for all host sites: each visit takes a few seconds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.chromium import AUTOPLAY, DEVICES, GRANTED, QUIET
from tests.browser.hosts.website import Websites
from tests.browser.pages import Pages, be_signed_in
from tests.servers import Site
from tests.servers.process import program


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as people have it: it caches left pages, and host names need not be localhost."""
    arguments = [*QUIET, *DEVICES, *GRANTED, *AUTOPLAY, "--host-resolver-rules=MAP *.test 127.0.0.1"]
    left_out = ["--disable-back-forward-cache"]
    with playwright.chromium.launch(executable_path=program("chromium"), args=arguments, ignore_default_args=left_out) as running:
        yield running


@pytest.fixture(scope="module")
def site(prepared_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product, for all visits in turn; each is cleaned up."""
    folder = tmp_path_factory.mktemp("hosts")
    shutil.copytree(prepared_site.folder / "data", folder / "data")
    running = Site(folder, port=prepared_site.port)
    running.start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def websites(site: Site) -> Iterator[Websites]:
    with Websites(site) as running:
        yield running


@pytest.fixture(scope="module")
def console(site: Site, browser: Browser) -> Iterator[Page]:
    """The console with Anna signed in."""
    opened = Pages(browser)
    page = opened.open()
    be_signed_in(page, site, "anna")
    yield page
    opened.close()
    assert not opened.complaints, opened.complaints
