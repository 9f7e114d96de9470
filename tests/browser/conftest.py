"""Fixtures of the browser tests: real Chromium, real server, the demo website on another origin than the product.

A separate run (``pytest tests/browser``): the synchronous Playwright can't share one with pytest-asyncio's tests.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.chromium import launch
from tests.browser.pages import Pages, attend, be_signed_in, query, sign_all_in
from tests.browser.talk import Talk
from tests.browser.translated import LANGUAGES, Look
from tests.languages import pseudo
from tests.servers import Site

RESULTS = Path(__file__).resolve().parents[2] / "test-results"
FAILED = pytest.StashKey[bool]()

# A machine that also runs servers and encodes video is slow at times; expected results appear long before.
expect.set_options(timeout=15_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell fixtures at their end whether the test failed, and show its reader the pages."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    opened = getattr(item, "funcargs", {}).get("pages")
    if report.failed and report.when == "call" and isinstance(opened, Pages):
        report.sections.append(("What the pages showed", opened.shown()))
    return report


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browsers(playwright: Playwright) -> Iterator[Callable[..., Browser]]:
    """One browser of each kind (see ``launch``), started by the first test that needs it."""
    with ExitStack() as stack:
        yield cache(lambda **kind: stack.enter_context(launch(playwright, **kind)))


@pytest.fixture
def browser(browsers: Callable[..., Browser]) -> Browser:
    """Chromium with a software camera and microphone that every page may use."""
    return browsers()


@pytest.fixture
def asking_browser(browsers: Callable[..., Browser]) -> Browser:
    """Chromium that denies pages camera and microphone until the test grants them: the person says no."""
    return browsers(granted=False, window=True)


@pytest.fixture
def bare_browser(browsers: Callable[..., Browser]) -> Browser:
    """Chromium on a machine without a camera; its software microphone stays."""
    return browsers(devices=False, window=True)


@pytest.fixture(scope="session")
def prepared_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Demo data and signed-in operators, made once and copied for each test; all sites of the run share one port in turn."""
    site = Site(tmp_path_factory.mktemp("prepared"))
    site.prepare()
    sign_all_in(site)
    return site


@pytest.fixture
def site_env(request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment of this test's site, by indirect parametrisation: ``{"CONTACTCENTER_PROMPT_SECONDS": "2"}``."""
    return getattr(request, "param", {})


@pytest.fixture
def site(request: pytest.FixtureRequest, prepared_site: Site, site_env: dict[str, str], tmp_path: Path) -> Iterator[Site]:
    """The product with fresh demo data, for one test without other sessions. A traceback in its log fails the test."""
    shutil.copytree(prepared_site.folder / "data", tmp_path / "site" / "data")
    running = Site(tmp_path / "site", port=prepared_site.port, env=site_env)
    running.start()
    yield running
    running.stop()
    if request.node.stash.get(FAILED, False):
        shutil.copy(running.log_file, _results_of(request) / "server.log")
    running.close()


@pytest.fixture
def pages(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Pages]:
    """Opens watched pages: an error in a page's console fails the test unless ``pages.allow(pattern)`` covers it."""
    if "site" in request.fixturenames:
        request.getfixturevalue("site")  # requested before the pages, so it ends after them: they mustn't see it go
    opened = Pages(browser)
    yield opened
    if request.node.stash.get(FAILED, False):
        opened.keep_pictures(_results_of(request))
    opened.close()
    assert not opened.complaints, "the pages complained:\n" + "\n".join(opened.complaints)


@pytest.fixture
def operator_page(site: Site, pages: Pages) -> Page:
    """The console with Anna signed in."""
    page = pages.open()
    be_signed_in(page, site, "anna")
    return page


@pytest.fixture
def client_page(site: Site, pages: Pages) -> Page:
    """The demo website on 127.0.0.1 with a widget from localhost: two origins, as in real life. An operator is online."""
    attend(site)
    return pages.open(f"{site.other_url}/demo/")


@pytest.fixture
def talk(operator_page: Page, client_page: Page) -> Talk:
    """An operator and a client in an accepted chat."""
    return Talk(operator_page, client_page).begin()


@pytest.fixture(scope="session")
def pseudo_catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the catalogues of the pseudo-language."""
    folder = tmp_path_factory.mktemp("languages")
    pseudo.make(folder)
    return folder


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def translated_site(
    prepared_site: Site, pseudo_catalogues: Path, language: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The product in this language, for all tests of a module: every account has chosen it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared_site.folder / "data", folder / "data")
    running = Site(folder, port=prepared_site.port, env={"CONTACTCENTER_LOCALE_DIR": str(pseudo_catalogues)})
    running.start()
    query(running, "UPDATE sessions_app_user SET language = ?", language)
    attend(running)
    yield running
    running.close()


@pytest.fixture
def look(language: str) -> Iterator[Look]:
    """Checks what a page shows, for somebody who reads this language alone. A fault fails the test at its end."""
    looking = Look(language)
    yield looking
    assert not looking.found, "\n" + "\n".join(looking.found)


def _results_of(request: pytest.FixtureRequest) -> Path:
    folder = RESULTS / re.sub(r"[^\w.-]+", "-", request.node.name)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
