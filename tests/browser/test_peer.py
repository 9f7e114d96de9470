"""The browser's call with real connections and software cameras: two tabs' calls in one page, with a simulated server between them.

Only static files are served; the product's server isn't involved.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import Pages

ROOT = Path(__file__).resolve().parents[2]


class QuietFiles(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}

    def log_message(self, format: str, *args: Any) -> None:
        """Log no requests."""


@pytest.fixture(scope="session")
def files() -> Iterator[str]:
    """Serve the tree's files; return the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietFiles, directory=str(ROOT)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def lab(pages: Pages, files: str) -> Page:
    """Two tabs in one page without a call; ``window.lab`` drives them."""
    return enter(pages, files)


def enter(pages: Pages, files: str, browser: Browser | None = None) -> Page:
    page = pages.open(browser=browser)
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(f"{files}/tests/browser/peer/index.html")
    page.wait_for_selector("html[data-ready]")
    return page


REQUESTED = """
  lab.open();
  lab.sides.operator.call.request("s");
  await lab.until(() => lab.view("client").phase === "requested");
"""

ARMED = f"""
  {REQUESTED}
  await lab.until(() => ["operator", "client"].every((role) => lab.sides[role].call.peer?.connectionState === "connected"));
"""

CONNECTED = f"""
  {ARMED}
  const frames = Promise.all([lab.frame("operator"), lab.frame("client")]);
  await lab.sides.client.call.accept({{ video: true }});
  await frames;
  await lab.until(() => ["operator", "client"].every((role) => lab.view(role).phase === "connected"));
"""


def run(page: Page, script: str) -> Any:
    return page.evaluate(f"async () => {{ {script} }}")


def test_both_sides_see_and_hear_each_other_after_accepting_with_video(lab: Page) -> None:
    operator, client = run(
        lab,
        CONNECTED
        + """
        await lab.until(async () => (await lab.statistics("operator")).sound > 0 && (await lab.statistics("client")).sound > 0, "sound");
        return [await lab.statistics("operator"), await lab.statistics("client")];
        """,
    )
    for side in (operator, client):
        assert side["picture"]["decoded"] > 0
        assert side["received"]["audio"] > 0
        assert side["sound"] > 0


def test_nothing_is_sent_during_the_prompt(lab: Page) -> None:
    operator, client, tracks = run(
        lab,
        ARMED
        + """
        await lab.until(() => lab.view("operator").camera === "granted");
        // The connection stands and the operator's camera runs: thirty frames of its own picture pass, none leaves.
        const own = document.getElementById("operator");
        own.srcObject = lab.view("operator").local;
        own.muted = true;
        own.play();
        for (let count = 0; count < 30; count += 1) await lab.frame("operator");
        const tracks = ["operator", "client"].flatMap((role) => lab.sides[role].call.peer.getSenders().map((sender) => sender.track));
        return [await lab.statistics("operator"), await lab.statistics("client"), tracks];
        """,
    )
    assert tracks == [None] * 4
    for side in (operator, client):
        assert side["sent"] == {"audio": 0, "video": 0}
        assert side["received"] == {"audio": 0, "video": 0}


def test_audio_only_asks_only_for_the_microphone(lab: Page) -> None:
    operator, states = run(
        lab,
        ARMED
        + """
        await lab.sides.client.call.accept({ video: false });
        await lab.until(async () => (await lab.statistics("operator")).sound > 0, "sound");
        const { microphone, camera, remotePicture } = lab.view("client");
        await lab.until(() => document.getElementById("operator").currentTime > 0.2, "the operator's player plays");
        return [await lab.statistics("operator"), { microphone, camera }];
        """,
    )
    assert states == {"microphone": "granted", "camera": "not-asked"}
    assert operator["received"]["video"] == 0


def test_an_automatic_start_asks_for_both_and_releases_the_client_camera(lab: Page) -> None:
    client, asked = run(
        lab,
        """
        const asked = [];
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = (wish) => { asked.push([Boolean(wish.audio), Boolean(wish.video)]); return ask(wish); };
        lab.open();
        lab.server.start();
        await lab.until(() => lab.view("client").phase === "connected" && lab.view("operator").phase === "connected");
        await lab.until(() => lab.view("client").camera === "off");
        const { microphone, camera, local } = lab.view("client");
        return [{ microphone, camera, kinds: local.getTracks().map((track) => track.kind) }, asked];
        """,
    )
    assert client == {"microphone": "granted", "camera": "off", "kinds": ["audio"]}
    assert asked == [[True, True], [True, True]]


def test_camera_off_releases_the_device_and_stops_the_frames(lab: Page) -> None:
    result = run(
        lab,
        CONNECTED
        + """
        const { client, operator } = lab.sides;
        const [track] = client.call.view.local.getVideoTracks();
        await client.call.toggleCamera();
        await lab.until(() => lab.view("operator").peer.camera === "off");
        await lab.until(() => client.call.peer.getSenders()[1].track === null, "nothing on the line");
        const off = { ended: track.readyState, picture: lab.view("operator").remotePicture };
        // The last packets are on their way: wait until two looks a few voices apart count the same.
        let before = -1;
        await lab.until(async () => {
          const voices = (await lab.statistics("operator")).received.audio;
          await lab.until(async () => (await lab.statistics("operator")).received.audio > voices + 5);
          const now = (await lab.statistics("operator")).received.video;
          const still = now === before;
          before = now;
          return still;
        }, "no more frames");
        const again = lab.frame("operator");
        await client.call.toggleCamera();
        await again;
        await lab.until(() => lab.view("operator").remotePicture);
        return { ...off, negotiated: client.call.peer.getTransceivers().length };
        """,
    )
    assert result == {"ended": "ended", "picture": False, "negotiated": 2}


def test_mute_sends_silence_and_is_announced(lab: Page) -> None:
    told = run(
        lab,
        CONNECTED
        + """
        await lab.until(async () => (await lab.statistics("operator")).sound > 0);
        await lab.sides.client.call.toggleMicrophone();
        await lab.until(() => lab.view("operator").peer.microphone === "muted");
        await lab.until(async () => {
          const before = await lab.statistics("operator");
          await lab.until(async () => (await lab.statistics("operator")).received.audio > before.received.audio + 40);
          return (await lab.statistics("operator")).sound - before.sound < 1e-7;
        }, "silence");
        const { sound } = await lab.statistics("operator");
        await lab.sides.client.call.toggleMicrophone();
        await lab.until(async () => (await lab.statistics("operator")).sound > sound + 1e-4, "sound again");
        return lab.view("operator").peer.microphone;
        """,
    )
    assert told == "granted"


def test_simultaneous_ice_restarts_keep_the_call(lab: Page) -> None:
    states = run(
        lab,
        CONNECTED
        + """
        for (let round = 0; round < 20; round += 1) {
          const both = ["operator", "client"].map((role) => lab.sides[role].call.peer);
          const before = both.map((pc) => pc.localDescription.sdp.match(/ice-ufrag:(\\S+)/)[1]);
          for (const pc of both) pc.restartIce();
          await lab.until(() => both.every((pc, index) => pc.signalingState === "stable"
            && !pc.localDescription.sdp.includes(before[index])), "both restarted");
        }
        await lab.frame("operator");
        await lab.frame("client");
        return ["operator", "client"].map((role) => [lab.view(role).phase, lab.sides[role].call.peer.signalingState]);
        """,
    )
    assert states == [["connected", "stable"]] * 2


def test_simultaneous_camera_toggles_end_in_the_last_state(lab: Page) -> None:
    pictures = run(
        lab,
        CONNECTED
        + """
        for (let round = 0; round < 10; round += 1) {
          await Promise.all(["operator", "client"].map((role) => lab.sides[role].call.toggleCamera()));
        }
        await lab.until(() => ["operator", "client"].every((role) => lab.view(role).remotePicture));
        await Promise.all([lab.frame("operator"), lab.frame("client")]);
        return ["operator", "client"].map((role) => lab.view(role).peer.camera);
        """,
    )
    assert pictures == ["granted", "granted"]


def test_a_reloaded_client_resumes_its_leg_and_is_seen_again(lab: Page) -> None:
    result = run(
        lab,
        CONNECTED
        + """
        const old = lab.sides.client;
        const before = lab.sides.operator.call.peer;
        old.call.media.close();
        lab.addTab("client");
        const strange = lab.view("client");
        lab.sides.client.call.takeOver();
        await lab.until(() => ["operator", "client"].every((role) => lab.view(role).phase === "connected"));
        await Promise.all([lab.frame("operator"), lab.frame("client")]);
        return { strange: strange.mine, old: old.call.view.mine, light: old.call.view.local, fresh: lab.sides.operator.call.peer !== before,
          camera: lab.view("client").camera };
        """,
    )
    assert result == {"strange": False, "old": False, "light": None, "fresh": True, "camera": "granted"}


def test_hanging_up_releases_every_device_and_a_second_call_works(lab: Page) -> None:
    result = run(
        lab,
        CONNECTED
        + """
        const tracks = ["operator", "client"].flatMap((role) => lab.view(role).local.getTracks());
        lab.sides.client.call.hangup();
        const own = tracks.slice(2).map((track) => track.readyState);
        await lab.until(() => lab.view("operator").phase === "ended");
        const all = tracks.map((track) => track.readyState);
        lab.sides.operator.call.request("s");
        await lab.until(() => lab.view("client").phase === "requested");
        await lab.sides.client.call.accept({ video: true });
        await Promise.all([lab.frame("operator"), lab.frame("client")]);
        return [own, all, lab.server.calls.length];
        """,
    )
    assert result == [["ended"] * 2, ["ended"] * 4, 2]


def test_a_snapshot_has_the_size_of_the_received_picture(lab: Page) -> None:
    result = run(
        lab,
        CONNECTED
        + """
        await lab.until(() => lab.view("operator").remotePicture);
        // The size may change at any time: it's compared once it was the same before and after.
        let width, height, blob, picture;
        await lab.until(async () => {
          ({ width, height } = (await lab.statistics("operator")).picture);
          blob = await lab.sides.operator.call.snapshot();
          picture = await createImageBitmap(blob);
          const after = (await lab.statistics("operator")).picture;
          return after.width === width && after.height === height;
        }, "a steady size");
        await lab.sides.client.call.toggleCamera();
        await lab.until(() => !lab.view("operator").remotePicture);
        const refused = await lab.sides.operator.call.snapshot().catch((error) => error.message);
        return { type: blob.type, same: picture.width === width && picture.height === height, width, refused };
        """,
    )
    assert result["type"] == "image/png"
    assert result["same"]
    assert result["width"] > 0
    assert result["refused"]


def test_a_side_without_devices_still_sees_and_hears_the_other(pages: Pages, files: str, lab: Page) -> None:
    result = run(
        lab,
        """
        const none = new EventTarget();
        none.enumerateDevices = async () => [{ kind: "audiooutput" }];
        none.getUserMedia = async () => { throw new DOMException("none", "NotFoundError"); };
        const { Media } = await import("/static/contactcenter/call/devices/media.js");
        lab.open();
        lab.addTab("client", { media: new Media({ devices: none }) });
        lab.sides.operator.call.request("s");
        await lab.until(() => lab.view("client").phase === "requested");
        await lab.sides.client.call.accept({ video: true });
        await lab.frame("client");
        await lab.until(() => lab.view("operator").peer.camera === "no-device");
        return lab.view("operator").peer;
        """,
    )
    assert result == {"microphone": "no-device", "camera": "no-device"}
