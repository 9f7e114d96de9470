"""A snapshot of the client's video, read back from the Share tab byte by byte (C8)."""

from __future__ import annotations

import hashlib
import io
import re
import struct
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.browser.pages import hook
from tests.browser.talk import NATIVE, Side, Talk, wait_for_the_clients_picture
from tests.servers import Site

PNG = b"\x89PNG\r\n\x1a\n"

# The green test picture of the software camera, as the console's <video> shows it, and as the stored file has it.
PIXELS = """async ({ url, points }) => {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: picture.naturalWidth, height: picture.naturalHeight });
  const pen = canvas.getContext("2d");
  const read = (source) => {
    pen.drawImage(source, 0, 0, canvas.width, canvas.height);
    return points.map(([x, y]) => [...pen.getImageData(x * canvas.width, y * canvas.height, 1, 1).data.slice(0, 3)]);
  };
  return { stored: read(picture), shown: read(document.querySelector('[data-test="remote-video"]')) };
}"""
TIME_PIXELS = 500
CORNERS = [[0.02, 0.5], [0.98, 0.5], [0.5, 0.98]]  # never under the moving part


def size(side: Side) -> tuple[int, int]:
    """Return the size of the picture that is received now: a busy machine changes it at any time."""
    received = side.received()
    return received.width, received.height


def take(talk: Talk) -> None:
    expect(hook(talk.console, "snapshot")).not_to_have_attribute("aria-disabled", "true")
    hook(talk.console, "snapshot").click()


def address_of(console: Page) -> tuple[str, bytes]:
    """Return the short-lived address of the opened file, and its bytes."""
    hook(hook(console, "share-item", kind="snapshot"), "share-preview").click()
    url: Any = hook(console, "preview-dialog").locator("img").get_attribute("src")
    answer = console.request.get(url if url.startswith("http") else console.evaluate("url => new URL(url, location).href", url))
    assert answer.ok
    return url, answer.body()


def time_and_disc(body: bytes) -> int:
    """Count the pixels with the bright green of both. The software camera's own photo, no larger than its frames, has none."""
    red, green, _blue = Image.open(io.BytesIO(body)).convert("RGB").split()
    bright = ImageChops.multiply(green.point(lambda value: 255 * (value > 200)), red.point(lambda value: 255 * (value < 150)))
    return bright.histogram()[255]


def test_a_snapshot_is_the_received_picture_at_its_native_size(talk: Talk) -> None:
    talk.call()
    talk.operator_side.gets_frames()
    sizes = {NATIVE, size(talk.operator_side)}
    take(talk)
    item = hook(talk.console, "share-item", kind="snapshot", state="ready")
    expect(item).to_have_count(1)
    sizes.add(size(talk.operator_side))
    number = hook(talk.console, "conversation").get_attribute("data-number")
    expect(item).to_have_attribute("data-name", re.compile(rf"^{number}-\d{{8}}-\d{{6}}Z(-\d+)?\.png$"))
    url, body = address_of(talk.console)

    assert item.get_attribute("data-sha256") == hashlib.sha256(body).hexdigest()
    assert body.startswith(PNG)
    assert time_and_disc(body) > TIME_PIXELS, "the snapshot isn't of what was shown"
    assert struct.unpack("!II", body[16:24]) in sizes
    pixels = talk.console.evaluate(PIXELS, {"url": url, "points": CORNERS})
    for stored, shown in zip(pixels["stored"], pixels["shown"], strict=True):
        red, green, blue = stored
        assert green > 100, "the background of the test picture is green"
        assert max(red, blue) < 30
        assert all(abs(a - b) < 30 for a, b in zip(stored, shown, strict=True))


def test_the_client_is_told_of_a_snapshot_and_does_not_get_the_file(talk: Talk) -> None:
    talk.call()
    take(talk)
    expect(hook(talk.console, "share-item", kind="snapshot", author="operator")).to_have_count(1)
    expect(hook(talk.inside, "message", author="system").filter(has_text="picture")).to_be_attached()
    expect(hook(talk.inside, "file")).to_have_count(0)


def test_without_a_picture_from_the_client_the_button_says_why(talk: Talk) -> None:
    talk.call("prompt-accept-audio")
    button = hook(talk.console, "snapshot")
    expect(button).to_have_attribute("aria-disabled", "true")
    reason = button.get_attribute("aria-describedby")
    expect(talk.console.locator(f"#{reason}")).to_have_text("Emily’s camera is off")
    button.dispatch_event("click")
    hook(talk.console, "tab-share").click()
    expect(hook(talk.console, "share-item")).to_have_count(0)


def test_two_snapshots_of_the_same_second_get_different_names(talk: Talk, site: Site) -> None:
    talk.call()
    names = set()
    for count in (1, 2):
        take(talk)
        items = hook(talk.console, "share-item", kind="snapshot", state="ready")
        expect(items).to_have_count(count)
        names = {item.get_attribute("data-name") for item in items.all()}
    assert len(names) == 2


FLASHED = """() => new MutationObserver(() => { window.flashed ||= document.querySelector('[data-test="flash"]') !== null; })
  .observe(document.body, { childList: true, subtree: true })"""


def test_the_clients_device_takes_the_snapshot_with_the_received_frame_as_fallback(talk: Talk) -> None:
    talk.call()
    talk.operator_side.gets_frames()
    talk.frame.evaluate(FLASHED)
    wait_for_the_clients_picture(talk.console)
    take(talk)
    expect(hook(talk.console, "share-item", kind="snapshot", source="camera full")).to_have_count(1)
    assert talk.frame.evaluate("window.flashed")

    talk.console.evaluate("() => { window.patience = 0; }")  # as people's
    talk.client.route("**/share/upload/", lambda _route: None)  # it's never sent
    before = size(talk.operator_side)
    take(talk)
    item = hook(talk.console, "share-item", kind="snapshot", source="received frame")
    expect(item).to_have_count(1)
    expect(item).to_contain_text(
        re.compile("|".join(f"{width} × {height}" for width, height in (before, size(talk.operator_side))))
    )
    talk.client.unroute_all(behavior="ignoreErrors")
