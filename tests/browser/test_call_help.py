"""Device help for both sides: each state in words, a working chat, and media that starts by itself (C5)."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.devices import REFUSING, UNPLUG
from tests.browser.pages import Pages, hook, sign_in
from tests.browser.somebody import Somebody
from tests.browser.talk import REMEMBER_TRACKS, Talk, joined
from tests.servers import Site
from tests.servers.process import until

WORDS_END = """(notice) => {
  const range = document.createRange();
  range.setStartBefore(notice.firstChild);
  range.setEndBefore(notice.querySelector("button"));
  return range.getBoundingClientRect().right;
}"""
PLUG_IN = """() => {
  navigator.mediaDevices.enumerateDevices = window.list;
  navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
}"""


def test_following_the_steps_the_operator_sends_starts_the_picture(
    operator_page: Page, pages: Pages, site: Site, asking_browser: Browser
) -> None:
    talk = joined(Talk(operator_page, pages.open(f"{site.other_url}/demo/", browser=asking_browser)))
    camera = hook(talk.inside, "device-help", device="camera", state="blocked-person")
    microphone = hook(talk.inside, "device-help", device="microphone", state="blocked-person")
    expect(microphone).to_contain_text("Your microphone is blocked for this site")
    expect(microphone.get_by_role("listitem").first).to_have_text("Click this icon at the left of the address bar.")
    expect(microphone.locator("svg.drawing")).to_have_count(2)
    for card in (microphone, camera):
        card.get_by_role("button", name="Continue without").click()
        expect(card).to_have_count(0)
    talk.chat()

    send = hook(talk.console, "help-send")
    expect(send).to_have_text("Send Emily the steps")
    send.click()
    expect(send).to_have_text("Send the steps again")
    line = hook(talk.inside, "message", author="system").filter(has_text="sent you the steps for your camera")
    expect(line).to_be_attached()
    expect(camera).to_be_visible()
    camera.get_by_role("button", name="Continue without").click()
    hook(line, "help-open").click()
    expect(camera).to_be_visible()

    talk.client.context.grant_permissions(["camera", "microphone"])
    talk.operator_side.gets_frames()
    talk.operator_side.gets_sound()
    expect(send).to_have_count(0)
    expect(hook(talk.inside, "device-help", device="camera", state="granted")).to_contain_text("There’s nothing to do.")


def test_a_dismissed_permission_is_asked_again_and_a_device_in_use_is_opened_when_free(talk: Talk) -> None:
    talk.frame.evaluate(REFUSING)
    talk.ask()
    hook(talk.inside, "prompt-accept").click()
    expect(hook(talk.inside, "device-help", device="camera", state="blocked-person", dismissed="true")).to_contain_text(
        "Ask again"
    )
    expect(hook(talk.inside, "device-help", device="microphone", state="in-use")).to_contain_text(
        "Another program is using your microphone"
    )
    expect(hook(talk.console, "client-camera", state="blocked-person")).to_contain_text("Camera blocked by Emily")
    expect(hook(talk.console, "client-microphone", state="in-use")).to_contain_text("Microphone in use elsewhere")
    talk.chat()

    talk.frame.evaluate("() => { window.refusals.video = null; }")
    hook(talk.inside, "ask-again").click()
    talk.operator_side.gets_frames()
    talk.frame.evaluate("() => { window.refusals.audio = null; }")
    talk.client.context.grant_permissions(["camera", "microphone"])  # without a lasting permission nothing is tried automatically
    talk.operator_side.gets_sound()
    expect(hook(talk.inside, "device-help")).to_have_count(0)

    talk.frame.evaluate(UNPLUG)
    expect(hook(talk.inside, "device-help", device="camera", state="lost")).to_contain_text("Your camera was disconnected")
    expect(hook(talk.console, "client-camera", state="lost")).to_contain_text("Camera lost")
    talk.frame.evaluate(PLUG_IN)
    talk.operator_side.gets_frames()
    notice = hook(talk.inside, "device-notice")
    expect(notice).to_contain_text("Your camera is back: fake_device_0")
    close = notice.locator("button")
    assert notice.evaluate(WORDS_END) <= close.evaluate("(it) => it.getBoundingClientRect().left"), "the words are covered"
    close.click()
    expect(notice).to_have_count(0)

    hook(talk.console, "hangup").click()
    for side in (talk.client_side, talk.operator_side):
        assert until(lambda side=side: set(side.tracks()) == {"ended"}), side.tracks()  # type: ignore[misc]


def test_an_operator_with_blocked_devices_gets_steps_and_is_seen_once_unblocked(
    pages: Pages, site: Site, asking_browser: Browser
) -> None:
    console = pages.open(browser=asking_browser)
    sign_in(console, site, "anna")
    talk = joined(Talk(console, pages.open(f"{site.other_url}/demo/")))
    help_ = hook(hook(console, "call"), "device-help", device="microphone", state="blocked-person")
    expect(help_).to_contain_text("Your microphone is blocked for this site")
    expect(help_.get_by_role("listitem").first).to_be_visible()
    expect(hook(console, "toggle-camera", state="unavailable")).to_be_visible()
    expect(hook(talk.inside, "peer-camera", state="off")).to_be_attached()
    talk.operator_side.gets_frames()
    talk.chat()
    console.context.grant_permissions(["camera", "microphone"])
    talk.client_side.gets_frames()
    talk.client_side.gets_sound()
    expect(hook(hook(console, "call"), "device-help")).to_have_count(0)


def test_both_sides_are_told_when_the_frame_lacks_allow(operator_page: Page, pages: Pages, site: Site) -> None:
    with Somebody() as website:
        website.be_allowed(site)
        website.head = f'<iframe data-test="widget-frame" width="420" height="680" src="{site.url}/widget/demo/frame/"></iframe>'
        talk = Talk(operator_page, pages.open(website.origin))
        talk.enter()
        talk.accept()
        talk.frame.evaluate(REMEMBER_TRACKS)
        talk.ask()
        hook(talk.inside, "prompt-accept").click()
        help_ = hook(talk.inside, "device-help", device="camera", state="blocked-page")
        expect(help_).to_contain_text("This website doesn’t allow the camera")
        expect(hook(talk.console, "client-camera", state="blocked-page")).to_contain_text("Camera blocked by the page")
        expect(hook(talk.console, "help-send")).to_have_count(0)
        talk.client_side.gets_frames()
        talk.chat()
