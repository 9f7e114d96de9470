"""Reports (A6) and an operator's own day (A11) in real browsers: by keyboard, dark, on a phone, right to left."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.pages import Pages, hook, supervise
from tests.browser.people import accept, enter
from tests.servers import Site


@pytest.fixture
def past(site: Site) -> Site:
    site.manage("demo", "--history", "10", "--a-day", "12")
    return site


@pytest.fixture
def report(pages: Pages, past: Site) -> Page:
    return supervise(pages.open(), past, "/admin/reports/?by=day")


def test_a_report_is_asked_for_and_leads_to_its_sessions_by_keyboard(report: Page) -> None:
    expect(hook(report, "report-row")).to_have_count(7)
    expect(hook(report, "report-video")).to_be_visible()
    hook(report, "report-form").locator("[name=by]").select_option("entry")
    report.get_by_role("button", name="Show").press("Enter")
    expect(report).to_have_url(re.compile("by=entry"))
    link = hook(report, "report-row").first.get_by_role("link").first
    offered = int(hook(report, "report-row").first.locator("td").nth(1).inner_text())
    link.focus()
    report.keyboard.press("Enter")
    expect(report.locator("#result_list tbody tr")).to_have_count(offered)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_of_the_page_is_wider_than_the_window(report: Page, width: int, direction: str) -> None:
    report.set_viewport_size({"width": width, "height": 800})
    report.evaluate("direction => { document.documentElement.dir = direction }", direction)
    assert findings(report) == []
    inside = "() => document.querySelector('.report').scrollWidth <= document.querySelector('.report').clientWidth"
    assert report.evaluate(inside)


def test_the_own_day_is_asked_for_whenever_the_menu_opens(operator_page: Page, client_page: Page) -> None:
    hook(operator_page, "presence").click()
    expect(hook(operator_page, "own-day")).to_contain_text("0 accepted")
    operator_page.keyboard.press("Escape")
    enter(client_page)
    accept(operator_page)
    hook(operator_page, "presence").click()
    expect(hook(operator_page, "own-day")).to_contain_text("1 accepted")
    hook(operator_page, "own-day").press("Enter")
    dialog = hook(operator_page, "own-day-dialog")
    expect(hook(dialog, "own-day-number", name="accepted")).to_contain_text("1")
    expect(hook(dialog, "own-day-number", name="satisfaction")).to_contain_text("–")
    operator_page.keyboard.press("Escape")
    expect(hook(operator_page, "presence")).to_be_focused()
