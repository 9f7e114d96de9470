"""A call over distance: the first picture at each side after the press on *accept with video*, against the textbook's order.

By the book, devices are opened and the two sides negotiate after the acceptance. The client sits behind a wire with the delay, near are the
server, the operator and the book's relay; the cameras of both flows are opened at the press, the product's operator's when they called.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page, sync_playwright

from bench.browser import converse, open_widget, operator, page_of
from bench.call import SHOWN, WATCH, connected_while_ringing, hang_up
from bench.far import browser_on, hosts, reachable_site
from bench.report import Figure, at_most, plain
from tests.browser.pages import hook, widget_frame
from tests.network.hosts import FAR, NEAR
from tests.servers.process import program

FOLDER = Path(__file__).parent
TEXTBOOK = (FOLDER / "textbook.js").read_text()
ROUNDS, WARM = 7, 1
ONE_WAY_MS = (0, 50, 150)
GOALS = {50: 0.65, 150: 0.5}
BESIDES_THE_TRIP_MS = 3 * 50 + 40
"""Three pictures of the software camera, which shows 20 a second (docs/decisions/armed-calls.md), and what coding and drawing one takes."""
Pictures = tuple[float, float]
"""Milliseconds from the press to the client's and to the operator's first picture."""


@contextmanager
def relay() -> Iterator[str]:
    """The book's signalling server; its address on both hosts."""
    running = subprocess.Popen([program("node"), str(FOLDER / "textbook.mjs")], stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout
        yield f"http://localhost:{running.stdout.readline().strip()}/"
    finally:
        running.kill()
        running.wait(20)


def by_the_book(client: Page, caller: Page) -> Pictures:
    """One call of the textbook."""
    client.evaluate("window.side.accept()")
    for side in (client, caller):
        side.wait_for_function("() => window.side.shown > 0")
    pressed = client.evaluate("window.side.pressed")
    shown = [float(side.evaluate("window.side.shown")) - pressed for side in (client, caller)]
    for side in (client, caller):
        side.evaluate("window.side.end()")
    return shown[0], shown[1]


def one_call(client: Frame, console: Page) -> Pictures:
    """One call of the product, accepted when the two have had the time a ringing takes."""
    sides: list[Page | Frame] = [client, console]
    for side in sides:
        side.evaluate(WATCH)
    hook(console, "call-start").click()
    hook(client, "prompt-accept").wait_for()
    connected_while_ringing(sides)
    client.evaluate("""() => document.querySelector('[data-test="prompt-accept"]').click()""")
    for side in sides:
        side.wait_for_function(SHOWN)
    pressed = client.evaluate("window.bench.pressed")
    shown = [float(side.evaluate("window.bench.shown")) - pressed for side in sides]
    hang_up(client, console)
    return shown[0], shown[1]


def rounds() -> dict[int, tuple[list[Pictures], list[Pictures]]]:
    """By the delay: calls of the product and of the book in turn. The first of each delay doesn't count."""
    found: dict[int, tuple[list[Pictures], list[Pictures]]] = {}
    with ExitStack() as stack:
        network = stack.enter_context(hosts())
        site = stack.enter_context(reachable_site())
        address = stack.enter_context(relay())
        playwright = stack.enter_context(sync_playwright())
        near, far = (stack.enter_context(browser_on(playwright, network, host)) for host in (NEAR, FAR))
        console, client = operator(near, site), page_of(far)
        client.goto(f"{site.other_url}/demo/")
        open_widget(client)
        converse(client, console)
        hook(console, "tab-call").click()
        book = [_page(browser, address, operator=browser is near) for browser in (far, near)]
        for delay in ONE_WAY_MS:
            network.wire(delay=delay / 1000)
            calls = [(one_call(widget_frame(client), console), by_the_book(*book)) for _ in range(WARM + ROUNDS)][WARM:]
            found[delay] = [ours for ours, _theirs in calls], [theirs for _ours, theirs in calls]
        network.wire(delay=0)
    return found


def _page(browser: Browser, address: str, *, operator: bool) -> Page:
    page = page_of(browser)
    page.goto(address)
    page.evaluate(TEXTBOOK, operator)
    return page


def measure() -> list[Figure]:
    """The rows of each delay."""
    figures = []
    for delay, (ours, theirs) in rounds().items():
        words = f"{delay} ms one way: "
        ratio = [max(one) / max(other) for one, other in zip(ours, theirs, strict=True)]
        what = f"{words}accept to the first picture on both sides, against the textbook"
        figures.append(at_most(what, ratio, GOALS[delay], "×") if delay in GOALS else plain(what, ratio, "×", 2))
        client, caller = zip(*ours, strict=True)
        limit = 2 * delay + BESIDES_THE_TRIP_MS
        what = f"{words}the client sees the operator"
        figures.append(at_most(what, list(client), limit, "ms", 0) if delay == 50 else plain(what, list(client), "ms"))
        figures.append(plain(f"{words}the operator sees the client", list(caller), "ms"))
        client, caller = zip(*theirs, strict=True)
        figures.append(plain(f"{words}by the book, the client sees the operator", list(client), "ms"))
        figures.append(plain(f"{words}by the book, the operator sees the client", list(caller), "ms"))
    return figures
