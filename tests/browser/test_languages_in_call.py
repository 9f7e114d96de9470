"""A call, its tools and its end in Czech, German and a pseudo-language of Arabic letters: no English word is left, nothing is cut off.

Each test is one conversation from its beginning to the wrap-up, looked at on a desktop and on a phone at every step, and by axe.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from tests.browser import board
from tests.browser.board import add, open_board, stroke
from tests.browser.devices import REFUSING, UNPLUG
from tests.browser.pages import Pages, attend, be_signed_in, hook, query
from tests.browser.people import accept, invite
from tests.browser.phone import be_a_phone
from tests.browser.talk import STEADY_SECONDS, Talk
from tests.browser.translated import Look
from tests.servers import Site

pytestmark = pytest.mark.timeout(600)

OF_THE_BROWSER = (
    "fake_device_0",
    "fake_device_2",
    "camera2 1, facing front",
    "camera2 0, facing back",
    "Fake Default Audio Input",
)
"""What devices call themselves."""
OF_PEOPLE = ("My boiler shows F.22",)
OF_FILES = ("boiler-marked.png", "boiler.png", "manual.pdf", "PNG", "PDF", ".pdf", ".png", "KB", "MB")


@pytest.fixture(scope="module")
def site(translated_site: Site) -> Site:
    return translated_site


@pytest.fixture
def look(look: Look, pages: Pages) -> Look:
    pages.allow("Applying inline style")  # axe's own
    look.allow(*OF_THE_BROWSER, *OF_PEOPLE, *OF_FILES)
    return look


@pytest.fixture
def console(pages: Pages, site: Site, language: str) -> Page:
    # What a test that failed has left.
    query(site, "UPDATE videocall_call SET state = 'ended' WHERE state NOT IN ('ended', 'declined', 'failed')")
    query(site, "UPDATE sessions_app_session SET state = 'closed'")
    attend(site)
    page = pages.open(locale=language)
    be_signed_in(page, site, "anna")
    return page


@pytest.fixture
def talk(pages: Pages, site: Site, language: str, console: Page) -> Talk:
    """Anna and a client who has two cameras, light and zoom, in an accepted chat."""
    page = be_a_phone(pages.open(locale=language))
    page.goto(f"{site.other_url}/demo/")
    return Talk(console, page).begin()


def in_call(talk: Talk, answer: str = "prompt-accept") -> None:
    hook(talk.inside, answer).click()
    for place in (talk.console, talk.inside):
        expect(hook(place, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)


def finish(talk: Talk) -> None:
    """End the conversation and the wrap-up: the next test finds a free operator."""
    hook(talk.console, "end-session").click()
    hook(talk.console, "confirm-yes").click()
    hook(talk.console, "wrapup-done").click()
    expect(hook(talk.console, "wrapup")).to_be_hidden()


def dialog(page: Page, look: Look, place: Page | Frame, opener: Locator, name: str) -> None:
    """Open a dialog, look at it on both sizes, and close it."""
    opener.click()
    expect(place.locator("dialog[open]")).to_be_visible()
    look.both(place, name)
    page.keyboard.press("Escape")
    expect(place.locator("dialog[open]")).to_have_count(0)


def test_a_call_with_its_tools_from_the_question_to_the_rating(talk: Talk, look: Look) -> None:
    console, client, inside, frame = talk.console, talk.client, talk.inside, talk.frame
    talk.ask()
    look.both(frame, "client-asked")
    look.both(console, "operator-asks")
    in_call(talk)
    look.both(frame, "client-call")
    look.both(console, "operator-call")
    hook(inside, "fullscreen").click()
    look(frame, "client-call-full-screen")
    hook(inside, "fullscreen").click()
    dialog(client, look, frame, hook(inside, "call-devices"), "client-devices-in-call")
    dialog(console, look, console, hook(console, "settings"), "operator-devices-in-call")

    hook(inside, "sign-mode").click()
    for place in (console, inside):
        expect(hook(place, "signing")).to_be_visible()
    look.both(frame, "client-signs")
    look.both(console, "operator-signs")

    hook(console, "text-toggle").click()
    expect(hook(console, "text-asked")).to_be_visible()
    expect(hook(inside, "text-offer")).to_be_visible()
    look.both(console, "operator-asks-for-text")
    look.both(frame, "client-asked-for-text")
    hook(inside, "text-decline").click()
    expect(hook(console, "text-declined")).to_be_visible()
    look.both(console, "operator-without-text")
    hook(console, "text-toggle").click()
    hook(inside, "text-accept").click()
    for place in (console, inside):
        expect(hook(place, "text-panel")).to_be_visible()
    look.both(frame, "client-text")
    look.both(console, "operator-text")
    hook(inside, "text-off").click()

    expect(hook(console, "flip-ask")).to_be_visible()
    look.both(console, "operator-may-ask-for-a-camera")
    hook(console, "flip-ask").click()
    expect(hook(inside, "camera-question", what="flip")).to_be_visible()
    look.both(frame, "client-asked-to-flip")
    look.both(console, "operator-asks-to-flip")
    hook(inside, "camera-no").click()
    expect(hook(console, "flip-ask")).to_be_visible()
    look.both(console, "operator-refused-a-camera")
    hook(inside, "flip-camera").click()
    expect(hook(inside, "zoom")).to_be_visible()
    hook(console, "camera-ask").click()
    expect(hook(inside, "camera-question", what="control")).to_be_visible()
    look.both(frame, "client-asked-for-control")
    hook(inside, "camera-yes").click()
    expect(hook(console, "client-zoom")).to_be_visible()
    look.both(frame, "client-gave-control")
    look.both(console, "operator-controls-camera")

    for place in (console, inside):
        for tool in ("toggle-mic", "toggle-camera"):
            hook(place, tool).click()
            expect(hook(place, tool, state="off")).to_be_visible()
    look.both(frame, "client-all-off")
    look.both(console, "operator-all-off")
    hook(inside, "hangup").click()
    expect(hook(inside, "call", state="ended")).to_be_attached()
    look.both(console, "operator-after-call")
    hook(console, "call-quality").locator("summary").click()
    look.both(console, "operator-quality")

    hook(console, "end-session").click()
    expect(hook(console, "confirm-dialog")).to_be_visible()
    look.both(console, "operator-ends")
    hook(console, "confirm-yes").click()
    expect(hook(console, "wrapup")).to_be_visible()
    look.both(console, "operator-wrap-up")
    expect(hook(inside, "rating")).to_be_visible()
    look.both(frame, "client-rating")
    hook(inside, "rating-value", value="2").click()
    expect(hook(inside, "rating-comment")).to_be_visible()
    look.both(frame, "client-rating-chosen")
    hook(inside, "rating-submit").click()
    expect(hook(inside, "rating", state="sent")).to_be_attached()
    look.both(frame, "client-rated")
    hook(console, "wrapup-done").click()
    expect(hook(console, "wrapup")).to_be_hidden()


def test_a_call_whose_devices_do_not_work_and_the_call_that_failed(talk: Talk, look: Look) -> None:
    console, inside, frame = talk.console, talk.inside, talk.frame
    talk.ask()
    hook(inside, "prompt-decline").click()
    expect(hook(console, "call-outcome")).to_be_visible()
    look.both(console, "operator-declined")
    for place in (console, frame):
        place.evaluate(REFUSING)
    talk.ask()
    in_call(talk)
    expect(hook(inside, "device-help", device="camera", dismissed="true")).to_be_visible()
    expect(hook(inside, "device-help", device="microphone", state="in-use")).to_be_visible()
    look.both(frame, "client-device-help")
    expect(hook(console, "client-microphone", state="in-use")).to_be_visible()
    look.both(console, "operator-device-help")
    hook(console, "tab-call").click()
    hook(console, "help-send").click()
    expect(hook(inside, "message", author="system").last).to_be_attached()
    look.both(console, "operator-sent-help")
    look.both(frame, "client-sent-help")
    for place in (console, frame):
        place.evaluate(
            "() => { window.refusals = { video: ['NotAllowedError', 'Permission denied by system'], audio: ['NotFoundError', ''] }; }"
        )
    # It's tried again by itself.
    expect(hook(inside, "device-help", device="camera", state="blocked-system")).to_be_visible()
    look.both(frame, "client-device-help-of-the-system")
    hook(console, "hangup").click()
    expect(hook(console, "call", state="ended")).to_be_attached()

    for place in (console, frame):
        place.evaluate("() => { window.refusals = {}; }")
    talk.ask()
    in_call(talk)
    talk.operator_side.gets_frames()
    frame.evaluate("() => { window.refusals = { video: ['NotFoundError', 'Requested device not found'] }; }")
    frame.evaluate(UNPLUG)
    expect(hook(inside, "device-help", device="camera", state="lost")).to_be_visible()
    look.both(frame, "client-camera-lost")
    look.both(console, "operator-camera-lost")
    talk.client.close()
    expect(hook(console, "call", state="reconnecting")).to_be_visible(timeout=STEADY_SECONDS)
    look.both(console, "operator-reconnecting")
    hook(console, "hangup").click()
    finish(talk)


def test_files_and_drawing_together_in_a_call(talk: Talk, look: Look) -> None:
    console, client, inside, frame = talk.console, talk.client, talk.inside, talk.frame
    talk.ask()
    in_call(talk)
    talk.operator_side.gets_frames()
    expect(hook(console, "snapshot")).not_to_have_attribute("aria-disabled", "true")
    hook(console, "snapshot").click()
    snapshot = hook(console, "share-item", kind="snapshot", state="ready")
    expect(snapshot).to_be_visible()
    add(talk, "boiler.png", "image/png", board.drawing())
    add(talk, "manual.pdf", "application/pdf", board.letter())
    look.both(console, "share")
    look.both(frame, "client-snapshot")
    name = snapshot.get_attribute("data-name") or ""
    look.allow(name)
    for file, opener in ((name, "share-preview"), ("boiler.png", "share-preview")):
        dialog(console, look, console, hook(hook(console, "share-item", name=file), opener), f"share-preview-{file[-3:]}")
    row = hook(console, "share-item", name="boiler.png")
    hook(row, "share-menu").click()
    expect(hook(row, "menu-rename")).to_be_visible()
    look(console, "share-menu")
    hook(row, "menu-rename").click()
    expect(hook(console, "asked-dialog")).to_be_visible()
    look.both(console, "share-rename")
    hook(console, "asked-no").click()
    hook(row, "share-menu").click()
    hook(row, "share-delete").click()
    expect(hook(console, "confirm-dialog")).to_be_visible()
    look.both(console, "share-delete")
    hook(console, "confirm-no").click()
    dialog(console, look, console, hook(console, "link-add"), "share-link")
    hook(console, "library-open").click()
    expect(hook(console, "library-item").first).to_be_visible()
    look.both(console, "library")
    hook(console, "library-close").click()
    hook(row, "share-send").click()
    expect(hook(inside, "file", name="boiler.png")).to_be_visible()
    look.both(frame, "client-file")
    hook(inside, "file", name="boiler.png").click()
    expect(hook(inside, "viewer")).to_be_visible()
    look.both(frame, "client-file-open")
    client.keyboard.press("Escape")

    open_board(talk, "manual.pdf")
    look.both(console, "board")
    look.both(frame, "client-board")
    stroke(console, console)
    expect(hook(inside, "board-says")).not_to_be_empty()
    look.both(frame, "client-board-drawn-on")
    hook(console, "board-close").click()
    expect(hook(inside, "board")).to_have_count(0)
    hook(console, "look-together").first.click()
    for place in (console, inside):
        expect(hook(place, "board", kind="live", state="open")).to_be_visible()
    look.both(console, "board-live")
    look.both(frame, "client-board-live")
    for place in (console, inside):
        hook(place, "board-fold").click()
    look.both(console, "board-folded")
    look.both(frame, "client-board-folded")

    inside.locator(".frame > header button, header .btn.touch").last.click()
    expect(hook(client, "launcher-call")).to_be_visible()
    look(client, "launcher-in-call", within="contact-center")
    finish(talk)


def test_an_invitation_and_its_call(pages: Pages, site: Site, console: Page, language: str, look: Look) -> None:
    link = invite(console, name="Emily Carter")["link"]
    client = pages.open(link, locale=language)
    look.both(client, "invited")
    hook(client, "entry-submit").click()
    expect(hook(client, "waiting")).to_be_visible()
    look.both(client, "invited-waiting")
    accept(console)
    for place in (console, client):
        expect(hook(place, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    look.both(client, "invited-call")
    hook(client, "hangup").click()
    expect(hook(client, "call", state="ended")).to_be_attached()
    look.both(client, "invited-after-call")
    hook(console, "end-session").click()
    hook(console, "confirm-yes").click()
    expect(hook(client, "rating")).to_be_visible()
    look.both(client, "invited-rating")
    hook(console, "wrapup-done").click()
    expect(hook(console, "wrapup")).to_be_hidden()


def test_what_the_menus_of_the_console_open(talk: Talk, look: Look) -> None:
    console = talk.console
    dialog(console, look, console, hook(console, "readiness"), "readiness")
    dialog(console, look, console, hook(console, "ask-help"), "ask-help")
    for item in ("keys", "own-day"):
        hook(console, "presence").click()
        dialog(console, look, console, hook(console, item), item)
    hook(console, "conversation-more").click()
    look(console, "conversation-menu")
    dialog(console, look, console, hook(console, "ban"), "ban")
    finish(talk)
