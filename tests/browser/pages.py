"""Watched pages: a complaint in a page's console fails the test unless the test allows it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Frame, FrameLocator, Locator, Page, expect

from tests.browser.chromium import permit
from tests.servers import Site

Place = Page | Frame | FrameLocator | Locator


def hook(place: Place, name: str, /, **attributes: str) -> Locator:
    """Find elements by ``data-test=name``; keywords narrow by ``data-*``: ``hook(page, "call", state="connected")``."""
    narrowed = "".join(f'[data-{key.replace("_", "-")}="{value}"]' for key, value in attributes.items())
    return place.locator(f'[data-test="{name}"]{narrowed}')


def seen(place: Place, text: str, *, exact: bool = False) -> Locator:
    """Find what shows a text to eyes: for some seconds the announcer has it, too."""
    return place.get_by_text(text, exact=exact).and_(place.locator(":not([data-announcer] *, [data-announcer])"))


def widget(page: Page) -> FrameLocator:
    """Return the inside of the widget's frame on a host page."""
    return page.frame_locator('[data-test="widget-frame"]')


def widget_frame(page: Page) -> Frame:
    """Return it as a frame, for ``evaluate``."""
    handle = hook(page, "widget-frame").element_handle()
    assert handle, "the page has no widget frame"
    frame = handle.content_frame()
    assert frame, "the widget's frame has no content"
    return frame


def sign_in(page: Page, site: Site, name: str) -> None:
    """Sign a demo operator in and wait for the console."""
    page.goto(f"{site.url}/console/login/")
    page.locator('input[name="username"]').fill(name)
    page.locator('input[name="password"]').fill(f"demo-{name}")
    page.locator('input[name="password"]').press("Enter")
    expect(hook(page, "presence")).to_be_visible()


SIGNED_IN = """
from datetime import timedelta
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from sessions_app.models import User
for user in User.objects.all():
    known = {SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash()}
    known[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    Session.objects.save(f"session-of-{user.username}", known, timezone.now() + timedelta(days=1))
"""


def sign_all_in(site: Site) -> None:
    """Give the site a session of each demo account."""
    site.manage("shell", "-v", "0", "-c", SIGNED_IN)


def be_signed_in(page: Page, site: Site, name: str) -> None:
    """Open the console as one of those operators."""
    carry_session(page, site, name)
    page.goto(f"{site.url}/console/")
    expect(hook(page, "presence")).to_be_visible()


def supervise(page: Page, site: Site, path: str = "/admin/board/", name: str = "sofia") -> Page:
    """Open one of the supervisors' pages."""
    carry_session(page, site, name)
    page.goto(f"{site.url}{path}")
    return page


def carry_session(page: Page, site: Site, name: str) -> None:
    """Sign the browser in as this account."""
    cookie = {"name": "http-session", "value": f"session-of-{name}", "url": site.url, "httpOnly": True}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def query(site: Site, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Read or change the site's database beside the server."""
    with closing(sqlite3.connect(site.folder / "data/contactcenter.sqlite3", timeout=10)) as database, database:
        return database.execute(statement, values).fetchall()


def attend(site: Site, name: str = "anna") -> None:
    """Set this operator online for an hour without a console, so that the widget is online."""
    until = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
    whose = "user_id = (SELECT id FROM sessions_app_user WHERE username = ?)"
    with closing(sqlite3.connect(site.folder / "data/contactcenter.sqlite3", timeout=10)) as database, database:
        database.execute(f"UPDATE sessions_app_operator SET lease_until = ? WHERE {whose}", (until, name))


SHOWN = """() => [
    document.body.innerText.slice(0, 1500),
    `focus: ${document.hasFocus()} ${document.activeElement?.outerHTML.slice(0, 120)}`,
    ...performance.getEntriesByType("resource").slice(-4).map((got) => `fetched: ${got.name} ${got.startTime | 0}-${got.responseEnd | 0}`),
    `now: ${performance.now() | 0}`,
].join("\\n")"""

SECOND_PICTURE = re.compile(r"status of 422.*/share/upload/")
"""The first picture of a snapshot that arrives is kept, the client's own or the received one, and the other refused: any call may do so."""


class Pages:
    """Opens pages, each in its own browser context, and collects their complaints."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._allowed = [SECOND_PICTURE]
        self._complaints: list[str] = []

    def open(self, address: str = "", *, browser: Browser | None = None, **options: Any) -> Page:
        """Open a page in a new context (1280×720 in English unless ``options`` of Playwright's ``new_context`` say otherwise)."""
        settings = {"viewport": {"width": 1280, "height": 720}, "locale": "en-GB", **options}
        context = (browser or self._browser).new_context(**settings)
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        context.on("page", self._watch)
        page = context.new_page()
        if not browser:
            permit(page)
        if address:
            page.goto(address)
        return page

    def allow(self, pattern: str) -> None:
        """Allow complaints that match."""
        self._allowed.append(re.compile(pattern))

    @property
    def complaints(self) -> list[str]:
        """Return the complaints that no ``allow`` covers."""
        return [line for line in self._complaints if not any(pattern.search(line) for pattern in self._allowed)]

    def shown(self) -> str:
        """Return the text of every open page and frame and its last requests: a failure may happen where no screenshot is taken."""
        lines = []
        for frame in (frame for page in self._open for frame in page.frames):
            try:
                lines += [f"--- {frame.url}", frame.evaluate(SHOWN)]
            except Error as error:
                lines += [f"--- {frame.url}: {error.message}"]
        return "\n".join([*lines, *(f"complaint: {line}" for line in self._complaints)])

    def keep_pictures(self, folder: Path) -> None:
        """Take a screenshot of every open page, for the reader of a failure."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self._open):
            page.screenshot(path=folder / f"page-{number}.png")

    @property
    def _open(self) -> list[Page]:
        return [page for context in self._contexts for page in context.pages]

    def close(self) -> None:
        """Close all pages."""
        for context in self._contexts:
            context.close()

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._complaints.append(f"uncaught: {error}"))
        page.on("crash", lambda crashed: self._complaints.append(f"crashed: {crashed.url}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "assert"):
            self._complaints.append(f"console: {message.text} ({message.location.get('url', '')})")
