"""The client's phone as a tool in a call: the other camera, light and zoom, a screen that stays on (C7)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import Pages, hook
from tests.browser.people import accept, choose_entry
from tests.browser.phone import BACK, FRONT, demo_on_a_phone, sees
from tests.browser.talk import Side, Talk, connection
from tests.servers import Site
from tests.servers.process import until


@pytest.fixture
def client_page(site: Site, pages: Pages) -> Page:
    return demo_on_a_phone(site, pages)


def flip(talk: Talk) -> None:
    hook(talk.inside, "flip-camera").click()


def mirrored(talk: Talk, *, is_so: bool = True) -> None:
    own = expect(hook(talk.inside, "self-video"))
    (own.to_have_class if is_so else own.not_to_have_class)(re.compile("mirror"))


def test_the_client_flips_to_the_back_camera_and_back_without_a_new_connection(talk: Talk) -> None:
    talk.call()
    sees(talk.operator_side, FRONT)
    mirrored(talk)
    before = connection(talk.frame)
    flip(talk)
    sees(talk.operator_side, BACK)
    expect(hook(talk.inside, "flip-camera", facing="environment")).to_have_accessible_name("Use the front camera")
    mirrored(talk, is_so=False)  # a picture of the room is shown as it is
    expect(hook(talk.console, "client-camera", state="granted")).to_be_visible()
    flip(talk)
    sees(talk.operator_side, FRONT)
    mirrored(talk)
    assert connection(talk.frame) == before


def test_a_camera_that_cant_be_opened_leaves_the_first_one_on_and_says_so(talk: Talk) -> None:
    talk.call()
    talk.client_side.run("() => { window.phone.broken = 'fake_device_2'; }")
    flip(talk)
    notice = hook(talk.inside, "device-notice", device="camera", what="unflipped")
    expect(notice).to_contain_text("The other camera can’t be used right now. Still in use: camera2 1, facing front")
    sees(talk.operator_side, FRONT)
    talk.operator_side.gets_frames()
    mirrored(talk)
    talk.client_side.run("() => { window.phone.broken = ''; }")
    flip(talk)
    sees(talk.operator_side, BACK)


def test_a_reload_keeps_the_camera_and_the_next_call_begins_with_the_front_one(talk: Talk) -> None:
    talk.call()
    flip(talk)
    sees(talk.operator_side, BACK)
    talk.client.reload()
    talk.connected()
    sees(talk.operator_side, BACK)
    hook(talk.console, "hangup").click()
    expect(hook(talk.inside, "call", state="ended")).to_be_attached()
    talk.call()
    sees(talk.operator_side, FRONT)


def test_a_waiting_client_flips_and_the_call_begins_with_that_camera(client_page: Page, operator_page: Page) -> None:
    inside = choose_entry(client_page, "videocall")
    hook(inside, "field-name").fill("Emily Carter")
    hook(inside, "entry-submit").click()
    picture = hook(inside, "preview-video")
    expect(picture).to_have_class("mirror")
    hook(inside, "flip-camera").click()
    expect(picture).not_to_have_class("mirror")
    hook(inside, "toggle-camera").click()
    accept(operator_page)
    sees(Side(operator_page), BACK)


def test_the_operator_asks_for_the_other_camera_and_the_client_decides(talk: Talk) -> None:
    talk.call()
    hook(talk.console, "flip-ask").click()
    question = hook(talk.inside, "camera-question", what="flip")
    expect(question).to_contain_text("Anna asks you to switch to the back camera.")
    hook(question, "camera-no").click()
    expect(question).to_have_count(0)
    expect(hook(talk.console, "client-camera-tools")).to_contain_text("Emily doesn’t want to switch")
    sees(talk.operator_side, FRONT)
    hook(talk.console, "flip-ask").click()
    hook(question, "camera-yes").click()
    sees(talk.operator_side, BACK)
    expect(hook(talk.console, "flip-ask")).to_have_accessible_name("Ask for the front camera")


def at_the_back(talk: Talk) -> None:
    """Start a call with the back camera, which has light and zoom."""
    talk.call()
    expect(hook(talk.console, "camera-ask")).to_have_count(0)
    flip(talk)
    expect(hook(talk.console, "camera-ask")).to_have_text("Ask to use light and zoom")


def phone(talk: Talk) -> tuple[bool, float]:
    now = talk.client_side.run("() => [window.phone.torch, window.phone.zoom]")
    return bool(now[0]), float(now[1])


def test_the_operator_controls_light_and_zoom_once_the_client_has_allowed_it(talk: Talk) -> None:
    at_the_back(talk)
    hook(talk.console, "camera-ask").click()
    question = hook(talk.inside, "camera-question", what="control")
    expect(question).to_contain_text("Anna asks to use your camera’s light and zoom.")
    expect(hook(talk.console, "client-torch")).to_have_count(0)
    hook(question, "camera-yes").click()
    expect(hook(talk.inside, "camera-allowed")).to_contain_text("Anna can use your camera’s light and zoom.")

    hook(talk.console, "client-torch", state="off").click()
    expect(hook(talk.console, "client-torch", state="on")).to_be_visible()
    expect(hook(talk.inside, "torch", state="on")).to_be_visible()
    hook(talk.console, "client-zoom").fill("3.5")
    assert until(lambda: phone(talk) == (True, 3.5)), phone(talk)
    expect(hook(talk.console, "client-zoom")).to_have_attribute("aria-valuetext", "3.5×")

    hook(talk.inside, "camera-end").click()
    expect(hook(talk.inside, "camera-allowed")).to_have_count(0)
    expect(hook(talk.console, "client-torch")).to_have_count(0)
    expect(hook(talk.console, "client-camera-tools")).to_contain_text("Emily took it back")
    talk.operator_side.run("() => window.contactcenter.call.camera.set({ zoom: 8 })")
    talk.chat()
    assert phone(talk) == (True, 3.5)


def test_the_client_has_light_and_zoom_without_anybodys_leave(talk: Talk) -> None:
    at_the_back(talk)
    hook(talk.inside, "torch", state="off").click()
    expect(hook(talk.inside, "torch", state="on")).to_be_visible()
    hook(talk.inside, "zoom").fill("2")
    assert until(lambda: phone(talk) == (True, 2)), phone(talk)
    flip(talk)
    expect(hook(talk.inside, "torch")).to_have_count(0)
    expect(hook(talk.console, "camera-ask")).to_have_count(0)
    expect(hook(talk.console, "flip-ask")).to_be_visible()


def test_the_permission_outlives_a_reload_of_either_side_and_ends_with_the_call(talk: Talk) -> None:
    at_the_back(talk)
    hook(talk.console, "camera-ask").click()
    hook(talk.inside, "camera-yes").click()
    expect(hook(talk.console, "client-torch")).to_be_visible()
    talk.console.reload()
    talk.connected()
    hook(talk.console, "client-torch", state="off").click()
    expect(hook(talk.inside, "torch", state="on")).to_be_visible()
    talk.client.reload()
    talk.connected()
    expect(hook(talk.inside, "camera-allowed")).to_be_visible()
    hook(talk.console, "client-torch", state="off").click()
    expect(hook(talk.inside, "torch", state="on")).to_be_visible()
    hook(talk.console, "hangup").click()
    expect(hook(talk.inside, "call", state="ended")).to_be_attached()
    at_the_back(talk)
    expect(hook(talk.inside, "camera-allowed")).to_have_count(0)


def test_values_beyond_the_cameras_range_are_moved_into_it(talk: Talk) -> None:
    at_the_back(talk)
    hook(talk.console, "camera-ask").click()
    hook(talk.inside, "camera-yes").click()
    expect(hook(talk.console, "client-zoom")).to_be_visible()
    talk.operator_side.run("() => window.contactcenter.call.camera.set({ zoom: 900 })")
    assert until(lambda: phone(talk)[1] == 8), phone(talk)
    talk.operator_side.run("() => window.contactcenter.call.camera.set({ zoom: 0 })")
    assert until(lambda: phone(talk)[1] == 1), phone(talk)


WATCH_LOCKS = """() => {
  window.locks = [];
  const one = () => {
    const lock = new EventTarget();
    lock.held = true;
    lock.release = async () => { lock.held = false; lock.dispatchEvent(new Event("release")); };
    window.locks.push(lock);
    return lock;
  };
  Object.defineProperty(navigator, "wakeLock", { value: { request: async () => one() } });
}"""


def test_both_screens_stay_on_during_a_call_and_only_then(talk: Talk) -> None:
    held = "() => window.locks.filter(({ held }) => held).length"
    for side in (talk.client_side, talk.operator_side):
        side.run(WATCH_LOCKS)
    talk.call()
    for side in (talk.client_side, talk.operator_side):
        assert until(lambda side=side: side.run(held) == 1)
    hook(talk.inside, "hangup").click()
    for side in (talk.client_side, talk.operator_side):
        assert until(lambda side=side: side.run(held) == 0)


def test_the_widgets_frame_may_keep_the_screen_on(talk: Talk) -> None:
    assert talk.client_side.run("() => document.permissionsPolicy?.allowsFeature('screen-wake-lock') ?? true")
