"""Alerts (A7) and the audit (A8) in real browsers: a rule made on its form fires on the board, sounds, is mailed, and is over."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.access import Access
from tests.browser.pages import Pages, hook, supervise
from tests.browser.people import enter
from tests.servers import Site
from tests.servers.process import until

ADD = "/admin/supervision/alertrule/add/"


def make_rule(page: Page, site: Site, name: str = "Somebody waits") -> None:
    supervise(page, site, ADD)
    page.get_by_label("Name", exact=False).first.fill(name)
    page.locator("[name=measure]").select_option("waiting")
    page.locator("[name=threshold]").fill("0")
    page.locator("[name=emails]").fill("lead@shop.example")
    page.locator("[name=_save]").click()
    expect(page.locator("#result_list")).to_contain_text("Waiting above 0, in all groups")


def test_a_rule_fires_on_the_board_and_is_over_when_nobody_waits_any_more(
    pages: Pages, site: Site, operator_page: Page, client_page: Page
) -> None:
    admin, board = pages.open(), supervise(pages.open(), site)
    make_rule(admin, site)
    expect(hook(board, "board", state="live")).to_be_visible()
    expect(hook(board, "alert")).to_have_count(0)
    inside = enter(client_page)
    alert = hook(board, "alert", state="firing")
    expect(alert).to_contain_text("Alert: Somebody waits")
    expect(alert).to_contain_text("Waiting above 0, in all groups")
    hook(inside, "waiting-cancel").click()
    over = hook(board, "alert", state="resolved")
    expect(over).to_contain_text("Over: Somebody waits")
    expect(hook(board, "alert")).to_have_count(1)
    # Mail leaves after the board was told, from a thread of its own.
    assert until(lambda: "Subject: Resolved: Somebody waits" in site.mail), site.mail
    assert site.mail.count("Subject: Alert: Somebody waits") == 1
    assert site.mail.count("Subject: Resolved: Somebody waits") == 1


def test_the_sound_is_switched_off_and_stays_off(pages: Pages, site: Site) -> None:
    board = supervise(pages.open(), site)
    expect(hook(board, "board", state="live")).to_be_visible()
    hook(board, "alert-sound", state="on").click()
    expect(hook(board, "alert-sound", state="off")).to_have_attribute("aria-pressed", "false")
    board.reload()
    expect(hook(board, "alert-sound", state="off")).to_be_visible()


def test_axe_finds_nothing_on_the_audit(pages: Pages, site: Site) -> None:
    pages.allow("Applying inline style")  # axe's own; the other tests visit the same pages without it
    page = supervise(pages.open(), site, "/admin/sessions_app/tag/add/")
    page.locator("[name=name]").fill("Warranty")
    page.locator("[name=_save]").click()
    supervise(page, site, "/admin/audit/")
    expect(hook(page, "audit-line").first).to_contain_text("Warranty")
    access = Access()
    access.looks(page, "audit")
    assert access.found == []


def test_the_audit_is_narrowed_exported_and_refuses_in_words(pages: Pages, site: Site) -> None:
    page = supervise(pages.open(), site, "/admin/sessions_app/tag/add/")
    page.locator("[name=name]").fill("Warranty")
    page.locator("[name=_save]").click()
    supervise(page, site, "/admin/audit/")
    page.get_by_label("Search").fill("warranty")
    page.get_by_label("Search").press("Enter")
    expect(hook(page, "audit-line")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    assert "Warranty" in download.value.path().read_text("utf-8")
    supervise(page, site, "/admin/audit/")
    expect(hook(page, "audit-line").first).to_contain_text("exported")
    pages.allow("400")
    page.goto(f"{site.url}/admin/audit/?from=2026-02-30")
    expect(hook(page, "error")).to_contain_text("isn’t a date")
