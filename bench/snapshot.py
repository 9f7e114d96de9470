"""From the press on *Take a snapshot* until the client's own 720p picture is among the session's files on the operator's page."""

from __future__ import annotations

from bench.browser import chromium, converse, open_widget, operator, page_of
from bench.report import Figure, at_most
from bench.servers import site
from tests.browser.pages import hook, widget_frame
from tests.servers.process import until

ROUNDS, WARM = 6, 1
CHOICE = """() => localStorage.setItem("contactcenter.devices", JSON.stringify({ resolution: "high" }))"""
WIDTH = """() => window.contactcenter.call.media.track("camera")?.getSettings().width"""
TAKE = """() => new Promise((done) => {
  const items = () => document.querySelectorAll('[data-test="share-item"][data-state="ready"][data-source="camera full"]').length;
  const before = items();
  const pressed = performance.now();
  new MutationObserver((_, observer) => {
    if (items() === before) return;
    observer.disconnect();
    requestAnimationFrame(() => done(performance.now() - pressed));
  }).observe(document.body, { childList: true, subtree: true, attributes: true });
  document.querySelector('[data-test="snapshot"]').click();
})"""


def measure() -> list[Figure]:
    """One call, a picture after the other; the first does not count."""
    with site() as running, chromium() as browser:
        console = operator(browser, running)
        client = page_of(browser)
        client.goto(f"{running.other_url}/demo/")
        open_widget(client)
        frame = widget_frame(client)
        for place in (console, frame):
            place.evaluate(CHOICE)
        converse(client, console)
        hook(console, "tab-call").click()
        hook(console, "call-start").click()
        hook(frame, "prompt-accept").click()
        hook(console, "call", state="connected").wait_for()
        assert until(lambda: frame.evaluate(WIDTH) == 1280), "the camera gives no 720p"
        hook(console, "snapshot").and_(console.locator(":not([aria-disabled])")).wait_for()
        taken = [float(console.evaluate(TAKE)) for _round in range(WARM + ROUNDS)]
    return [at_most("press to the client's own 720p picture in Share", taken[WARM:], 1000, "ms", 0)]
