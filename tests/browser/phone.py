"""A phone's cameras, put in at the browser's boundary: names and directions, a light and a zoom at the back, and only one open at a time.

Chromium's software cameras are behind them, green in front and yellow at the back, so that the other side's picture tells which is open.
"""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

from tests.browser.devices import CAMERAS, SEEN
from tests.browser.pages import Pages, attend
from tests.browser.talk import Side
from tests.browser.touch import PHONE
from tests.servers import Site
from tests.servers.process import until

FRONT: Final = "fake_device_0"
BACK: Final = "fake_device_2"

BE_A_PHONE: Final = """() => {
  const devices = navigator.mediaDevices;
  if (!devices) return;
  const facing = { fake_device_0: "user", fake_device_2: "environment" };
  const names = { fake_device_0: "camera2 1, facing front", fake_device_2: "camera2 0, facing back" };
  const list = devices.enumerateDevices.bind(devices);
  const open = devices.getUserMedia.bind(devices);
  const phone = (window.phone = { live: null, torch: false, zoom: 1, applied: [], broken: "", delay: 0 });
  const real = async () => (await list()).filter(({ kind }) => kind === "videoinput");
  devices.enumerateDevices = async () =>
    (await list()).filter(({ label }) => label !== "fake_device_1").map((device) =>
      names[device.label]
        ? { kind: device.kind, deviceId: device.deviceId, groupId: device.groupId, label: names[device.label],
            getCapabilities: () => ({ facingMode: [facing[device.label]] }) }
        : device,
    );
  devices.getUserMedia = async (wanted) => {
    const { video } = wanted;
    if (!video) return open(wanted);
    const mode = video.facingMode?.exact ?? video.facingMode ?? "user";
    const cameras = await real();
    const one = video.deviceId
      ? cameras.find(({ deviceId }) => deviceId === video.deviceId.exact)
      : cameras.find(({ label }) => facing[label] === mode);
    if (!one) throw new DOMException("", "OverconstrainedError");
    if (phone.live?.readyState === "live") throw new DOMException("Could not start video source", "NotReadableError");
    if (phone.broken === one.label) throw new DOMException("Could not start video source", "NotReadableError");
    await new Promise((done) => setTimeout(done, phone.delay));
    const { facingMode, ...size } = video === true ? {} : video;
    const stream = await open({ ...wanted, video: { ...size, deviceId: { exact: one.deviceId } } });
    const [track] = stream.getVideoTracks();
    const back = one.label === "fake_device_2";
    const [settings, able] = [track.getSettings.bind(track), track.getCapabilities.bind(track)];
    Object.defineProperty(track, "label", { value: names[one.label] });
    const born = performance.now();
    Object.assign(phone, { live: track, torch: false, zoom: 1 });
    track.getSettings = () => ({
      ...settings(), facingMode: facing[one.label], ...(back && { torch: phone.torch, zoom: phone.zoom }),
    });
    // As Android does: what a camera can do is known a moment after it was opened.
    track.getCapabilities = () => ({
      ...able(),
      facingMode: [facing[one.label]],
      ...(back && performance.now() - born > 200 && { torch: true, zoom: { min: 1, max: 8, step: 0.1 } }),
    });
    const apply = track.applyConstraints.bind(track);
    track.applyConstraints = async ({ advanced = [], ...rest } = {}) => {
      if (Object.keys(rest).length && advanced.length) throw new DOMException("mixed", "NotSupportedError");
      if (!advanced.length) return apply(rest);
      phone.applied.push(...advanced);
      for (const { torch, zoom } of advanced) {
        if (zoom !== undefined && (zoom < 1 || zoom > 8)) throw new DOMException("", "OverconstrainedError");
        if (torch !== undefined) phone.torch = torch;
        if (zoom !== undefined) phone.zoom = zoom;
      }
    };
    return stream;
  };
}"""


def be_a_phone(page: Page) -> Page:
    """From its next load on, the page's frames have a phone's cameras."""
    page.add_init_script(f"({BE_A_PHONE})()")
    return page


def demo_on_a_phone(site: Site, pages: Pages) -> Page:
    """Open the demo website on a phone with two cameras; its widget is online."""
    attend(site)
    page = be_a_phone(pages.open(**PHONE))
    page.goto(f"{site.other_url}/demo/")
    return page


def sees(side: Side, camera: str) -> None:
    """Wait until the received picture is this camera's."""
    assert until(lambda: side.run(SEEN) == CAMERAS[camera]), f"{side.run(SEEN)} instead of {CAMERAS[camera]}"
