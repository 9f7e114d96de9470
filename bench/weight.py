"""What the product costs the host page: bytes and requests before the launcher is pressed, and until the chat is open.

The site serves its files as in production: hashed and compressed, collected beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Request

from bench.browser import chromium, open_widget, operator, page_of
from bench.report import Figure, at_most, plain
from bench.servers import MeasuredSite, site
from tests.browser.pages import hook

KB = 1024
PRODUCTION = {"CONTACTCENTER_HASHED_STATIC": "1"}


@dataclass(frozen=True)
class Cost:
    """What came over the network, in KB, and in how many requests. ``content`` is without the answers' headers."""

    whole: float
    content: float
    requests: int


def cost(requests: list[Request]) -> Cost:
    """Of these requests, all of them finished."""
    sizes = [request.sizes() for request in requests]
    content = sum(size["responseBodySize"] for size in sizes)
    return Cost((content + sum(size["responseHeadersSize"] for size in sizes)) / KB, content / KB, len(requests))


def visit(running: MeasuredSite) -> tuple[Cost, Cost]:
    """A fresh browser comes by: the cost before the launcher is pressed, and until the chat is open."""
    with chromium() as browser:
        operator(browser, running)
        page = page_of(browser)
        ours: list[Request] = []
        page.on("requestfinished", lambda request: ours.append(request) if request.url.startswith(running.url) else None)
        page.goto(f"{running.other_url}/demo/", wait_until="networkidle")
        hook(page, "launcher", state="online").wait_for()
        before = cost(ours)
        open_widget(page)
        page.wait_for_load_state("networkidle")
        return before, cost(ours)


def measure() -> list[Figure]:
    """One visit: nothing here depends on speed."""
    with site(prepare=("collectstatic", "--noinput", "--verbosity=0"), **PRODUCTION) as running:
        before, opened = visit(running)
    return [
        at_most("before the launcher is pressed, headers included", [before.whole], 5, "KB", 1),
        at_most("requests before the launcher is pressed", [before.requests], 1, "", 0),
        at_most("until the chat is open, headers included", [opened.whole], 40, "KB", 1),
        plain("of these compressed content", [opened.content], "KB", 1),
        plain("requests until the chat is open", [opened.requests], ""),
    ]
