"""Background blur: for the other side, in the preview and in a snapshot, without renegotiation; it turns itself off when slow.

Nobody is in front of the software camera. Its moving disc may look like a person; the time written above it is background, and its
sharpness can be measured.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Frame, FrameLocator, Page, Route, expect

from tests.browser.pages import Pages, hook
from tests.browser.talk import STEADY_SECONDS, Talk, wait_for_the_clients_picture
from tests.servers.process import until

Place = Page | Frame

# How much neighbouring pixels differ where the time is written; the page keeps the maximum ever seen of the other side.
SHARPNESS = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  window.sharpness = (source) => {
    pen.drawImage(source, 0, 0, 320, 240);
    const { data } = pen.getImageData(40, 8, 160, 30);
    let sum = 0;
    for (let i = 0; i < data.length - 4; i += 4) if ((i / 4) % 160 < 159) sum += (data[i] - data[i + 4]) ** 2;
    return sum / (160 * 30);
  };
  window.mostSeen = 0;
  window.framesSeen = 0;
  const look = () => {
    const video = document.querySelector('[data-test="remote-video"]');
    if (!video?.videoWidth || video.srcObject?.getVideoTracks().length !== 1) return void setTimeout(look, 50);
    // A video that was taken from the page, or whose picture went, calls nobody any more.
    const gone = setTimeout(() => { video.cancelVideoFrameCallback(due); look(); }, 1000);
    const due = video.requestVideoFrameCallback(() => {
      clearTimeout(gone);
      window.framesSeen += 1;
      window.mostSeen = Math.max(window.mostSeen, window.sharpness(video));
      look();
    });
  };
  look();
}"""

# What was negotiated, the media lines, and the number of offers and answers: none of it may change.
COUNT_SIGNALS = """() => {
  const { wire } = window.contactcenter.call;
  const send = wire.send.bind(wire);
  window.signals = 0;
  wire.send = (command, ...rest) => {
    window.signals += command.type === "call.signal" && command.data.includes("description");
    return send(command, ...rest);
  };
}"""
NEGOTIATED = """() => {
  const { peer } = window.contactcenter.call;
  const offered = peer.localDescription.sdp.match(/^(o=|a=ice-ufrag:).*$/gm); // candidates may still come
  return [offered.join(), peer.getTransceivers().map(({ mid, direction }) => mid + direction).join(), window.signals];
}"""


# Two cores that also encode are sometimes too slow, and then it turns itself off: another test's subject.
QUICK = """() => {
  const { set } = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage");
  Object.defineProperty(Worker.prototype, "onmessage", {
    set(hear) { set.call(this, (event) => hear({ data: { ...event.data, took: 0 } })); },
  });
}"""

# The first stream of a camera gives no picture.
MUTE_ONCE = """() => {
  const Real = MediaStreamTrackProcessor;
  let times = 0;
  window.MediaStreamTrackProcessor = function (options) { return times++ ? new Real(options) : { readable: new ReadableStream() }; };
}"""


def sharpness(place: Place, name: str) -> float:
    """Measure what a video of the page shows now."""
    return float(place.evaluate("(name) => window.sharpness(document.querySelector(`[data-test=${name}]`))", name))


def reaches(place: Place, name: str, fits: Callable[[float], bool]) -> None:
    assert until(lambda: fits(sharpness(place, name))), f"{name} is {sharpness(place, name)} sharp"


def steady(place: Place, name: str) -> float:
    """Return how sharp the picture is, once it no longer gets sharper: at first a connection carries less."""
    found = [0.0]

    def rests() -> bool:
        found.append(sharpness(place, name))
        return found[-1] > 20 and found[-1] < 1.2 * found[-2]

    assert until(rests, pause=0.5), f"there is nothing to be seen: {found}"
    return found[-1]


def fetched(page: Page) -> list[str]:
    """Record from now on what is fetched for the blur."""
    found: list[str] = []
    page.on(
        "request", lambda request: found.append(request.url) if "/background/" in request.url or "tflite" in request.url else None
    )
    return found


def at_rest(page: Page) -> bool:
    """Check that no worker runs any more; the page processes its messages while it's asked."""
    return bool(page.evaluate("true")) and not page.workers


def switch(dialog: Page | FrameLocator, *, on: bool) -> None:
    box = hook(dialog, "blur-background")
    box.set_checked(on)
    expect(box).to_have_attribute("data-state", "on" if on else "off")


def test_the_background_is_blurred_without_renegotiation(talk: Talk) -> None:
    asked_for = fetched(talk.client)
    talk.call()
    frame, console, inside = talk.frame, talk.console, talk.inside
    frame.evaluate(QUICK)
    frame.evaluate(MUTE_ONCE)
    for place in (console, frame):
        place.evaluate(SHARPNESS)
        place.evaluate(COUNT_SIGNALS)
    plain = steady(console, "remote-video")
    before = [place.evaluate(NEGOTIATED) for place in (console, frame)]

    hook(inside, "call-devices").click()
    expect(hook(inside, "preview-video")).to_be_visible()
    assert [url for url in asked_for if "painter" in url or "vendor" in url] == []
    switch(inside, on=True)
    assert len([url for url in asked_for if url.endswith((".wasm", ".tflite"))]) == 2
    for place, name in ((frame, "preview-video"), (frame, "self-video"), (console, "remote-video")):
        reaches(place, name, lambda found: 0 < found < plain / 4)
    console.evaluate("() => { window.mostSeen = 0; }")
    for name, size in (("low", "640×360"), ("default", "640×480")):
        hook(inside, "pick-resolution").select_option(name)
        expect(hook(inside, "actual-resolution")).to_have_text(size)
    talk.client.keyboard.press("Escape")
    hook(inside, "toggle-camera").click()
    expect(hook(inside, "toggle-camera")).to_have_attribute("data-state", "off")
    hook(inside, "toggle-camera").click()
    talk.operator_side.gets_frames()
    wait_for_the_clients_picture(console)
    hook(console, "snapshot").click()
    item = hook(console, "share-item", kind="snapshot", state="ready", source="camera blurred")
    expect(item).to_have_count(1)
    hook(item, "share-preview").click()
    picture = hook(console, "preview-dialog").locator("img")
    expect(picture).to_be_visible()
    assert until(lambda: picture.evaluate("(img) => img.complete && img.naturalWidth > 0"))
    assert picture.evaluate("(img) => window.sharpness(img)") < plain / 4
    console.keyboard.press("Escape")
    assert console.evaluate("window.mostSeen") < plain / 4, "the room was visible for a moment"

    hook(inside, "call-devices").click()
    switch(inside, on=False)
    reaches(console, "remote-video", lambda found: found > plain / 2)
    assert until(lambda: at_rest(talk.client)), "the worker is still running"
    switch(inside, on=True)
    assert [place.evaluate(NEGOTIATED) for place in (console, frame)] == before
    hook(inside, "settings-close").click()
    hook(inside, "hangup").click()
    assert until(lambda: set(talk.client_side.tracks()) == {"ended"}), "the camera is still running"
    assert until(lambda: at_rest(talk.client)), "the worker is still running"


LATE = """() => {
  const { media } = window.contactcenter.call;
  media.follow = () => new Promise((done) => { window.followed = done; });
}"""
DONE = "() => new Promise((drawn) => { window.followed(); setTimeout(() => requestAnimationFrame(drawn)); })"


def test_a_slow_choice_does_not_reopen_the_closed_dialog(talk: Talk) -> None:
    talk.call()
    talk.frame.evaluate(LATE)
    hook(talk.inside, "call-devices").click()
    hook(talk.inside, "blur-background").click()
    hook(talk.inside, "settings-close").click()
    expect(hook(talk.inside, "settings-dialog")).to_have_count(0)
    talk.frame.evaluate(DONE)
    assert hook(talk.inside, "settings-dialog").count() == 0


SLOW = """export const segmenter = async () => ({
  width: 256, height: 144,
  find: (pixels) => { const end = performance.now() + 300; while (performance.now() < end); return new Float32Array(256 * 144); },
});"""


def test_a_failing_or_slow_blur_says_so_and_a_remembered_one_never_shows_the_room(talk: Talk, pages: Pages) -> None:
    pages.allow("Failed to load resource")
    console, frame = talk.console, talk.frame

    def slowly(route: Route) -> None:
        route.fulfill(body=SLOW, content_type="text/javascript")

    console.route("**/tflite*.wasm", lambda route: route.abort())
    talk.call()
    frame.evaluate(SHARPNESS)
    plain = steady(frame, "remote-video")
    hook(console, "settings").click()
    box = hook(console, "blur-background")
    box.click()
    expect(box).to_have_attribute("data-state", "failed")
    expect(box).not_to_be_checked()
    expect(hook(console, "settings-dialog")).to_contain_text("The download failed")
    reaches(frame, "remote-video", lambda found: found > plain / 2)
    console.unroute("**/tflite*.wasm")

    console.route("**/background/segmenter*.js", slowly)
    box.check()
    expect(box).to_have_attribute("data-state", "slow")
    expect(box).not_to_be_checked()
    expect(hook(console, "settings-dialog")).to_contain_text("This device is too slow for it")
    hook(console, "settings-close").click()
    expect(hook(console, "device-notice")).to_contain_text("too slow to blur your background")
    reaches(frame, "remote-video", lambda found: found > plain / 2)

    console.unroute("**/background/segmenter*.js", slowly)
    console.evaluate(QUICK)
    console.add_init_script(f"({QUICK})()")
    hook(console, "settings").click()
    switch(console, on=True)
    reaches(frame, "remote-video", lambda found: 0 < found < plain / 4)
    console.reload()
    # What comes over the new connection, from its first frame on.
    expect(hook(console, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    frame.evaluate("() => { window.mostSeen = window.framesSeen = 0; }")
    assert until(lambda: frame.evaluate("window.framesSeen") > 20)
    assert frame.evaluate("window.mostSeen") < plain / 4, "the room was visible for a moment"

    live: Any = "() => window.contactcenter.call.media.track('camera') === null"
    hook(hook(console, "call"), "hangup").click()
    assert until(lambda: console.evaluate(live) and not console.workers)
