"""Sign-language mode on a thin, long, lossy line: pictures a second decoded at each side, by its browser's statistics.

The client sits behind a wire with a rate, a delay and loss in both directions (``tests/network``; root only); the operator and the server are
near. The software camera gives 30 pictures a second. The same call without the mode is measured in the same run, on the same wire.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import mean

from playwright.sync_api import Frame, Page, sync_playwright

from bench.browser import converse, open_widget, operator, page_of
from bench.call import hang_up
from bench.far import browser_on, hosts, reachable_site
from bench.report import Figure, at_least, plain
from tests.browser.pages import hook, widget_frame
from tests.network.hosts import FAR, NEAR

CAMERA = "--use-fake-device-for-media-stream=device-count=1,fps=30"
KBIT, ONE_WAY_MS, LOSS = 250, 150, 0.02
SETTLED_SECONDS, SECONDS = 25, 30
GOAL = 20
RECORD = """(seconds) => new Promise((done) => {
  const looks = [];
  const look = async () => {
    const found = { at: performance.now() };
    for (const line of (await window.contactcenter.call.peer.getStats()).values()) {
      if (line.type === "inbound-rtp" && line.kind === "video")
        Object.assign(found, { decoded: line.framesDecoded, dropped: line.framesDropped, bytes: line.bytesReceived,
          width: line.frameWidth, height: line.frameHeight, freezes: line.freezeCount, frozen: line.totalFreezesDuration });
      if (line.type === "inbound-rtp" && line.kind === "audio") Object.assign(found, { voice: line.bytesReceived,
        concealed: line.concealedSamples, samples: line.totalSamplesReceived });
      if (line.type === "outbound-rtp" && line.kind === "video") Object.assign(found, { sent: line.framesSent, limited: line.qualityLimitationReason });
      if (line.type === "candidate-pair" && line.nominated) found.room = line.availableOutgoingBitrate;
      if (line.type === "media-source" && line.kind === "video") found.source = line.frames;
    }
    looks.push(found);
    if (looks.length > seconds) return done(looks);
    setTimeout(look, 1000);
  };
  look();
})"""
RECORDING = "(seconds) => { window.recording = (%s)(seconds); }" % RECORD


@dataclass(frozen=True)
class Seen:
    """What one side received: pictures in each second, the size at the end, bits a second, and the share of time it stood still."""

    pictures: list[float]
    sent: list[float]
    source: float
    size: str
    kbit: float
    voice_kbit: float
    frozen: float
    room: float
    limited: str

    @property
    def rate(self) -> float:
        return mean(self.pictures)


def record(sides: Sequence[Page | Frame]) -> list[Seen]:
    """Watch all sides at once."""
    for side in sides:
        side.evaluate(RECORDING, SECONDS)
    return [_seen(side.evaluate("() => window.recording")) for side in sides]


def _seen(looks: list[dict[str, float]]) -> Seen:
    first, last = looks[0], looks[-1]
    seconds = (last["at"] - first["at"]) / 1000

    def each(what: str) -> list[float]:
        return [1000 * (now[what] - then[what]) / (now["at"] - then["at"]) for then, now in zip(looks, looks[1:], strict=False)]

    def grown(what: str) -> float:
        return (last[what] - first[what]) / seconds

    return Seen(
        pictures=each("decoded"),
        sent=each("sent"),
        source=grown("source"),
        size=f"{last['width']:.0f}×{last['height']:.0f}",
        kbit=grown("bytes") * 8 / 1000,
        voice_kbit=grown("voice") * 8 / 1000,
        frozen=grown("frozen"),
        room=last.get("room", 0) / 1000,
        limited=str(last["limited"]),
    )


def rounds() -> tuple[dict[bool, list[Seen]], float]:
    """With and without the mode: what the client and what the operator received; and the load of the machine meanwhile."""
    found: dict[bool, list[Seen]] = {}
    with ExitStack() as stack:
        network = stack.enter_context(hosts())
        site = stack.enter_context(reachable_site())
        playwright = stack.enter_context(sync_playwright())
        near, far = (stack.enter_context(browser_on(playwright, network, host, [CAMERA])) for host in (NEAR, FAR))
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
            for seen in found[mode]:
                print("mode" if mode else "none", f"{seen.rate:.1f}", seen, flush=True)
            network.wire(delay=0, loss=0, download=0, upload=0)
            hang_up(inside, console)
    return found, os.getloadavg()[0]


def measure() -> list[Figure]:
    """Each second of thirty is a round."""
    found, load = rounds()
    what = f"{KBIT} kbit/s, {ONE_WAY_MS} ms one way, {LOSS:.0%} loss: pictures a second"
    figures = []
    for who, seen in zip(("the client", "the operator"), found[True], strict=True):
        figures.append(at_least(f"{what} decoded at {who}, the mean of {SECONDS} s", [seen.rate], GOAL, "", 1))
        figures.append(plain(f"the same, second by second, at {seen.size} and {seen.kbit:.0f} kbit/s", seen.pictures, ""))
    for who, seen in zip(("the client", "the operator"), found[False], strict=True):
        figures.append(plain(f"without the mode, decoded at {who}, at {seen.size}", [seen.rate], "", 1))
    figures.append(plain("load of the machine meanwhile, on two cores", [load], "", 1))
    return figures


