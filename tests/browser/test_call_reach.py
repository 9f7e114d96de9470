"""A live call is always in sight: wherever its video is, both sides can mute and end it (C7, C11)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, ViewportSize, expect

from tests.browser.board import drawing
from tests.browser.pages import Pages, be_signed_in, hook, seen, widget, widget_frame
from tests.browser.talk import FALL_SILENT, STEADY_SECONDS, Side, Talk
from tests.servers import Site
from tests.servers.process import until

UPRIGHT = ViewportSize(width=390, height=844)
SIDEWAYS = ViewportSize(width=844, height=390)

REACHED = """(names) => names.every((name) => {
  const roots = [document, ...[...document.querySelectorAll("*")].flatMap((element) => element.shadowRoot ?? [])];
  return roots.some((root) => [...root.querySelectorAll(`[data-test=${name}]`)].some((control) => {
    const { left, right, top, bottom, width } = control.getBoundingClientRect();
    if (!width || left < 0 || top < 0 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5) return false;
    const over = root.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    let seen = control.contains(over);
    for (let around = control; around?.style; around = around.parentElement) seen &&= Number(getComputedStyle(around).opacity) > 0.9;
    return seen;
  }));
})"""
"""Check that each control is completely on screen, visible, and uncovered."""

FILLED = """({ width, height }) => {
  const box = document.querySelector("[data-test=remote-video]").getBoundingClientRect();
  return box.width === width && box.height === height;
}"""
BAR_FADED = "() => getComputedStyle(document.querySelector('.stage > .call-bar')).opacity === '0'"


def reachable(side: Side, mute: str = "toggle-mic", end: str = "hangup", *, by: Page | None = None) -> None:
    """Check that both are in sight. ``by``: somebody moves the pointer on this page, without which controls over a picture fade."""

    def both() -> bool:
        if by:
            by.mouse.move(200, 300)
            by.mouse.move(201, 300)
        return bool(side.run(REACHED, [mute, end]))

    assert until(both), f"no {mute} or no {end} in sight"


def comes(side: Side, what: str) -> None:
    assert until(lambda: bool(side.run(what))), f"it never came: {what}"


def test_a_minimised_call_is_a_bar_with_time_mute_end_and_restore(talk: Talk) -> None:
    talk.call()
    host = talk.client
    hook(talk.inside, "composer").press("Escape")
    expect(hook(host, "launcher-call")).to_be_hidden()
    reachable(talk.client_side)

    talk.inside.get_by_role("button", name="Minimise").click()
    bar = hook(host, "launcher-call")
    expect(bar).to_be_visible()
    expect(bar).to_contain_text(re.compile(r"Anna\s*0:\d\d"))
    expect(hook(host, "launcher")).to_be_hidden()
    reachable(Side(host), "launcher-mute", "launcher-hangup")
    before = bar.text_content()
    expect(bar).not_to_have_text(before or "")
    talk.operator_side.gets_frames()

    hook(host, "launcher-mute", state="on").click()
    expect(hook(talk.console, "client-microphone", state="muted")).to_be_visible()
    hook(host, "launcher-mute", state="off").click()
    expect(hook(talk.console, "client-microphone", state="granted")).to_be_visible()
    hook(talk.console, "composer").fill("Can you hear me?")
    hook(talk.console, "composer").press("Enter")
    expect(hook(host, "launcher-back")).to_have_text("Back to the call (1 new)")

    hook(host, "launcher-back").click()
    expect(bar).to_be_hidden()
    expect(hook(talk.inside, "message", author="operator").last).to_be_visible()
    reachable(talk.client_side)
    talk.inside.get_by_role("button", name="Minimise").click()
    hook(host, "launcher-hangup").click()
    expect(hook(talk.console, "call")).to_be_hidden()
    expect(bar).to_be_hidden()
    expect(hook(host, "launcher")).to_be_visible()


def test_the_controls_in_full_screen_fade_and_return(talk: Talk) -> None:
    talk.call()
    for page, side in ((talk.console, talk.operator_side), (talk.client, talk.client_side)):
        place = talk.console if page is talk.console else talk.inside
        side.gets_frames()
        hook(place, "fullscreen").click()
        comes(side, "() => document.fullscreenElement !== null")
        page.mouse.move(200, 200)
        reachable(side)
        for back in ("pointer", "key"):
            comes(side, BAR_FADED)
            page.mouse.move(300, 300) if back == "pointer" else page.keyboard.press("Shift")
            reachable(side)
        hook(place, "toggle-mic", state="on").click()
        expect(hook(place, "toggle-mic", state="off")).to_be_attached()
        hook(place, "fullscreen").click()
        comes(side, "() => document.fullscreenElement === null")
        reachable(side)


def test_a_dialog_over_the_call_leaves_mute_and_end_reachable(talk: Talk) -> None:
    talk.call()
    for place, side, opener, closer in (
        (talk.console, talk.operator_side, "settings", "settings-close"),
        (talk.console, talk.operator_side, "end-session", "confirm-no"),
        (talk.inside, talk.client_side, "call-devices", "settings-close"),
    ):
        hook(place, opener).click()
        expect(hook(place, "dock-mute")).to_be_visible()
        reachable(side, "dock-mute", "dock-hangup")
        hook(place, "dock-mute", state="on").click()
        hook(place, "dock-mute", state="off").click()
        expect(hook(place, "dock-mute", state="on")).to_be_visible()
        hook(place, closer).click()
        reachable(side)
    picture = FilePayload(name="gauge.png", mimeType="image/png", buffer=drawing())
    hook(talk.inside, "attach").locator("input").first.set_input_files(picture)
    hook(talk.inside, "file").click()
    expect(hook(talk.inside, "viewer")).to_be_visible()
    reachable(talk.client_side, "dock-mute", "dock-hangup")
    hook(talk.inside, "dock-hangup").click()
    expect(hook(talk.console, "call")).to_be_hidden()
    expect(hook(talk.inside, "dock-hangup")).to_have_count(0)


STILL = "() => document.querySelector('.stage[data-still]') !== null"


@pytest.mark.parametrize("site_env", [{"CONTACTCENTER_CALL_GRACE_SECONDS": "300"}], indirect=True)
def test_an_operators_reconnecting_call_stays_in_sight(talk: Talk) -> None:
    talk.call()
    console, side = talk.console, talk.operator_side
    talk.frame.evaluate(FALL_SILENT)
    expect(hook(console, "call", state="reconnecting")).to_be_visible()
    reachable(side)
    hook(console, "fullscreen").click()
    comes(side, "() => document.fullscreenElement !== null")
    console.mouse.move(200, 200)
    comes(side, STILL)
    reachable(side)
    hook(console, "fullscreen").click()
    for size in (SIDEWAYS, UPRIGHT):
        console.set_viewport_size(size)
        reachable(side)
    expect(hook(console, "call", state="reconnecting")).to_be_visible()


@pytest.mark.parametrize("site_env", [{"CONTACTCENTER_CALL_GRACE_SECONDS": "300"}], indirect=True)
def test_a_clients_reconnecting_call_stays_in_sight(talk: Talk) -> None:
    talk.call()
    host, inside = talk.client, talk.inside
    talk.console.evaluate(FALL_SILENT)
    expect(hook(inside, "call", state="reconnecting")).to_be_visible()
    reachable(talk.client_side)
    hook(inside, "fullscreen").click()
    comes(talk.client_side, STILL)
    reachable(talk.client_side)
    hook(inside, "fullscreen").click()
    inside.get_by_role("button", name="Minimise").click()
    expect(hook(host, "launcher-call")).to_contain_text("Reconnecting")
    for size in (SIDEWAYS, UPRIGHT):
        host.set_viewport_size(size)
        reachable(Side(host), "launcher-mute", "launcher-hangup")
    hook(host, "launcher-hangup").click()
    expect(hook(talk.console, "call")).to_be_hidden()


@pytest.mark.parametrize("full_screen", [True, False], ids=["full screen", "a phone without it"])
def test_the_controls_stay_in_both_orientations_of_a_phone(
    operator_page: Page, pages: Pages, site: Site, full_screen: bool
) -> None:
    client = pages.open(viewport=UPRIGHT, has_touch=True)
    if not full_screen:
        client.add_init_script("Object.defineProperty(Document.prototype, 'fullscreenEnabled', { get: () => false })")
    client.goto(f"{site.other_url}/demo/")
    talk = Talk(operator_page, client).begin().call()
    talk.client_side.gets_frames()
    reachable(talk.client_side, by=client)
    hook(talk.inside, "fullscreen").click()
    reachable(talk.client_side, by=client)
    hook(talk.inside, "fullscreen").click()
    client.set_viewport_size(SIDEWAYS)
    assert until(lambda: bool(talk.client_side.run(FILLED, SIDEWAYS))), "the video doesn't fill the screen"
    reachable(talk.client_side, by=client)
    hook(talk.inside, "fullscreen").click()
    reachable(talk.client_side, by=client)
    expect(hook(talk.inside, "composer")).to_be_in_viewport(ratio=1)
    talk.inside.get_by_role("button", name="Minimise").click()
    reachable(Side(client), "launcher-mute", "launcher-hangup")
    client.set_viewport_size(UPRIGHT)
    reachable(Side(client), "launcher-mute", "launcher-hangup")


def test_the_preview_shows_the_devices_the_call_starts_with(pages: Pages, site: Site) -> None:
    console, client = pages.open(), pages.open()
    be_signed_in(console, site, "anna")
    client.goto(f"{site.other_url}/demo/")
    hook(client, "launcher").click()
    inside = widget(client)
    hook(inside, "entry-videocall").click()
    hook(inside, "entry-submit").click()
    expect(hook(inside, "preview-video")).to_be_visible()
    expect(seen(inside, "Only you see this. Off when the call starts.")).to_be_visible()
    camera = hook(inside, "toggle-camera", state="off")
    expect(camera).to_have_accessible_name("Start the call with your camera on")
    camera.click()
    expect(hook(inside, "toggle-camera", state="on")).to_be_visible()
    expect(seen(inside, "Only you see this until the call starts")).to_be_visible()
    hook(console, "accept").first.click()
    expect(hook(inside, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    expect(hook(inside, "toggle-camera", state="on")).to_be_visible()
    expect(hook(console, "client-camera", state="granted")).to_be_visible()
    Side(console).gets_frames()
    assert widget_frame(client)
