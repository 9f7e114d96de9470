"""Looking together: from a point under the hand to the painted point on the other side, and what a hand that never rests sends."""

from __future__ import annotations

from statistics import median, quantiles

from playwright.sync_api import Frame, Page

from bench.browser import chromium, converse, open_widget, operator, page_of
from bench.report import Figure, at_most, plain
from bench.servers import site
from tests.browser.board import drawing
from tests.browser.pages import hook, widget, widget_frame

ROUNDS, SECONDS = 5, 3
LIMIT_MS = 150

DRAW = """async (seconds) => {
  const { board } = window.contactcenter.looking;
  const now = () => performance.timeOrigin + performance.now();
  const sent = {};
  const send = WebSocket.prototype.send;
  let bytes = 0;
  WebSocket.prototype.send = function (text) { bytes += text.length; return send.call(this, text); };
  let x = 0;
  const point = () => ({ x: x % 10000, y: 5000 + Math.round(3000 * Math.sin(x / 300)) });
  board.begin(point());
  const started = now();
  while (now() - started < seconds * 1000) {
    x += 20;
    board.pen.add(point());
    sent[x % 10000] = now();
    await new Promise((done) => setTimeout(done, 8));
  }
  board.pen.end();
  WebSocket.prototype.send = send;
  return { sent, rate: bytes / ((now() - started) / 1000) };
}"""
WATCH = """() => {
  const { board } = window.contactcenter.looking;
  const now = () => performance.timeOrigin + performance.now();
  window.seen = {};
  if (window.watching) return;
  window.watching = true;
  board.addEventListener("change", () => requestAnimationFrame(() => {
    const at = now();
    for (const line of board.other.wet.values()) for (let n = 0; n < line.points.length; n += 2) window.seen[line.points[n]] ??= at;
  }));
}"""
RESTED = "() => window.contactcenter.looking.board.other.wet.size === 0"


def one_round(drawer: Page | Frame, watcher: Page | Frame) -> tuple[list[float], float]:
    """The milliseconds of each point that was passed on, and the bytes a second."""
    watcher.evaluate(WATCH)
    drawn = drawer.evaluate(DRAW, SECONDS)
    watcher.wait_for_function(RESTED)
    seen: dict[str, float] = watcher.evaluate("() => window.seen")
    return [at - drawn["sent"][x] for x, at in seen.items() if x in drawn["sent"]], float(drawn["rate"])


def measure() -> list[Figure]:
    """The operator draws, the client watches, on one machine whose two pages share a clock."""
    middles: list[float] = []
    late: list[float] = []
    rates: list[float] = []
    with site() as running, chromium() as browser:
        console = operator(browser, running)
        client = page_of(browser)
        client.goto(f"{running.other_url}/demo/")
        open_widget(client)
        converse(client, console)
        hook(console, "tab-share").click()
        picture = {"name": "boiler.png", "mimeType": "image/png", "buffer": drawing()}
        hook(console, "share-upload").locator("input").set_input_files([picture])  # type: ignore[list-item]
        hook(console, "share-item", name="boiler.png", state="ready").wait_for()
        hook(hook(console, "share-item", name="boiler.png"), "look-together").click()
        for place in (console, widget(client)):
            hook(place, "board", state="open").wait_for()
        for _round in range(ROUNDS):
            times, rate = one_round(console, widget_frame(client))
            middles.append(median(times))
            late.append(quantiles(times, n=20)[-1])
            rates.append(rate / 1000)
    return [
        at_most("a point under the hand, painted on the other side: median", middles, LIMIT_MS, "ms", 0),
        at_most("the same: 95 of 100", late, LIMIT_MS, "ms", 0),
        plain("sent by a hand that draws without a pause", rates, "KB/s", 1),
    ]
