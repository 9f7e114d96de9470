"""Devices during a call: muted, off, blocked, missing (C5 to C7). Statistics prove what the other side gets."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.devices import NO_DEVICE
from tests.browser.pages import Pages, hook, sign_in
from tests.browser.somebody import Somebody
from tests.browser.talk import Side, Talk, joined
from tests.servers import Site
from tests.servers.process import until

SILENCE = 1e-6  # energy of a second; the software microphone's is a thousand times as much


def falls_silent(side: Side) -> None:
    """Check that packets go on without sound, for longer than from one beep to the next; what was on its way before may still be heard."""
    assert until(lambda: side.while_sound_passes().energy < SILENCE), "it never fell silent"


def stands_still(side: Side) -> None:
    """Check that no frames arrive during two seconds of sound; what was on its way before may still arrive."""
    assert until(lambda: side.while_sound_passes().frames == 0), "frames kept coming"


def test_a_muted_microphone_sends_silence_until_it_is_turned_on(talk: Talk) -> None:
    talk.call()
    hook(talk.inside, "toggle-mic", state="on").click()
    expect(hook(talk.inside, "toggle-mic", state="off")).to_be_visible()
    expect(hook(talk.console, "client-microphone", state="muted")).to_be_visible()
    falls_silent(talk.operator_side)
    hook(talk.inside, "toggle-mic").click()
    assert until(lambda: talk.operator_side.while_sound_passes().energy > SILENCE)

    hook(talk.console, "toggle-mic", state="on").click()
    expect(hook(talk.inside, "peer-microphone", state="off")).to_be_visible()
    falls_silent(talk.client_side)
    hook(talk.console, "toggle-mic", state="off").click()
    expect(hook(talk.inside, "peer-microphone", state="on")).to_be_attached()
    assert until(lambda: talk.client_side.while_sound_passes().energy > SILENCE)


def test_a_camera_turned_off_is_released_and_comes_back(talk: Talk) -> None:
    talk.call()
    talk.operator_side.gets_frames()
    hook(talk.inside, "toggle-camera", state="on").click()
    expect(hook(talk.inside, "toggle-camera", state="off")).to_be_visible()
    expect(hook(talk.console, "client-camera", state="off")).to_be_visible()
    assert until(lambda: sorted(talk.client_side.tracks()) == ["ended", "live"]), talk.client_side.tracks()
    stands_still(talk.operator_side)
    hook(talk.inside, "toggle-camera").click()
    talk.operator_side.gets_frames()

    hook(talk.console, "toggle-camera", state="on").click()
    expect(hook(talk.inside, "peer-camera", state="off")).to_be_visible()
    assert until(lambda: sorted(talk.operator_side.tracks()) == ["ended", "live"]), talk.operator_side.tracks()
    stands_still(talk.client_side)
    hook(talk.console, "toggle-camera", state="off").click()
    talk.client_side.gets_frames()
    expect(hook(talk.inside, "peer-camera", state="on")).to_be_attached()


# Chromium's software devices work without a camera, but not without a microphone.


def sees_and_hears_the_operator(talk: Talk) -> None:
    talk.client_side.gets_frames()
    talk.client_side.gets_sound()


def both_read(talk: Talk, state: str) -> None:
    """Check that the client is helped for both devices and the operator sees the same."""
    for device in ("microphone", "camera"):
        expect(hook(talk.inside, "device-help", device=device, state=state)).to_be_visible()
        expect(hook(talk.console, f"client-{device}", state=state)).to_be_visible()


def test_a_client_without_a_camera_is_heard_and_can_go_on_without_help(
    operator_page: Page, pages: Pages, site: Site, bare_browser: Browser
) -> None:
    talk = joined(Talk(operator_page, pages.open(f"{site.other_url}/demo/", browser=bare_browser)))
    help_ = hook(talk.inside, "device-help", device="camera", state="no-device")
    expect(help_).to_be_visible()
    expect(hook(talk.console, "client-camera", state="no-device")).to_be_visible()
    expect(hook(talk.console, "client-microphone", state="granted")).to_be_visible()
    talk.operator_side.gets_sound()
    help_.get_by_role("button", name="Continue without").click()
    expect(help_).to_have_count(0)


def test_a_client_without_any_device_still_sees_and_hears_the_operator(operator_page: Page, pages: Pages, site: Site) -> None:
    client = pages.open()
    client.add_init_script(NO_DEVICE)
    client.goto(f"{site.other_url}/demo/")
    talk = joined(Talk(operator_page, client))
    both_read(talk, "no-device")
    sees_and_hears_the_operator(talk)
    talk.chat()
    hook(talk.inside, "hangup").click()
    expect(hook(talk.console, "call")).to_be_hidden()


def test_both_sides_are_told_when_the_website_forbids_devices(operator_page: Page, pages: Pages, site: Site) -> None:
    with Somebody() as website:
        website.be_allowed(site)
        website.head = f'<script async src="{site.url}/widget.js?key=demo"></script>'
        website.headers = {"Permissions-Policy": "camera=(), microphone=()"}
        talk = joined(Talk(operator_page, pages.open(website.origin)))
        both_read(talk, "blocked-page")
        sees_and_hears_the_operator(talk)


def test_an_operator_without_a_camera_sees_and_hears_the_client(pages: Pages, site: Site, bare_browser: Browser) -> None:
    console = pages.open(browser=bare_browser)
    sign_in(console, site, "anna")
    talk = joined(Talk(console, pages.open(f"{site.other_url}/demo/")))
    talk.connected()
    talk.operator_side.gets_frames()
    expect(hook(console, "toggle-camera", state="unavailable")).to_have_accessible_name("No camera")
    expect(hook(talk.inside, "peer-camera", state="off")).to_be_attached()
    expect(hook(talk.inside, "peer-microphone", state="on")).to_be_attached()
