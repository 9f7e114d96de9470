"""Sign-language mode on a thin, long, lossy line: pictures a second decoded at each side, by its browser's statistics.

The client sits behind a wire with a rate, a delay and loss in both directions (``tests/network``; root only); the operator and the
server are near. Both cameras see somebody signing (``bench/signer.py``), 30 pictures a second. The same call without the mode is measured
in the same run, on the same wire.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from playwright.sync_api import Frame, Page, sync_playwright

from bench.browser import converse, open_widget, operator, page_of
from bench.call import hang_up
from bench.far import browser_on, hosts, reachable_site
from bench.report import Figure, at_least, plain
from bench.signer import camera
from tests.browser.pages import hook, widget_frame
from tests.network.hosts import FAR, NEAR

KBIT, ONE_WAY_MS, LOSS = 250, 150, 0.02
SETTLED_SECONDS, SECONDS = 25, 30
GOAL = 20
RECORD = """(seconds) => {
  const looks = [];
  const look = async () => {
    for (const line of (await window.contactcenter.call.peer.getStats()).values())
      if (line.type === "inbound-rtp" && line.kind === "video") looks.push({ at: performance.now(), decoded: line.framesDecoded,
        bytes: line.bytesReceived, width: line.frameWidth, height: line.frameHeight });
  };
  window.recording = new Promise((done) => {
    const every = setInterval(async () => {
      await look();
      if (looks.length > seconds) done(looks, clearInterval(every));
    }, 1000);
  });
}"""


@dataclass(frozen=True)
class Seen:
    """What one side received: decoded pictures in each second, their size at the end, and bits a second."""

    pictures: list[float]
    size: str
    kbit: float

    @property
    def rate(self) -> float:
        return mean(self.pictures)


def record(sides: Sequence[Page | Frame]) -> list[Seen]:
    """Watch all sides at once."""
    for side in sides:
        side.evaluate(RECORD, SECONDS)
    return [_seen(side.evaluate("() => window.recording")) for side in sides]


def _seen(looks: list[dict[str, float]]) -> Seen:
    first, last = looks[0], looks[-1]
    pictures = [1000 * (now["decoded"] - then["decoded"]) / (now["at"] - then["at"]) for then, now in pairwise(looks)]
    return Seen(
        pictures=pictures,
        size=f"{last['width']:.0f}×{last['height']:.0f}",
        kbit=8 * (last["bytes"] - first["bytes"]) / (last["at"] - first["at"]),
    )


def rounds() -> tuple[dict[bool, list[Seen]], float]:
    """With and without the mode: what the client and what the operator received; and the load of the machine meanwhile."""
    found: dict[bool, list[Seen]] = {}
    with ExitStack() as stack:
        network = stack.enter_context(hosts())
        site = stack.enter_context(reachable_site())
        playwright = stack.enter_context(sync_playwright())
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="contactcenter-bench-")))
        option = camera(folder / "signer.y4m")
        near, far = (stack.enter_context(browser_on(playwright, network, host, [option])) for host in (NEAR, FAR))
        console, client = operator(near, site), page_of(far)
        client.goto(f"{site.other_url}/demo/")
        open_widget(client)
        converse(client, console)
        inside = widget_frame(client)
        hook(console, "tab-call").click()
        for mode in (False, True):
            network.wire(delay=0, loss=0, download=0, upload=0)
            hook(console, "call-signing").set_checked(mode)
            hook(console, "call-start").click()
            hook(inside, "prompt-accept").click()
            for side in (console, inside):
                hook(side, "call", state="connected").wait_for()
                hook(side, "sign-mode", state="on" if mode else "off").wait_for()
            network.wire(delay=ONE_WAY_MS / 1000, loss=LOSS, download=KBIT * 1000, upload=KBIT * 1000)
            client.wait_for_timeout(SETTLED_SECONDS * 1000)
            found[mode] = record([inside, console])
            network.wire(delay=0, loss=0, download=0, upload=0)
            hang_up(inside, console)
    return found, os.getloadavg()[0]


def measure() -> list[Figure]:
    """Each second of thirty is a round."""
    found, load = rounds()
    figures = []
    for who, seen in zip(("the client", "the operator"), found[True], strict=True):
        what = f"in the mode, pictures a second decoded at {who}, the mean of {SECONDS} s"
        figures.append(at_least(what, [seen.rate], GOAL, "", 1))
        figures.append(plain(f"second by second, at {seen.size} and {seen.kbit:.0f} kbit/s", seen.pictures, ""))
    for who, seen in zip(("the client", "the operator"), found[False], strict=True):
        figures.append(plain(f"without the mode, decoded at {who}, at {seen.size}", [seen.rate], "", 1))
    figures.append(plain("processes that waited for the two cores or ran, in the last minute of it", [load], "", 1))
    return figures
