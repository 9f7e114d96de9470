"""The widget on all kinds of websites: visible and usable, conversation and call go on, and the page keeps its own things."""

from __future__ import annotations

import pytest
from playwright.sync_api import ConsoleMessage, Frame, Page, expect

from tests.browser.hosts.sites import HOSTS, NOTHING, TALKED, Host
from tests.browser.hosts.visit import Visit
from tests.browser.hosts.website import Websites
from tests.browser.pages import Pages, hook, widget
from tests.servers.process import until

WORKING = [host for host in HOSTS if not host.tells]
NOT_WORKING = [host for host in HOSTS if host.tells]
KNOWN = "window.known = Object.getOwnPropertyNames(window);"
ADDED = "Object.getOwnPropertyNames(window).filter((name) => !known.includes(name) && name !== 'known')"


def visited(page: Page, host: Host, websites: Websites) -> Page | Frame:
    """Open the host page, on its own or inside another."""
    page.add_init_script(KNOWN)
    page.goto(websites.address(host))
    if not host.around:
        return page
    inner = next(frame for frame in page.frames if frame.parent_frame == page.main_frame)
    inner.wait_for_load_state()
    return inner


def act(page: Page | Frame, host: Host, websites: Websites) -> None:
    if host.does:
        page.evaluate(f"() => {{ {websites.filled(host.does, host)} }}")


@pytest.mark.parametrize("host", WORKING, ids=lambda host: host.name)
def test_the_widget_works_on_a_site_that(host: Host, pages: Pages, console: Page, websites: Websites) -> None:
    if host.complains:
        pages.allow(host.complains)
    page = visited(pages.open(), host, websites)
    visit = Visit(page, console)
    try:
        for state in host.states:
            visit.become(state)
            act(page, host, websites)
            visit.holds(state, kept=host.kept)
        assert set(page.evaluate(ADDED)) <= {"ContactCenter"}
    finally:
        visit.leave()


@pytest.mark.parametrize("host", NOT_WORKING, ids=lambda host: host.name)
def test_the_developer_is_told_on_a_site_that(host: Host, pages: Pages, websites: Websites) -> None:
    if host.complains:
        pages.allow(host.complains)
    page = pages.open()
    told: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.text.startswith("Contact centre: "):
            told.append(message.text.removeprefix("Contact centre: "))

    page.on("console", hear)
    place = visited(page, host, websites)
    launcher = hook(place, "launcher")
    tells = [] if host.tells == NOTHING else [websites.filled(host.tells, host)]
    if host.fails or host.does:
        launcher.wait_for()
        place.evaluate("() => { window.faults = []; ContactCenter.on('error', ({ code }) => faults.push(code)); }")
        act(place, host, websites)
    if host.fails:
        for _time in range(2):
            launcher.click()
            expect(launcher).to_have_text("We cannot be reached. Try again")
            expect(hook(place, "widget-frame")).to_have_count(0)
        expect(launcher).to_be_visible()
    else:
        expect(launcher).to_have_count(0)
    if host.fails or host.does:
        place.wait_for_function("faults.length > 0")
        assert len(place.evaluate("faults")) == 1
    expect(widget(place).locator("body")).to_have_count(0)  # type: ignore[arg-type]
    assert until(lambda: bool(page.evaluate("true")) and len(told) >= len(tells)), told
    assert [line.startswith(said) for line, said in zip(told, tells, strict=True)] == [True] * len(tells), told


def test_a_page_restored_from_the_browsers_cache_goes_on(pages: Pages, console: Page, websites: Websites) -> None:
    """Playwright can't see into the frames of a restored page: the launcher shows whether the frame works."""
    pages.allow("Page entered Back-Forward Cache")
    page = visited(pages.open(), HOSTS[0], websites)
    assert isinstance(page, Page)
    visit = Visit(page, console)
    try:
        for state in TALKED:
            visit.become(state)
        page.evaluate("ContactCenter.close(); window.mark = true")
        page.goto(f"{websites.address(HOSTS[0])}/elsewhere")
        page.go_back(wait_until="commit")  # restored without loading
        expect(hook(page, "launcher")).to_be_visible()
        assert page.evaluate("window.mark"), "the browser hasn't kept the page"
        hook(console, "composer").fill("Welcome back")
        hook(console, "composer").press("Enter")
        expect(page.get_by_role("button", name="Talk to us, 1 new message")).to_be_visible()
    finally:
        visit.leave()
