"""Which cameras and microphones a page uses, seen from the other side: by colour and by pitch.

Chromium's software cameras differ in colour. Its microphones all beep alike, so a page is made to hear a different tone from each.
"""

from __future__ import annotations

import json
from typing import Final

from playwright.sync_api import Page

from tests.browser.talk import Side
from tests.servers.process import until

CAMERAS: Final = {"fake_device_0": "green", "fake_device_2": "yellow"}
TONES: Final = {"Fake Audio Input 1": 500, "Fake Audio Input 2": 1500, "Fake Default Audio Input": 1000}

OWN_SOUND: Final = """(play) => {
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    const [microphone] = stream.getAudioTracks();
    if (!microphone) return stream;
    const context = new AudioContext();
    const output = new MediaStreamAudioDestinationNode(context);
    play(context, microphone.label).connect(output);
    const [track] = output.stream.getAudioTracks();
    Object.defineProperty(track, "label", { value: microphone.label });
    track.getSettings = () => microphone.getSettings();
    const stop = track.stop.bind(track);
    track.stop = () => { stop(); microphone.stop(); context.close(); };
    stream.removeTrack(microphone);
    stream.addTrack(track);
    return stream;
  };
}"""
"""From now on each microphone delivers what ``play`` makes for it: a node of Web Audio."""

GIVE_TONES: Final = f"""(tones) => ({OWN_SOUND})((context, label) => {{
  const tone = new OscillatorNode(context, {{ frequency: tones[label] }});
  tone.start();
  return tone;
}})"""

SEEN = """() => {
  const video = document.querySelector("[data-test=remote-video]");
  if (!video?.videoWidth) return "nothing";
  const pen = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext("2d");
  pen.drawImage(video, 0, 0);
  const [red, green] = pen.getImageData(6, 6, 1, 1).data;
  return red > green / 2 ? "yellow" : "green";
}"""

HEARD = """async () => {
  const [track] = window.contactcenter.call.view.remote.getAudioTracks();
  const context = new AudioContext();
  const ear = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(new MediaStream([track])).connect(ear);
  const loudness = new Float32Array(ear.frequencyBinCount);
  let best = [-120, 0];
  for (let look = 0; look < 12; look += 1) {
    await new Promise((done) => setTimeout(done, 50));
    ear.getFloatFrequencyData(loudness);
    loudness.forEach((level, bin) => { if (level > best[0]) best = [level, bin]; });
  }
  await context.close();
  return (best[1] * context.sampleRate) / ear.fftSize;
}"""


NO_DEVICE = """Object.assign(navigator.mediaDevices, {
  enumerateDevices: async () => [],
  getUserMedia: async () => { throw new DOMException("Requested device not found", "NotFoundError"); },
})"""

REFUSING: Final = """() => {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.refusals = { video: ["NotAllowedError", "Permission dismissed"], audio: ["NotReadableError", "Could not start audio source"] };
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const refused = ["video", "audio"].filter((kind) => wanted[kind] && window.refusals[kind]).map((kind) => window.refusals[kind])[0];
    if (refused) throw new DOMException(refused[1], refused[0]);
    return open(wanted);
  };
}"""
"""Let another program hold the microphone, and the person dismiss the browser's question for the camera."""
UNPLUG: Final = """() => {
  const { devices, media } = { devices: navigator.mediaDevices, media: window.contactcenter.call.media };
  window.list = devices.enumerateDevices.bind(devices);
  devices.enumerateDevices = async () => (await window.list()).filter(({ kind }) => kind !== "videoinput");
  const track = media.track("camera");
  track.stop();
  track.dispatchEvent(new Event("ended"));
}"""


def give_tones(page: Page) -> None:
    """From its next load on, give each microphone of the page a tone of its own."""
    page.add_init_script(f"({GIVE_TONES})({json.dumps(TONES)})")


def sees(side: Side, camera: str) -> None:
    """Wait until the received picture is this camera's."""
    assert until(lambda: side.run(SEEN) == CAMERAS[camera]), f"{side.run(SEEN)} instead of {CAMERAS[camera]}"


def hears(side: Side, microphone: str) -> None:
    """Wait until the received sound is this microphone's."""
    heard = lambda: abs(float(side.run(HEARD)) - TONES[microphone])  # noqa: E731
    assert until(lambda: heard() < 60), f"{heard()} Hz beside the tone of {microphone}"
