"""A slow phone: from the press on the launcher until the client can type, against the same page with all modules in one file.

The line has 1.6 Mbit/s down, 750 kbit/s up and 150 ms there and back, the processor is four times slower: what Lighthouse takes for one.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.far import browser_on, hosts, reachable_site
from bench.one_file import with_one_file
from bench.report import Figure, at_most, plain
from bench.servers import MeasuredSite
from tests.browser.pages import hook, widget_frame
from tests.network.hosts import FAR
from tests.servers.collected import collected

ROUNDS = 7
LINE = {"delay": 0.075, "download": 1_600_000, "upload": 750_000}
SLOWER = 4
ONE_PROCESS = ["--disable-site-isolation-trials", "--disable-features=Translate,IsolateOrigins,site-per-process"]
"""As on most phones: the frame shares its page's process, so one slow processor has both."""
TYPING = (Path(__file__).parent / "typing.js").read_text()
PRESS = """() => {
  window.pressed = performance.timeOrigin + performance.now();
  document.querySelector("contact-center").shadowRoot.querySelector('[data-test="launcher"]').click();
}"""


def visit(browser: Browser, site: MeasuredSite) -> tuple[float, float, int]:
    """A new client's first visit: milliseconds from the press to the entries and to the first letter, and the requests in between."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, locale="en-GB")
    context.add_init_script(TYPING)
    page = context.new_page()
    page.goto(f"{site.other_url}/demo/", wait_until="networkidle")
    hook(page, "launcher").wait_for()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        return _press(page)
    finally:
        context.close()


def _press(page: Page) -> tuple[float, float, int]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(PRESS)
    hook(page, "widget-frame").wait_for(state="attached")
    frame = widget_frame(page)
    frame.wait_for_function("() => window.bench?.typing", timeout=60_000)
    requests = len(asked)
    found, pressed = frame.evaluate("window.bench"), page.evaluate("window.pressed")
    return found["entries"] - pressed, found["typing"] - pressed, requests


def rounds() -> dict[str, list[tuple[float, float, int]]]:
    """Both in turn, each with an empty cache; the first visits start the server's caches and don't count."""
    found: dict[str, list[tuple[float, float, int]]] = {"product": [], "one file": []}
    with ExitStack() as stack:
        network = stack.enter_context(hosts())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="contactcenter-bench-")))
        product = stack.enter_context(reachable_site())
        static = with_one_file(collected(product.env), folder / "static")
        single = stack.enter_context(reachable_site(CONTACTCENTER_HASHED_STATIC="1", CONTACTCENTER_STATIC_ROOT=str(static)))
        browser = stack.enter_context(browser_on(stack.enter_context(sync_playwright()), network, FAR, ONE_PROCESS))
        network.wire(**LINE)
        for _round in range(1 + ROUNDS):
            for name, site in (("product", product), ("one file", single)):
                found[name].append(visit(browser, site))
    return {name: visits[1:] for name, visits in found.items()}


def measure() -> list[Figure]:
    """A row's rounds are visits."""
    found = rounds()
    entries, typing, requests = zip(*found["product"], strict=True)
    entries_alone, typing_alone, requests_alone = zip(*found["one file"], strict=True)
    ratio = [one / other for one, other in zip(typing, typing_alone, strict=True)]
    return [
        at_most("press on the launcher until the client can type, against all modules in one file", ratio, 1.1, "×"),
        at_most("press on the launcher until the client can type", [one / 1000 for one in typing], 2.5, "s"),
        plain("the same with all modules in one file", [one / 1000 for one in typing_alone], "s", 2),
        plain("press until the entries are shown", [one / 1000 for one in entries], "s", 2),
        plain("the same with all modules in one file", [one / 1000 for one in entries_alone], "s", 2),
        plain("requests from the press until the client can type", list(requests), ""),
        plain("requests with all modules in one file", list(requests_alone), ""),
    ]
