"""Choosing a language: the website's for its widget, the operator's for the console."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.pages import Pages, attend, hook, supervise, widget
from tests.servers import Site


def language_of(page: Page) -> str:
    found: str = page.evaluate("document.documentElement.lang")
    return found


def test_an_operator_chooses_in_the_presence_menu_and_it_stays(site: Site, operator_page: Page, pages: Pages) -> None:
    hook(operator_page, "presence").click()
    choice = hook(operator_page, "language")
    expect(choice.locator("option")).to_have_text(["English", "čeština", "Deutsch"])
    with operator_page.expect_navigation():
        choice.select_option("cs")
    expect(hook(operator_page, "presence", state="online")).to_contain_text("Online")
    expect(hook(operator_page, "queue")).to_contain_text("Čeká")
    operator_page.reload()
    assert language_of(operator_page) == "cs"


def test_the_arrow_keys_reach_the_choice_and_do_not_change_it(operator_page: Page) -> None:
    hook(operator_page, "presence").press("Enter")
    expect(hook(operator_page, "presence-option").first).to_be_focused()
    operator_page.keyboard.press("ArrowUp")
    expect(hook(operator_page, "language")).to_be_focused()
    operator_page.keyboard.press("ArrowUp")
    expect(hook(operator_page, "sign-out")).to_be_focused()
    assert language_of(operator_page) == "en"


def test_a_supervisor_chooses_on_the_security_page(site: Site, pages: Pages) -> None:
    page = supervise(pages.open(), site, "/account/security/")
    hook(page, "language").select_option("de")
    hook(page, "language-save").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.goto(f"{site.url}/admin/")
    assert language_of(page) == "de"


def test_a_website_in_one_language_names_it_in_the_scripts_address(site: Site, pages: Pages) -> None:
    attend(site)
    page = pages.open(locale="de")
    page.route("**/widget.js?key=demo", lambda route: route.continue_(url=f"{site.url}/widget.js?key=demo&lang=ar"))
    page.goto(f"{site.other_url}/demo/")
    hook(page, "launcher").click()
    expect(hook(widget(page), "entry-chat")).to_be_visible()
    root = widget(page).locator("html")
    expect(root).to_have_attribute("lang", "ar")
    expect(root).to_have_attribute("dir", "rtl")
    expect(hook(widget(page), "entry-chat")).to_contain_text("دردشة")
