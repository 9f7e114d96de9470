"""Devices and videos disturbed from outside the page: a hidden permission prompt, a mute by the system, a pause (C5, C7)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Place, hook, seen
from tests.browser.talk import Side, Talk
from tests.servers.process import until

NO_ANSWER = """() => {
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  const answered = new Promise((resolve) => { window.answer = resolve; });
  devices.getUserMedia = async (wanted) => { await answered; return open(wanted); };
}"""
"""The operating system asks, or the device is slow, while the Permissions API says *granted*."""

MUTE = """([device, muted]) => {
  const track = window.contactcenter.call.media.track(device);
  Object.defineProperty(track, "muted", { configurable: true, get: () => muted });
  track.dispatchEvent(new Event(muted ? "mute" : "unmute"));
}"""
"""A key, a privacy switch or a phone call: the browser mutes the live track."""

PAUSE = "(name) => document.querySelector(`[data-test=${name}]`).pause()"
PLAYS = (
    "(name) => { const video = document.querySelector(`[data-test=${name}]`); return !video.paused && video.readyState >= 3; }"
)


def test_an_unanswered_permission_request_shows_on_both_sides_where_to_look(talk: Talk) -> None:
    talk.frame.evaluate(NO_ANSWER)
    assert talk.frame.evaluate("async () => (await navigator.permissions.query({ name: 'camera' })).state") == "granted"
    talk.ask()
    hook(talk.inside, "prompt-accept").click()
    for device in ("microphone", "camera"):
        expect(hook(talk.console, f"client-{device}", state="asking")).to_be_visible()
    expect(seen(talk.inside, "your system in its own window: choose Allow.")).to_be_visible()
    talk.frame.evaluate("() => window.answer()")
    talk.connected()
    expect(seen(talk.inside, "your system in its own window")).to_have_count(0)
    expect(hook(talk.console, "client-camera", state="granted")).to_be_visible()


def test_an_operator_with_an_unanswered_permission_request_is_told_where_to_look(talk: Talk) -> None:
    talk.console.evaluate(NO_ANSWER)
    hook(talk.console, "tab-call").click()
    hook(talk.console, "call-start").click()
    expect(hook(talk.console, "where-to-look")).to_be_visible()
    talk.console.evaluate("() => window.answer()")
    expect(hook(talk.console, "where-to-look")).to_have_count(0)
    hook(talk.console, "settings").click()
    hook(talk.console, "settings-close").click()


@pytest.mark.parametrize("device", ["microphone", "camera"])
def test_a_device_muted_by_the_system_shows_on_both_sides_and_recovers(talk: Talk, device: str) -> None:
    talk.call()
    tool = "toggle-mic" if device == "microphone" else "toggle-camera"
    for place, page in ((talk.inside, talk.frame), (talk.console, talk.console)):
        page.evaluate(MUTE, [device, True])
        expect(hook(place, "device-help", device=device, state="muted")).to_contain_text("is muted by your system or by a switch")
        expect(hook(place, tool, state="unavailable")).to_be_visible()
    expect(hook(talk.console, f"client-{device}", state="muted")).to_be_visible()
    expect(hook(talk.inside, f"peer-{device}", state="off")).to_be_attached()
    hook(talk.console, "settings").click()
    expect(hook(talk.console, f"note-{device}")).to_contain_text("Muted by your system")
    for page in (talk.frame, talk.console):
        page.evaluate(MUTE, [device, False])
    expect(hook(talk.console, f"note-{device}")).to_have_count(0)
    hook(talk.console, "settings-close").click()
    expect(hook(talk.console, f"client-{device}", state="granted")).to_be_visible()
    expect(hook(talk.inside, f"peer-{device}", state="on")).to_be_attached()
    for place in (talk.inside, talk.console):
        expect(hook(place, "device-help")).to_have_count(0)
        expect(hook(place, tool, state="on")).to_be_visible()
    talk.operator_side.gets_frames()
    talk.client_side.gets_frames()


def plays(side: Side, name: str) -> None:
    assert until(lambda: bool(side.run(PLAYS, name))), f"{name} does not play"


def test_paused_videos_resume_by_themselves_on_both_sides(talk: Talk) -> None:
    talk.call()
    sides: list[tuple[Place, Side]] = [(talk.inside, talk.client_side), (talk.console, talk.operator_side)]
    for place, side in sides:
        for name in ("remote-video", "self-video"):
            plays(side, name)
            side.run(PAUSE, name)
            plays(side, name)
        expect(hook(place, "play")).to_have_count(0)


def test_a_repeatedly_paused_video_offers_play_and_resumes_on_return(talk: Talk) -> None:
    talk.call()
    sides: list[tuple[Place, Side]] = [(talk.inside, talk.client_side), (talk.console, talk.operator_side)]
    for place, side in sides:
        insist = """() => {
          const video = document.querySelector("[data-test=remote-video]");
          window.insist = () => video.pause();
          video.addEventListener("playing", window.insist);
          video.pause();
        }"""
        plays(side, "remote-video")
        side.run(insist)
        expect(hook(place, "play")).to_be_visible()
        side.run("() => document.querySelector('[data-test=remote-video]').removeEventListener('playing', window.insist)")
        hook(place, "play").click()
        plays(side, "remote-video")
        expect(hook(place, "play")).to_have_count(0)


def test_a_pause_in_picture_in_picture_lasts_until_it_is_closed(talk: Talk) -> None:
    talk.call()
    talk.client_side.gets_frames()
    hook(talk.inside, "pip").click()
    talk.frame.wait_for_function("() => document.pictureInPictureElement !== null")
    talk.client_side.run(PAUSE, "remote-video")
    expect(hook(talk.inside, "play")).to_be_visible()
    assert talk.client_side.run("() => document.querySelector('[data-test=remote-video]').paused")
    talk.frame.evaluate("() => document.exitPictureInPicture()")
    plays(talk.client_side, "remote-video")
    expect(hook(talk.inside, "play")).to_have_count(0)
