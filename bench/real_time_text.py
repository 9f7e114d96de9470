"""Real-time text over distance: from a letter's input event to the painted frame that shows it at the other side, both ways.

The client sits behind a wire with the delay; near are the server and the operator. The call runs with picture and sound beside it, and once
without: the two sides then never learn how to reach each other, and text is all they have. The clock is this machine's, the same on both
hosts. The first letter after a pause leaves at once, the ones of fast typing in batches: both are in the figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import quantiles

from playwright.sync_api import Frame, Page, sync_playwright

from bench.browser import converse, open_widget, operator, page_of
from bench.far import browser_on, hosts, reachable_site
from bench.report import Figure, at_most, plain
from tests.browser.pages import hook, widget_frame
from tests.network.hosts import FAR, NEAR

ONE_WAY = 0.05
LIMIT_MS = 500
TEXT = "The display shows F.22 and it beeps every ten seconds. "
BETWEEN_MS = 80
"""Twelve letters a second: faster than most people type."""

MEDIA = """(on) => {
  const { wire } = window.contactcenter;
  wire.sendAll ??= wire.send.bind(wire);
  wire.send = (command, options) => (on || command.type !== "call.signal" ? wire.sendAll(command, options) : new Promise(() => {}));
}"""
"""Switched off, the two sides never learn how to reach each other."""
WATCH = """() => {
  window.painted = [];
  const look = () => {
    const { length } = document.querySelector('[data-test="text-other"]')?.textContent ?? "";
    while (window.painted.length < length) window.painted.push(Date.now());
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
TYPE = """([text, between]) => new Promise((done) => {
  const field = document.querySelector('[data-test="text-own"]');
  const typed = [];
  field.focus();
  const next = () => {
    if (typed.length === text.length) return done(typed);
    typed.push(Date.now());
    document.execCommand("insertText", false, text[typed.length - 1]);
    setTimeout(next, between);
  };
  next();
})"""
"""Types like a person: each letter is an input event of the browser's own."""

Side = Page | Frame


def delays(writer: Side, reader: Side, text: str = TEXT) -> list[float]:
    """Return the milliseconds of each letter."""
    reader.evaluate(WATCH)
    typed: list[float] = writer.evaluate(TYPE, [text, BETWEEN_MS])
    reader.wait_for_function("(length) => window.painted.length >= length", arg=len(text))
    painted: list[float] = reader.evaluate("window.painted")
    return [shown - pressed for pressed, shown in zip(typed, painted, strict=True)]


def agree(console: Page, client: Frame, *, media: bool) -> None:
    """Call, and turn real-time text on."""
    for side in (console, client):
        side.evaluate(MEDIA, media)
    hook(console, "tab-call").click()
    hook(console, "call-start").click()
    hook(client, "prompt-accept").click()
    hook(console, "text-toggle", state="off").click()
    hook(client, "text-accept").click()
    for side in (console, client):
        hook(side, "text-own").wait_for()


@contextmanager
def far_call(*, media: bool) -> Iterator[tuple[Frame, Page]]:
    """A client behind the wire and an operator near the server, in a call with real-time text."""
    with ExitStack() as stack:
        network = stack.enter_context(hosts())
        site = stack.enter_context(reachable_site())
        playwright = stack.enter_context(sync_playwright())
        near, far = (stack.enter_context(browser_on(playwright, network, host)) for host in (NEAR, FAR))
        console, client = operator(near, site), page_of(far)
        client.goto(f"{site.other_url}/demo/")
        open_widget(client)
        converse(client, console)
        agree(console, widget_frame(client), media=media)
        network.wire(delay=ONE_WAY)
        yield widget_frame(client), console
        network.wire(delay=0)


def measure() -> list[Figure]:
    """The rows with the media beside it, and without."""
    figures = []
    for media in (True, False):
        with far_call(media=media) as (client, console):
            for what, writer, reader in (("the client's", client, console), ("the operator's", console, client)):
                found = delays(writer, reader)
                words = (
                    f"{ONE_WAY * 1000:.0f} ms one way, {'beside picture and sound' if media else 'media blocked'}: {what} letters"
                )
                figures.append(at_most(f"{words}, slowest of a hundred", [quantiles(found, n=100)[-1]], LIMIT_MS, "ms", 0))
                figures.append(plain(f"{words}, median", [sorted(found)[len(found) // 2]], "ms"))
    return figures
