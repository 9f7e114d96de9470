"""The widget's cost for guests, counted by the browser: every byte over the network, headers included.

The site runs as in production, with minified, hashed and compressed static files.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.pages import Pages, attend, hook, widget
from tests.servers import Site

KB = 1024
BEFORE = 5 * KB
OPEN = 40 * KB
OPEN_IN_OTHERS = 44 * KB


@pytest.fixture
def site(prepared_site: Site, tmp_path: Path) -> Iterator[Site]:
    shutil.copytree(prepared_site.folder / "data", tmp_path / "data")
    running = Site(tmp_path, server="uvicorn", port=prepared_site.port)
    running.start()
    attend(running)
    yield running
    running.close()


class Weight:
    """Return what a page and its frames have fetched from our site so far, in bytes on the wire."""

    def __init__(self, page: Page, site: Site) -> None:
        self._page = page
        self.requests: list[Request] = []
        self.counted: list[Request] = []
        """Those that ``taken`` has counted: more may come at any time."""
        page.on("requestfinished", lambda request: self.requests.append(request) if request.url.startswith(site.url) else None)

    def taken(self) -> dict[str, int]:
        """Return the bytes by address, once nothing more comes."""
        self._page.wait_for_load_state("networkidle")
        self.counted = [*self.requests]
        sizes = [(request.url, request.sizes()) for request in self.counted]
        return {url: size["responseHeadersSize"] + size["responseBodySize"] for url, size in sizes}


def test_one_small_request_is_made_before_the_launcher_is_pressed(pages: Pages, site: Site) -> None:
    page = pages.open()
    weight = Weight(page, site)
    page.goto(f"{site.other_url}/demo/")
    expect(hook(page, "launcher")).to_be_visible()
    taken = weight.taken()
    assert list(taken) == [f"{site.url}/widget.js?key=demo"]
    assert sum(taken.values()) <= BEFORE, taken


def test_opening_the_chat_stays_within_the_weight_budget(pages: Pages, site: Site) -> None:
    page = pages.open()
    weight = Weight(page, site)
    page.goto(f"{site.other_url}/demo/")
    hook(page, "launcher").click()
    expect(hook(widget(page), "entry-chat")).to_be_visible()
    taken = weight.taken()
    assert sum(taken.values()) <= OPEN, taken
    scripts = [url.rsplit("/", 1)[1].split(".")[0] for url in taken if url.endswith(".js")]
    assert scripts == ["first"]


@pytest.mark.parametrize("language", ["cs", "de", "ar"])
def test_another_language_costs_no_request_and_little_weight(pages: Pages, site: Site, language: str) -> None:
    page = pages.open(locale=language)
    weight = Weight(page, site)
    page.goto(f"{site.other_url}/demo/")
    expect(hook(page, "launcher")).to_be_visible()
    assert sum(weight.taken().values()) <= BEFORE
    hook(page, "launcher").click()
    expect(hook(widget(page), "entry-chat")).to_be_visible()
    taken = weight.taken()
    assert sum(taken.values()) <= OPEN_IN_OTHERS, taken
    scripts = [url.rsplit("/", 1)[1].split(".")[0] for url in taken if url.endswith(".js")]
    assert scripts == ["first"]


def test_nothing_is_fetched_twice_and_every_file_is_fetched_under_its_hash(pages: Pages, site: Site) -> None:
    page = pages.open()
    weight = Weight(page, site)
    page.goto(f"{site.other_url}/demo/")
    hook(page, "launcher").click()
    hook(widget(page), "entry-chat").click()
    hook(widget(page), "entry-submit").click()
    expect(hook(widget(page), "composer")).to_be_visible()
    taken = weight.taken()
    files = [url for url in taken if "/static/" in url]
    assert [url for url in files if not re.search(r"\.[0-9a-f]{6}\.\w+$", url)] == []
    assert len(weight.counted) == len(taken)
