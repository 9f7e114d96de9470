"""A new supervisor sets the contact centre up by the pages alone (A1); pages and forms are for everybody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import Access
from tests.browser.pages import Pages, hook, query, widget
from tests.browser.people import accept, enter
from tests.browser.setting_up import make_group, make_operator, make_supervisor, make_widget, save, sign_in, step
from tests.servers import Site

ROOT_ACCOUNT = ("root", "root's own password")
ROOT = {"DJANGO_SUPERUSER_USERNAME": ROOT_ACCOUNT[0], "DJANGO_SUPERUSER_PASSWORD": ROOT_ACCOUNT[1], "DJANGO_SUPERUSER_EMAIL": ""}


class Website:
    """A foreign website of one page; ``code`` is what its owner pasted into it."""

    def __init__(self) -> None:
        self.code = ""
        website = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = f"<!doctype html><title>Shop</title><link rel=icon href=data:,><h1>Shop</h1>{website.code}"
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def website() -> Iterator[Website]:
    running = Website()
    threading.Thread(target=running.server.serve_forever, daemon=True).start()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    """The product as it is after ``migrate`` and ``createsuperuser``."""
    site = Site(tmp_path / "site", env=ROOT)
    site.manage("migrate", "--verbosity=0")
    site.manage("createsuperuser", "--noinput", "--verbosity=0")
    site.start()
    yield site
    site.close()


@pytest.fixture
def empty_pages(empty_site: Site, pages: Pages) -> Pages:
    """Pages that close before the site."""
    return pages


def test_a_new_supervisor_gets_from_migrate_to_the_first_chat(empty_site: Site, empty_pages: Pages, website: Website) -> None:
    supervisor = empty_pages.open()
    make_supervisor(supervisor, empty_site.url, *ROOT_ACCOUNT)
    sign_in(supervisor, empty_site.url, "sofia", "correct horse battery")
    make_group(supervisor)
    password = make_operator(supervisor)
    website.code = make_widget(supervisor, website.origin)

    client = empty_pages.open(website.origin)
    expect(hook(client, "launcher")).to_be_visible()
    supervisor.locator("#site-name a").click()
    expect(step(supervisor, "code")).to_have_attribute("data-state", "done")

    console = empty_pages.open()
    sign_in(console, empty_site.url, "eva", password, "/console/login/")
    expect(hook(console, "presence", state="online")).to_be_visible()
    enter(client)
    accept(console)
    hook(console, "composer").fill("Hello, how can I help?")
    hook(console, "composer").press("Enter")
    expect(hook(widget(client), "message", author="operator").last).to_contain_text("how can I help?")

    supervisor.locator("#site-name a").click()
    expect(hook(supervisor, "board")).to_be_visible()
    expect(hook(supervisor, "checklist")).to_have_count(0)


def be_sofia(page: Page, site: Site, path: str) -> None:
    sign_in(page, site.url, "sofia", "demo-sofia", path)


def test_hours_are_filled_in_by_keyboard_alone(site: Site, pages: Pages) -> None:
    page = pages.open()
    be_sofia(page, site, "/admin/sessions_app/group/1/change/")
    page.locator('select[name="timezone"]').focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # from always to these hours
    for keys in ("8", "12"):
        page.keyboard.press("Tab")
        page.keyboard.type(keys)
    page.keyboard.press("Tab")  # remove
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add hours to Monday")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("13")
    page.keyboard.press("Tab")
    page.keyboard.type("17.30")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy to Monday–Friday: the hours of Monday")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator('input[name="_save"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_be_visible()
    day = '[["08:00", "12:00"], ["13:00", "17:30"]]'
    week = ", ".join(f'"{name}": {day}' for name in ("mon", "tue", "wed", "thu", "fri"))
    assert query(site, "SELECT hours FROM sessions_app_group") == [(f"{{{week}}}",)]


def test_rows_are_added_removed_and_moved(site: Site, pages: Pages) -> None:
    page = pages.open()
    be_sofia(page, site, "/admin/sessions_app/group/1/change/")
    hook(page, "holiday").first.fill("2026-12-24")
    hook(page, "holiday-add").click()
    expect(hook(page, "holiday").nth(1)).to_be_focused()
    hook(page, "holiday").nth(1).fill("2026-12-25")
    page.get_by_role("button", name="Remove this day").first.click()
    expect(hook(page, "holiday")).to_have_count(1)
    save(page)
    assert query(site, "SELECT holidays FROM sessions_app_group") == [('["2026-12-25"]',)]
    page.goto(f"{site.url}/admin/sessions_app/widget/1/change/")
    page.get_by_role("button", name="Move Video call up").press("Enter")
    expect(page.get_by_role("button", name="Move Video call up")).to_be_focused()
    hook(page, "colour-code").fill("#ffee88")
    expect(page.locator('input[name="accent"]')).to_have_value("#ffee88")
    save(page)
    assert query(site, "SELECT accent FROM sessions_app_widget") == [("#ffee88",)]
    assert query(site, "SELECT entries FROM sessions_app_widget")[0][0].startswith('["videocall", "chat"')


def test_the_forms_work_without_script(site: Site, pages: Pages) -> None:
    page = pages.open(java_script_enabled=False)
    be_sofia(page, site, "/admin/sessions_app/group/1/change/")
    page.get_by_label("Open at these hours").check()
    page.get_by_label("Tuesday, opens at").first.fill("9")
    page.get_by_label("Tuesday, closes at").first.fill("17")
    hook(page, "holiday").first.fill("2026-12-24")
    save(page)
    assert query(site, "SELECT hours, holidays FROM sessions_app_group") == [('{"tue": [["09:00", "17:00"]]}', '["2026-12-24"]')]


PAGES = [
    "overview/", "sessions_app/group/", "sessions_app/group/1/change/", "sessions_app/group/add/", "sessions_app/operator/",
    "sessions_app/operator/1/change/", "sessions_app/operator/add/", "sessions_app/widget/1/change/", "sessions_app/widget/add/",
    "sessions_app/session/", "sessions_app/cannedresponse/", "sessions_app/ban/", "sessions_app/tag/1/delete/",
]  # fmt: skip


def test_axe_finds_nothing_on_a_form_that_was_refused(site: Site, pages: Pages) -> None:
    pages.allow("Applying inline style")  # axe's own
    page = pages.open()
    be_sofia(page, site, "/admin/sessions_app/group/1/change/")
    page.get_by_label("Open at these hours").check()
    page.get_by_label("Monday, opens at").fill("late")
    save(page)
    access = Access()
    access.looks(page, "refused")
    assert access.found == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_is_wider_than_the_window(site: Site, pages: Pages, width: int, direction: str) -> None:
    page = pages.open(viewport={"width": width, "height": 844})
    be_sofia(page, site, "/admin/")
    wide = {}
    for path in ["", *PAGES]:
        page.goto(f"{site.url}/admin/{path}")
        page.evaluate("(dir) => document.documentElement.setAttribute('dir', dir)", direction)
        wide[path] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert {path: extra for path, extra in wide.items() if extra > 0} == {}


def test_the_menu_opens_on_a_phone(site: Site, pages: Pages) -> None:
    page = pages.open(viewport={"width": 390, "height": 844})
    be_sofia(page, site, "/admin/sessions_app/operator/")
    expect(hook(page, "sections")).to_be_hidden()
    hook(page, "menu").click()
    hook(page, "sections").get_by_role("link", name="Widgets").click()
    expect(page.get_by_role("heading", name="Widgets", level=1)).to_be_visible()
    expect(hook(page, "sections")).to_be_hidden()
