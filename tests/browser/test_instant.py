"""Operators' actions show in the next frames, however slow the server is: each with 300 ms of delay in front of the server.

Counted in frames, so that a slow machine changes nothing; an answer to the press can't have come by then.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.pages import Pages, be_signed_in, hook, widget, widget_frame
from tests.browser.people import accept, enter
from tests.browser.press import hold_line, press, release_line, slow_line
from tests.servers import Site

DELAY = 300
FRAMES = 2


class Operator:
    """An operator behind a slow network."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, button: str, shown: str, *, key: str = "") -> None:
        """Press it and check that ``shown`` matches more, or fewer, elements within two frames."""
        frames = press(self.page, button, shown, key=key).frames
        assert frames <= FRAMES, f"{button}: {shown} after {frames} frames"


def attach(page: Page, name: str) -> None:
    file = FilePayload(name=name, mimeType="text/plain", buffer=b"words")
    hook(page, "conversation").locator("input[type=file]").first.set_input_files(file)


@pytest.fixture
def slow(operator_page: Page) -> Operator:
    slow_line(operator_page, DELAY)
    return Operator(operator_page)


@pytest.fixture
def held(operator_page: Page) -> Operator:
    """An operator whose line stands still while a colleague acts."""
    return Operator(operator_page)


def test_accepting_opens_the_conversation_at_once_and_early_messages_arrive(slow: Operator, client_page: Page) -> None:
    enter(client_page)
    expect(hook(slow.page, "accept")).to_be_visible()
    slow.press("accept", "conversation")
    hook(slow.page, "composer").fill("Hello Emily")
    slow.press("composer", "message", key="Enter")
    expect(hook(widget(client_page), "timeline")).to_contain_text("Hello Emily")
    expect(hook(slow.page, "message", author="operator")).to_have_count(1)
    expect(hook(slow.page, "message", state="delivered").or_(hook(slow.page, "message", state="read"))).to_be_visible()


def test_a_file_added_before_the_server_has_answered_accept_arrives(slow: Operator, client_page: Page) -> None:
    enter(client_page)
    expect(hook(slow.page, "accept")).to_be_visible()
    slow.press("accept", "conversation")
    attach(slow.page, "offer.txt")
    expect(hook(widget(client_page), "timeline")).to_contain_text("offer.txt")


def test_a_conversation_taken_by_a_colleague_is_rolled_back_with_an_explanation(
    pages: Pages, site: Site, held: Operator, client_page: Page
) -> None:
    boris = pages.open()
    be_signed_in(boris, site, "boris")
    enter(client_page)
    expect(hook(held.page, "accept")).to_be_visible()
    expect(hook(boris, "accept")).to_be_visible()
    hold_line(held.page)
    held.press("accept", "conversation")
    hook(held.page, "composer").fill("Hello Emily")
    held.press("composer", "message", key="Enter")
    attach(held.page, "offer.txt")
    accept(boris)
    release_line(held.page)
    expect(hook(held.page, "error")).to_contain_text("Hello Emily")
    expect(hook(held.page, "error")).to_contain_text("offer.txt")
    expect(hook(held.page, "conversation")).to_have_count(0)
    expect(hook(held.page, "queue-item")).to_have_count(0)
    expect(hook(widget(client_page), "timeline")).not_to_contain_text("Hello Emily")


def test_writing_switching_and_saving_show_at_once(pages: Pages, site: Site, slow: Operator, client_page: Page) -> None:
    enter(client_page)
    accept(slow.page)
    other = pages.open(f"{site.other_url}/demo/")
    enter(other, "Lukas Brandt")
    expect(hook(slow.page, "accept")).to_be_visible()
    slow.press("accept", '[data-test="active-item"]')
    slow.press("tab-notes", "panel-notes")
    hook(slow.page, "note-text").fill("Bought in 2019")
    slow.press("note-add", "note")
    slow.press("tab-client", "panel-client")
    first = hook(slow.page, "active-item").first.get_attribute("data-session")
    slow.press(
        f'[data-test="active-item"][data-session="{first}"] .list-item__open',
        f'[data-test="conversation"][data-session="{first}"]',
    )
    slow.press("client-edit", "client-name")
    hook(slow.page, "client-name").fill("Emilia Carter")
    slow.press("client-save", '[lang]:has([aria-label="Open Emilia Carter"]):not(:has([data-test="client-name"]))')
    expect(hook(slow.page, "conversation")).to_contain_text("Emilia Carter")
    hook(slow.page, "client-edit").click()
    hook(slow.page, "client-email").fill("emilia@")
    expect(hook(slow.page, "client-save")).not_to_have_attribute("aria-busy", "true")
    slow.press("client-save", "client-name")
    expect(hook(slow.page, "error")).to_be_visible()
    expect(hook(slow.page, "client-email")).to_have_value("emilia@")


def test_the_call_and_the_end_show_at_once(slow: Operator, client_page: Page) -> None:
    enter(client_page)
    accept(slow.page)
    slow.press("tab-call", "panel-call")
    slow.press("call-start", '[data-test="call"][data-state="requested"] [data-test="self-video"]')
    expect(hook(slow.page, "call-withdraw")).to_be_visible()
    hook(widget(client_page), "prompt-accept").click()
    expect(hook(slow.page, "call")).to_have_attribute("data-state", "connected")
    slow.press("toggle-mic", '[data-test="toggle-mic"][data-state="off"]')
    slow.press("toggle-camera", '[data-test="toggle-camera"][data-state="off"]')
    expect(hook(slow.page, "snapshot")).not_to_have_attribute("aria-disabled", "true")
    slow.press("snapshot", '[data-test="share-item"][data-state="pending"]')
    expect(hook(slow.page, "share-item", state="ready")).to_have_count(1)
    expect(hook(slow.page, "share-item")).to_have_count(1)
    slow.press("hangup", '[data-test="call"][hidden]')
    slow.press("end-session", "confirm-dialog")
    slow.press("confirm-yes", "wrapup")
    slow.press("wrapup-done", "active-item")
    expect(hook(widget(client_page), "session-state")).to_have_attribute("data-state", "closed")
    expect(hook(slow.page, "active-item")).to_have_count(0)


def test_a_call_withdrawn_before_its_creation_does_not_ring(slow: Operator, client_page: Page) -> None:
    enter(client_page)
    accept(slow.page)
    hook(slow.page, "tab-call").click()
    slow.press("call-start", "call-withdraw")
    slow.press("call-withdraw", "call-withdraw")
    expect(hook(slow.page, "call-outcome")).to_have_attribute("data-state", "withdrawn")
    expect(hook(widget(client_page), "call-prompt")).to_have_count(0)


TALK_LONG = """async (count) => {
    const { wire, widget } = window.contactcenter;
    const session = widget.state.session.id;
    const say = (n) => wire.send({ type: "message.post", session, text: `The boiler is at ${n} degrees\\nhttps://alder.example/${n}` });
    for (let n = 0; n < count; n += 20) await Promise.all(Array.from({ length: 20 }, (_, k) => say(n + k)));
}"""


@pytest.mark.parametrize("site_env", [{"CONTACTCENTER_RATE_SCALE": "100"}], indirect=True)
def test_a_long_conversation_shows_its_newest_entries_first(
    pages: Pages, site: Site, operator_page: Page, client_page: Page
) -> None:
    enter(client_page)
    accept(operator_page)
    widget_frame(client_page).evaluate(TALK_LONG, 200)
    expect(hook(operator_page, "message", author="client")).to_have_count(201)
    other = pages.open(f"{site.other_url}/demo/")
    enter(other, "Lukas Brandt")
    hook(operator_page, "accept").click()
    expect(hook(operator_page, "message", author="client")).to_have_count(1)
    drawn = operator_page.evaluate(SWITCH)
    assert drawn["frames"] <= FRAMES
    assert 20 <= drawn["lines"] <= 60
    assert drawn["end"], "the newest message is in sight"
    expect(hook(operator_page, "message", author="client")).to_have_count(201)
    expect(hook(operator_page, "message", author="client").last).to_be_in_viewport()


SWITCH = """async () => {
    const lines = () => [...document.querySelectorAll('[data-test="message"][data-author="client"]')];
    const began = performance.now();
    document.querySelector('[data-test="active-item"]:not([aria-current]) .list-item__open').click();
    let frames = 0;
    do await new Promise(requestAnimationFrame); while (++frames < 120 && lines().length < 2);
    const shown = lines();
    const { bottom } = shown.at(-1).getBoundingClientRect();
    const flow = document.querySelector(".transcript").getBoundingClientRect();
    return { frames, lines: shown.length, end: bottom <= flow.bottom + 1 && bottom > flow.top, ms: performance.now() - began };
}"""
