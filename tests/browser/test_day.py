"""A working day at the console: presence, keyboard, sound, wrap-up with tags, searching and reading past sessions."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import hook
from tests.browser.people import enter
from tests.servers import Site

COUNT_TONES = """
  window.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
"""


@pytest.mark.parametrize("site_env", [{"CONTACTCENTER_IDLE_SECONDS": "8"}], indirect=True)
def test_an_idle_operator_is_away_until_a_touch_and_all_tabs_agree(site: Site, operator_page: Page) -> None:
    presence = hook(operator_page, "presence")
    expect(presence).to_have_text(re.compile("Away · idle"))
    expect(hook(operator_page, "away-bar", state="idle")).to_contain_text("this page was idle")
    operator_page.keyboard.press("Shift")
    expect(presence).to_have_attribute("data-state", "online")
    expect(hook(operator_page, "notice")).to_contain_text("this page was idle")
    presence.click()
    hook(operator_page, "presence-reason", value="Lunch").click()
    expect(presence).to_have_text(re.compile("Away · Lunch"))
    expect(hook(operator_page, "away-bar")).to_have_text(re.compile(r"You’ve been away since \d\d:\d\d · .?Lunch"))
    other = operator_page.context.new_page()
    other.goto(f"{site.url}/console/")
    expect(hook(other, "presence")).to_have_text(re.compile("Away · Lunch"))
    hook(other, "presence").click()
    hook(other, "presence-video").click()
    expect(hook(other, "presence-video")).to_have_attribute("data-state", "off")
    hook(other, "presence-option", value="online").click()
    expect(presence).to_have_text(re.compile("Online · chats only"))
    expect(presence).to_have_attribute("data-state", "online")
    expect(hook(operator_page, "away-bar")).to_have_count(0)
    presence.click()
    hook(operator_page, "presence-option", value="away").click()
    hook(operator_page, "go-online").click()
    expect(presence).to_have_attribute("data-state", "online")


def test_a_whole_session_works_by_keyboard_alone(operator_page: Page, client_page: Page) -> None:
    page, keys = operator_page, operator_page.keyboard
    page.add_init_script(COUNT_TONES)
    page.reload()
    expect(hook(page, "presence")).to_have_attribute("data-state", "online")
    icon = page.locator('link[rel="icon"]')
    expect(icon).to_have_attribute("href", re.compile("favicon(?!-marked)"))
    enter(client_page)
    expect(page).to_have_title("(1) Console · Alder Heating")
    expect(icon).to_have_attribute("href", re.compile("favicon-marked"))
    page.wait_for_function("() => window.tones >= 2")  # nobody has handled it yet

    keys.press("Alt+Shift+Y")
    expect(hook(page, "conversation")).to_have_attribute("data-state", "active")
    expect(page).to_have_title("Console · Alder Heating")
    expect(icon).to_have_attribute("href", re.compile("favicon(?!-marked)"))
    expect(hook(page, "composer")).to_be_focused()
    keys.type("Look at the gauge, je vous prie")
    keys.press("Enter")
    expect(hook(page, "message", author="operator")).to_have_count(1)
    keys.press("Alt+Shift+2")
    expect(hook(page, "panel-call")).to_be_visible()
    keys.press("Alt+Shift+E")
    expect(hook(page, "confirm-dialog")).to_be_visible()
    expect(hook(page, "conversation")).to_have_attribute("data-state", "active")
    hook(page, "confirm-yes").press("Enter")

    expect(hook(page, "wrapup-result").get_by_role("radio").first).to_be_focused()
    hook(page, "wrapup-result").get_by_role("radio", name="Solved").press(" ")
    hook(page, "wrapup-tags").get_by_role("checkbox", name="boiler").press(" ")
    hook(page, "wrapup-tags").get_by_role("checkbox", name="warranty").press(" ")
    hook(page, "wrapup-note").fill("Refilled to 1.5")
    page.reload()
    expect(hook(page, "wrapup-note")).to_have_value("Refilled to 1.5")
    expect(hook(page, "wrapup-tags").get_by_role("checkbox", name="warranty")).to_be_checked()
    hook(page, "wrapup-note").press("Control+Enter")
    expect(hook(page, "conversation")).to_have_count(0)

    keys.press("Alt+Shift+Q")
    expect(hook(page, "search")).to_be_focused()
    keys.type("gauge")
    expect(hook(page, "search-result")).to_have_count(1)
    keys.press("ArrowDown")
    keys.press("Enter")
    past = hook(page, "past-dialog")
    expect(past).to_contain_text("Look at the gauge")
    expect(past).to_contain_text("boiler")
    expect(past).to_contain_text("Refilled to 1.5")
    page.wait_for_function("() => CSS.highlights.get('hit')?.size === 1")
    keys.press("Escape")
    expect(hook(page, "search-result")).to_be_focused()

    keys.press("Control+/")
    expect(hook(page, "keys-dialog")).to_be_visible()
    keys.press("Escape")
    keys.press("Alt+Shift+U")
    expect(hook(page, "sound")).to_have_attribute("data-state", "off")
