"""The video of a call: the client's screen instead of the camera, larger, smaller, and out of the way (C7, C8)."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.pages import Pages, hook
from tests.browser.talk import NATIVE, Talk, connection, receives, wait_for_the_clients_picture
from tests.servers import Site

SIZE = "() => { const { width, height } = window.contactcenter.call.media.display.track.getSettings(); return [width, height]; }"
"""The size of the browser's screen by default: the size of its first window."""
BROWSERS_BAR = (
    "() => { const { track } = window.contactcenter.call.media.display; track.stop(); track.dispatchEvent(new Event('ended')); }"
)
"""The person presses *Stop sharing* in the browser's own bar, which ends the track."""


def test_the_operator_takes_a_snapshot_of_the_shared_screen(talk: Talk) -> None:
    talk.call()
    receives(talk.operator_side, NATIVE)
    before = [connection(place) for place in (talk.console, talk.frame)]
    share = hook(talk.inside, "share-screen")
    share.click()
    expect(hook(talk.console, "client-screen")).to_be_visible()
    width, height = talk.frame.evaluate(SIZE)
    assert (width, height) != NATIVE
    receives(talk.operator_side, (width, height))
    expect(hook(talk.console, "client-screen")).to_have_text("Emily shares the screen")
    expect(hook(talk.console, "message", author="system").filter(has_text="shares the screen")).to_be_attached()

    wait_for_the_clients_picture(talk.console)
    hook(talk.console, "snapshot").click()
    item = hook(talk.console, "share-item", kind="snapshot", source="screen")
    expect(item).to_contain_text(f"{width} × {height}")
    expect(hook(talk.inside, "message", author="system").filter(has_text="took a picture of your screen")).to_be_attached()

    talk.frame.evaluate(BROWSERS_BAR)
    expect(hook(talk.console, "client-screen")).to_have_count(0)
    receives(talk.operator_side, NATIVE)

    hook(talk.inside, "toggle-camera", state="on").click()
    expect(hook(talk.console, "snapshot")).to_have_attribute("aria-disabled", "true")
    share.click()
    receives(talk.operator_side, (width, height))
    expect(hook(talk.console, "snapshot")).not_to_have_attribute("aria-disabled", "true")
    share.click()
    expect(hook(talk.console, "client-screen")).to_have_count(0)
    assert [connection(place) for place in (talk.console, talk.frame)] == before


def test_a_phone_that_cannot_share_its_screen_says_so(operator_page: Page, pages: Pages, site: Site) -> None:
    client = pages.open()
    client.add_init_script("delete MediaDevices.prototype.getDisplayMedia")
    client.goto(f"{site.other_url}/demo/")
    talk = Talk(operator_page, client).begin().call()
    share = hook(talk.inside, "share-screen")
    expect(share).to_have_attribute("aria-disabled", "true")
    expect(share).to_have_accessible_description("This browser can’t share your screen. Use a computer.")


def test_the_video_can_be_resized_on_both_sides_and_the_self_view_moved(talk: Talk) -> None:
    talk.call()
    for place, side in ((talk.console, talk.operator_side), (talk.inside, talk.client_side)):
        side.gets_frames()
        page = talk.console if place is talk.console else talk.frame
        hook(place, "fullscreen").click()
        page.wait_for_function("() => document.fullscreenElement?.classList.contains('stage')")
        own = hook(place, "remote-video").locator("xpath=..").locator("[data-corner]")
        expect(own).to_have_attribute("data-corner", "top-end")
        page.evaluate("() => document.exitFullscreen()")
        page.wait_for_function("() => !document.fullscreenElement")
        hook(place, "pip").click()
        page.wait_for_function("() => document.pictureInPictureElement?.dataset.test === 'remote-video'")
        page.evaluate("() => document.exitPictureInPicture()")

    own = talk.inside.locator(".stage .small-picture")
    own.focus()
    own.press("ArrowDown")
    expect(own).to_have_attribute("data-corner", "bottom-end")
    stage, small = talk.inside.locator(".stage").bounding_box(), own.bounding_box()
    assert stage
    assert small
    mouse = talk.client.mouse
    mouse.move(small["x"] + 20, small["y"] + 20)
    mouse.down()
    mouse.move(stage["x"] + 60, stage["y"] + 40, steps=4)
    mouse.up()
    expect(own).to_have_attribute("data-corner", "top-start")
    talk.frame.wait_for_function("localStorage.getItem('contactcenter.corner') === 'top-start'")
