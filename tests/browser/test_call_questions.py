"""What a call asks while its widget is minimised: told beside the bar, counted, announced and sounded; a press leads to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import Pages, hook, seen
from tests.browser.phone import demo_on_a_phone
from tests.browser.sounds import COUNT_SOUNDS
from tests.browser.talk import Talk
from tests.servers import Site

ASKS = "Anna asks you to switch to the back camera."
UNPLUG = """() => {
  const { devices, media } = { devices: navigator.mediaDevices, media: window.contactcenter.call.media };
  const list = devices.enumerateDevices.bind(devices);
  devices.enumerateDevices = async () => (await list()).filter(({ kind }) => kind !== "audioinput");
  const track = media.track("microphone");
  track.stop();
  track.dispatchEvent(new Event("ended"));
}"""


@pytest.fixture
def client_page(site: Site, pages: Pages) -> Page:
    return demo_on_a_phone(site, pages)


@pytest.fixture
def minimised(talk: Talk) -> Talk:
    """A call whose widget is minimised at the client's."""
    talk.call()
    talk.frame.evaluate(COUNT_SOUNDS)
    minimise(talk)
    return talk


def minimise(talk: Talk) -> None:
    talk.inside.get_by_role("button", name="Minimise").click()
    expect(hook(talk.client, "launcher-call")).to_be_visible()


def test_a_question_about_the_camera_is_noticed_and_a_press_leads_to_it(minimised: Talk) -> None:
    client, inside = minimised.client, minimised.inside
    title = client.title()
    hook(minimised.console, "flip-ask").click()
    bubble = hook(client, "launcher-question")
    expect(bubble).to_contain_text(f"Call with Anna{ASKS}")
    expect(client.get_by_role("status")).to_have_text(ASKS)
    expect(hook(client, "launcher-back")).to_have_text("Back to the call (1 new)")
    expect(client).to_have_title(f"(1) {title}")
    minimised.frame.wait_for_function("() => window.sounds > 0")
    box, bar = bubble.bounding_box(), hook(client, "launcher-call").bounding_box()
    assert box
    assert bar
    assert box["y"] + box["height"] <= bar["y"], "neither covers the other"
    back = hook(client, "launcher-back").bounding_box()
    assert back
    assert bar["x"] >= 0
    assert back["x"] + back["width"] <= bar["x"] + bar["width"] <= 390, "the way back is whole"

    hook(client, "launcher-question-open").press("Enter")
    expect(bubble).to_be_hidden()
    expect(hook(inside, "camera-question")).to_be_focused()
    expect(client).to_have_title(title)
    hook(inside, "camera-yes").click()
    expect(hook(inside, "flip-camera", facing="environment")).to_be_visible()


def test_a_question_that_is_withdrawn_or_put_away_goes_and_the_next_one_comes(minimised: Talk) -> None:
    client, console = minimised.client, minimised.console
    bubble = hook(client, "launcher-question")
    hook(console, "flip-ask").click()
    hook(client, "launcher-question-close").click()
    expect(bubble).to_be_hidden()
    expect(hook(client, "launcher-back")).to_have_text("Back to the call")
    hook(console, "camera-unask").click()
    hook(console, "flip-ask").click()
    expect(bubble).to_be_visible()
    hook(console, "camera-unask").click()
    expect(bubble).to_be_hidden()


def test_a_microphone_that_goes_is_told_outside(minimised: Talk) -> None:
    bubble = hook(minimised.client, "launcher-question").filter(has_text="Your microphone was disconnected")
    minimised.client_side.run(UNPLUG)
    expect(bubble).to_be_visible()


def test_an_operator_who_shows_something_is_noticed(minimised: Talk) -> None:
    hook(minimised.console, "look-together").click()
    expect(hook(minimised.client, "launcher-question")).to_contain_text("Anna is showing you something")
    hook(minimised.client, "launcher-question-open").click()
    expect(hook(minimised.inside, "board")).to_be_visible()


def test_in_full_screen_a_question_lies_on_the_picture(talk: Talk) -> None:
    talk.call()
    hook(talk.inside, "fullscreen").click()
    talk.frame.wait_for_function("() => document.querySelector('.stage > .call-bar') !== null")
    hook(talk.console, "flip-ask").click()
    expect(seen(talk.inside.locator(".stage"), ASKS)).to_be_visible()
    hook(talk.console, "text-toggle").click()
    expect(talk.inside.locator(".stage").locator('[data-test="text-offer"]')).to_be_visible()
    hook(talk.inside, "camera-no").click()
    hook(talk.inside, "text-decline").click()
    expect(hook(talk.inside, "camera-question")).to_have_count(0)
    expect(hook(talk.console, "text-declined")).to_be_visible()
