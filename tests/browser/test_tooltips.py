"""Tooltips of icon buttons and of truncated names, as WCAG 1.4.13 requires, never cut by the window and never on touch."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.caller import Caller
from tests.browser.pages import Pages, be_signed_in, hook, widget
from tests.browser.talk import Talk
from tests.servers import Site
from tests.servers.process import until

LONG = "Maximiliane Alexandra Wolfeschlegelsteinhausen"

UNTOLD = """() => [...document.querySelectorAll("button, label.btn, a")]
  .filter((element) => element.checkVisibility() && !element.textContent.trim() && element.querySelector("svg, input"))
  .filter((element) => !(element.ariaLabel ?? element.querySelector("input")?.ariaLabel)
    || !element.matches(".btn.icon, .tool, .round-button, .side__open, .conversation__back, [aria-keyshortcuts], .list-item__open"))
  .map((element) => element.outerHTML.slice(0, 120))"""

NOTE_TOOLTIPS = """() => {
  window.told = [];
  const look = () => {
    const shown = document.querySelector(".tooltip")?.textContent;
    if (shown && window.told.at(-1) !== shown) window.told.push(shown);
  };
  new MutationObserver(look).observe(document.body, { childList: true });
}"""


def expect_inside(page: Page, shown: Locator) -> None:
    """Check that no edge of the window cuts it, once it's where it belongs."""
    window = page.viewport_size
    assert window is not None

    def is_so() -> bool:
        box = shown.bounding_box()
        assert box is not None
        return (
            min(box["x"], box["y"], window["width"] - box["x"] - box["width"], window["height"] - box["y"] - box["height"]) >= 0
        )

    assert until(is_so), shown.bounding_box()


def test_a_tooltip_shows_on_hover_and_focus_and_closes_with_escape(operator_page: Page) -> None:
    page, tooltip = operator_page, hook(operator_page, "tooltip")
    hook(page, "settings").hover()
    expect(tooltip).to_have_text("Devices and picture")
    expect_inside(page, tooltip)
    tooltip.hover()
    expect(tooltip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tooltip).to_have_count(0)
    hook(page, "sound").hover()
    expect(tooltip).to_have_text("Sound for new clients and messagesAlt + Shift + U")
    page.mouse.move(640, 500)
    expect(tooltip).to_have_count(0)
    hook(page, "invite").focus()
    page.keyboard.press("Tab")
    expect(hook(page, "sound")).to_be_focused()
    expect(tooltip).to_contain_text("Sound for new clients")
    page.keyboard.press("Tab")
    expect(tooltip).to_have_count(0)


def test_a_press_shows_no_tooltip_although_it_moves_the_focus_after_a_tab(operator_page: Page) -> None:
    page, tooltip = operator_page, hook(operator_page, "tooltip")
    hook(page, "invite").focus()
    page.keyboard.press("Tab")
    expect(tooltip).to_contain_text("Sound for new clients")
    hook(page, "settings").hover()
    page.mouse.down()
    expect(hook(page, "settings")).to_be_focused()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(tooltip).to_have_count(0)
    page.mouse.move(640, 500)
    page.mouse.up()


def test_icon_buttons_and_truncated_names_have_tooltips(site: Site, operator_page: Page) -> None:
    page, tooltip = operator_page, hook(operator_page, "tooltip")
    page.set_viewport_size({"width": 1000, "height": 720})
    with Caller(site) as caller:
        caller.enter(name=LONG, message="My boiler shows F.22")
        hook(page, "accept").click()
        expect(hook(page, "composer")).to_be_focused()
        assert page.evaluate(UNTOLD) == []
        hook(page, "active-item").hover()
        expect(tooltip).to_contain_text(LONG)
        expect_inside(page, tooltip)
        page.keyboard.type("Hello")  # a tooltip has no keyboard interaction
        expect(hook(page, "composer")).to_have_value("Hello")
        hook(page, "send").hover()
        expect(tooltip).to_have_text("Send")
        expect_inside(page, tooltip)
        hook(page, "end-session").hover()
        expect(tooltip).to_have_text("End sessionAlt + Shift + E")


def test_touch_shows_no_tooltip(site: Site, pages: Pages) -> None:
    page = pages.open(has_touch=True)
    be_signed_in(page, site, "anna")
    page.evaluate(NOTE_TOOLTIPS)
    hook(page, "sound").tap()
    expect(hook(page, "sound")).to_have_attribute("data-state", "off")
    hook(page, "settings").hover()  # its tooltip comes later than one by touch would
    expect(hook(page, "tooltip")).to_be_visible()
    assert page.evaluate("() => window.told") == ["Devices and picture"]


def test_the_icons_of_both_call_bars_are_explained(talk: Talk, client_page: Page) -> None:
    talk.call()
    hook(talk.console, "hangup").hover()
    expect(hook(talk.console, "tooltip")).to_have_text(re.compile("End the call"))
    expect_inside(talk.console, hook(talk.console, "tooltip"))
    frame = widget(client_page)
    for name in ("toggle-mic", "hangup"):
        hook(frame, name).hover()
        expect(hook(frame, "tooltip")).to_have_text(re.compile("microphone|End the call"))
        expect_inside(client_page, hook(frame, "tooltip"))


def test_urls_in_the_client_tab_use_the_consoles_tooltip(talk: Talk) -> None:
    page, tooltip = talk.console, hook(talk.console, "tooltip")
    hook(page, "tab-client").click()
    address = hook(page, "client-address")
    address.locator(".page-address__whole").hover()
    expect(tooltip).to_have_text(f"{talk.client.url}")
    expect_inside(page, tooltip)
    page.get_by_role("link", name="Alder Heating").hover()
    expect(tooltip).to_have_text(f"{talk.client.url}")
    expect(page.locator("[title]:not(iframe)")).to_have_count(0)
