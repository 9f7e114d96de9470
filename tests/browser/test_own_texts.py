"""Supervisors' own texts in several languages: written side by side, read by clients and operators in theirs."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.axe import findings
from tests.browser.pages import Pages, attend, be_signed_in, hook, query, supervise, widget
from tests.browser.people import accept
from tests.browser.setting_up import save
from tests.servers import Site
from tests.servers.process import until

GREETING = "Dobrý den, jak vám pomůžeme?"


def in_czech(pages: Pages, site: Site) -> FrameLocator:
    """Open the demo website as somebody whose browser speaks Czech; return the open widget."""
    page = pages.open(f"{site.other_url}/demo/", locale="cs-CZ")
    hook(page, "launcher").click()
    return widget(page)


def enter(inside: FrameLocator) -> None:
    hook(inside, "entry-chat").click()
    hook(inside, "field-name").fill("Jana Malá")
    hook(inside, "field-message").fill("Kotel hlásí F.22")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "session-state", state="waiting")).to_be_attached()


def test_a_greeting_written_in_czech_meets_a_czech_client_alone(site: Site, pages: Pages) -> None:
    page = pages.open()
    supervise(page, site, "/admin/sessions_app/widget/1/change/")
    greeting = page.locator('[data-test="own-texts"][data-name="greeting"]')
    greeting.get_by_label("Greeting, English").fill("Hello, how can we help?")
    greeting.get_by_label("Greeting, Czech").fill(GREETING)
    save(page)
    page.goto(f"{site.url}/admin/sessions_app/widget/1/change/")
    expect(greeting.get_by_label("Greeting, Czech")).to_have_value(GREETING)
    expect(hook(greeting, "own-texts-missing")).to_contain_text("Not written in: Arabic, German.")
    assert findings(page) == []

    attend(site)
    expect(in_czech(pages, site).get_by_role("heading", name=GREETING)).to_be_visible()
    english = pages.open(f"{site.other_url}/demo/")
    hook(english, "launcher").click()
    expect(widget(english).get_by_role("heading", name="Hello, how can we help?")).to_be_visible()


def test_the_boxes_fit_a_phone_and_stand_side_by_side_on_a_desk(site: Site, pages: Pages) -> None:
    page = pages.open()
    supervise(page, site, "/admin/sessions_app/cannedresponse/1/change/")
    assert top_of(page, "text") == top_of(page, "text-ar")
    page.set_viewport_size({"width": 390, "height": 844})
    assert top_of(page, "text") < top_of(page, "text-ar")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def top_of(page: Page, name: str) -> float:
    place = page.locator(f'[name="{name}"]').bounding_box()
    assert place
    return place["y"]


def test_a_canned_response_goes_out_in_the_clients_language_and_the_operator_sees_which(site: Site, pages: Pages) -> None:
    console = pages.open()
    be_signed_in(console, site, "anna")
    inside = in_czech(pages, site)
    enter(inside)
    accept(console)
    hook(console, "composer").fill("/hello")
    option = hook(console, "canned-option").first
    expect(option).to_contain_text("Dobrý den, tady Alder Heating.")
    expect(hook(option, "canned-language", state="client")).to_have_text("Czech")
    option.click()
    expect(hook(console, "composer")).to_have_value("Dobrý den, tady Alder Heating. S čím vám mohu pomoci?")
    hook(console, "send").click()
    expect(hook(inside, "message", author="operator").last).to_contain_text("S čím vám mohu pomoci?")

    query(site, "UPDATE sessions_app_cannedresponse SET translations = '{}' WHERE shortcut = 'bye'")
    console.reload()
    hook(console, "active-item").first.click()
    hook(console, "composer").fill("/bye")
    expect(hook(console, "canned-language", state="other")).to_have_text("Only in English")


def test_results_and_reasons_are_read_in_the_operators_language_and_stored_as_first_written(site: Site, pages: Pages) -> None:
    query(site, "UPDATE sessions_app_user SET language = 'de' WHERE username = 'anna'")
    console = pages.open()
    be_signed_in(console, site, "anna")
    hook(console, "presence").click()
    expect(hook(console, "presence-reason", value="Lunch")).to_have_text("Mittagessen")
    hook(console, "presence").press("Escape")
    inside = in_czech(pages, site)
    enter(inside)
    accept(console)
    end(console)
    hook(console, "wrapup-result").get_by_role("radio", name="Gelöst").check()
    hook(console, "wrapup-done").click()
    expect(hook(console, "wrapup")).to_have_count(0)
    assert until(lambda: query(site, "SELECT result, language FROM sessions_app_session") == [("Solved", "cs")])


def end(console: Page) -> None:
    hook(console, "end-session").click()
    hook(console, "confirm-yes").click()
    expect(hook(console, "wrapup")).to_be_visible()
