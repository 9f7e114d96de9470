"""The cursor and typed text at the console: nobody ever writes to the wrong client, and typing never triggers anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.caller import Caller
from tests.browser.pages import Pages, be_signed_in, hook, query
from tests.servers import Site


@pytest.fixture
def emily(site: Site) -> Iterator[Caller]:
    with Caller(site) as caller:
        yield caller


@pytest.fixture
def jonas(site: Site) -> Iterator[Caller]:
    with Caller(site) as caller:
        yield caller


def waiting(page: Page, name: str) -> Locator:
    return hook(page, "queue-item").filter(has_text=name)


def expect_shown(page: Page, name: str) -> None:
    expect(hook(page, "conversation").get_by_role("heading", level=1)).to_have_text(name)


def test_text_typed_without_focus_goes_to_the_open_composer_and_is_not_sent(
    site: Site, operator_page: Page, emily: Caller, jonas: Caller
) -> None:
    page, keys = operator_page, operator_page.keyboard
    composer = hook(page, "composer")
    jonas.enter(name="Jonas Weber", message="Hello?")
    emily.enter(name="Emily Carter", message="My boiler shows F.22")
    hook(waiting(page, "Jonas Weber"), "accept").click()
    expect_shown(page, "Jonas Weber")
    expect(composer).to_be_focused()

    hook(waiting(page, "Emily Carter"), "accept").click()
    keys.type("Just restart it, your PIN is 4711")
    expect_shown(page, "Emily Carter")
    expect(composer).to_have_value("Just restart it, your PIN is 4711")
    expect(composer).to_be_focused()

    hook(page, "active-item", session=jonas.session).get_by_role("button").click()
    keys.type("Can I help you?")
    expect_shown(page, "Jonas Weber")
    expect(composer).to_have_value("Can I help you?")

    hook(page, "end-session").click()
    hook(page, "confirm-yes").click()
    expect(hook(page, "wrapup-result").get_by_role("radio").first).to_be_focused()
    keys.type("eEcCnNaA?/")  # there is no composer now
    expect(hook(page, "wrapup")).to_be_visible()
    hook(page, "wrapup-done").click()
    keys.type(" Emily, can I call you?")
    expect_shown(page, "Emily Carter")
    expect(composer).to_be_focused()
    keys.type(" Now?")
    expect(composer).to_have_value("Just restart it, your PIN is 4711 Emily, can I call you? Now?")

    assert query(site, "SELECT count(*) FROM videocall_call") == [(0,)]
    said = (
        "SELECT count(*) FROM sessions_app_logentry WHERE kind = 'note.posted' OR (kind = 'message.posted' AND role = 'operator')"
    )
    assert query(site, said) == [(0,)]
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_letter_typed_on_a_button_goes_to_the_composer_and_space_presses_it(operator_page: Page, emily: Caller) -> None:
    page, keys = operator_page, operator_page.keyboard
    emily.enter(name="Emily Carter", message="My boiler shows F.22")
    expect(waiting(page, "Emily Carter")).to_be_visible()
    keys.press("Alt+Shift+Y")
    expect_shown(page, "Emily Carter")
    hook(page, "sound").focus()
    keys.press(" ")
    expect(hook(page, "sound")).to_have_attribute("data-state", "off")
    keys.type("mute")
    expect(hook(page, "composer")).to_have_value("mute")
    keys.press("Alt+Shift+C")
    expect(hook(page, "confirm-dialog")).to_contain_text("Call Emily?")
    keys.type("Hello")
    keys.press("Escape")
    expect(hook(page, "composer")).to_be_focused()
    expect(hook(page, "composer")).to_have_value("mute")


def test_typing_into_a_closing_conversation_reaches_no_other_client(
    site: Site, pages: Pages, operator_page: Page, emily: Caller, jonas: Caller
) -> None:
    page, keys = operator_page, operator_page.keyboard
    boris = pages.open()
    be_signed_in(boris, site, "boris")
    for caller, name in ((jonas, "Jonas Weber"), (emily, "Emily Carter")):
        caller.enter(name=name, message="Hello")
        hook(waiting(page, name), "accept").click()
        expect_shown(page, name)
    keys.type("Your PIN is ")
    other = page.context.new_page()
    other.goto(f"{site.url}/console/")
    hook(other, "active-item", session=emily.session).get_by_role("button").click()
    hook(other, "redirect").click()
    hook(other, "redirect-target", kind="operator").filter(has_text="Boris Lind").click()
    hook(other, "redirect-send").click()
    expect_shown(page, "Jonas Weber")
    keys.type("4711")
    keys.press("Enter")
    expect(hook(page, "notice")).to_contain_text("Emily Carter is no longer with you")
    expect(hook(page, "composer")).to_have_value("")
    hook(page, "composer").click()
    keys.type("Hello Jonas")
    expect(hook(page, "composer")).to_have_value("Hello Jonas")
    expect(hook(page, "message", author="operator")).to_have_count(0)
