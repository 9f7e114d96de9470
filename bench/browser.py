"""Chromium for the measurements, and the way of a client and an operator into a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import AUTOPLAY, DEVICES, GRANTED, QUIET
from tests.browser.pages import hook, sign_in, widget
from tests.servers import Site
from tests.servers.process import program

# Playwright's own list of features switches storage of frames off; naming the option again puts the browser back as people have it.
AS_PEOPLE_HAVE_IT = ["--disable-features=Translate"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a software camera and microphone that every page may use."""
    arguments = [*QUIET, *DEVICES, *GRANTED, *AUTOPLAY, *AS_PEOPLE_HAVE_IT]
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program("chromium"), args=arguments) as browser,
    ):
        yield browser


def page_of(browser: Browser) -> Page:
    """A page of somebody else: its own context, English."""
    return browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-GB").new_page()


def operator(browser: Browser, site: Site) -> Page:
    """The console, signed in and online."""
    page = page_of(browser)
    sign_in(page, site, "anna")
    hook(page, "presence", state="online").wait_for()
    return page


def open_widget(page: Page) -> None:
    """Press the launcher; returns when the client can choose an entry."""
    hook(page, "launcher").click()
    hook(widget(page), "entry-chat").wait_for()


def converse(client: Page, console: Page) -> None:
    """From the open widget into a conversation both sides see."""
    inside = widget(client)
    hook(inside, "entry-chat").click()
    hook(inside, "field-name").fill("Emily Carter")
    hook(inside, "field-message").fill("My boiler shows F.22")
    hook(inside, "entry-submit").click()
    hook(hook(console, "queue-item").first, "accept").click()
    hook(console, "conversation", state="active").wait_for()
    hook(inside, "session-state", state="active").wait_for(state="attached")
