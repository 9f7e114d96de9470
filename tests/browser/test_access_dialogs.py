"""Every dialog of the console and of the widget is looked at, in every look and size: a new one without a look fails here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser import board
from tests.browser.access import Access
from tests.browser.board import add
from tests.browser.pages import Pages, hook
from tests.browser.talk import Talk

pytestmark = pytest.mark.timeout(600)

VIEWS: Final = Path(__file__).resolve().parents[2] / "static/contactcenter/ui"
NAMED: Final = re.compile(r'test: "([a-z-]+-dialog)"|<dialog class="viewer" data-test="([a-z-]+)"')
OF_THE_BOARD: Final = {"act-dialog"}
"""Looked at in test_supervisors_acts.py."""


def dialogs() -> set[str]:
    """Return the names of all dialogs, from the scripts that draw them."""
    found = {name for path in VIEWS.rglob("*.js") for pair in NAMED.findall(path.read_text("utf-8")) for name in pair if name}
    return found - OF_THE_BOARD


class Dialogs:
    """Looks at the dialog that is open, closes it, and remembers its name."""

    def __init__(self) -> None:
        self.access = Access()
        self.seen: set[str] = set()

    def look(self, page: Page, frame: object = None) -> None:
        place = frame or page
        opened = place.locator("dialog[open]")  # type: ignore[attr-defined]
        expect(opened).to_be_visible()
        name = str(opened.get_attribute("data-test"))
        self.seen.add(name)
        self.access.all(page, name, frame)  # type: ignore[arg-type]
        page.keyboard.press("Escape")
        expect(opened).to_have_count(0)


def test_every_dialog(operator_page: Page, client_page: Page, pages: Pages) -> None:
    pages.allow("Applying inline style")  # axe's own
    talk, look = Talk(operator_page, client_page), Dialogs()
    console = talk.console
    talk.open()
    talk.enter()
    hook(console, "preview").click()
    look.look(console)
    talk.accept()
    for button in ("settings", "readiness", "invite", "redirect", "ask-help", "end-session"):
        hook(console, button).click()
        look.look(console)
        expect(hook(console, button)).to_be_focused()
    hook(console, "invite").click()
    hook(console, "invite-create").click()
    expect(hook(console, "invite-link")).to_be_visible()
    look.look(console)
    for item in ("keys", "own-day"):
        hook(console, "presence").click()
        hook(console, item).click()
        look.look(console)
    hook(console, "conversation-more").click()
    hook(console, "ban").click()
    look.look(console)
    add(talk, "boiler.png", "image/png", board.drawing())
    file = hook(console, "share-item", name="boiler.png")
    hook(file, "share-preview").click()
    look.look(console)
    for item in ("menu-rename", "share-delete"):
        hook(file, "share-menu").click()
        hook(file, item).click()
        look.look(console)
    hook(file, "share-send").click()
    hook(talk.inside, "file", name="boiler.png").click()
    look.look(talk.client, talk.frame)
    hook(console, "end-session").click()
    hook(console, "confirm-yes").click()
    hook(console, "wrapup-done").click()
    expect(hook(console, "wrapup")).to_have_count(0)
    hook(console, "search").fill("Emily")
    hook(console, "search-result").first.click()
    look.look(console)
    assert look.seen == dialogs()
    assert not look.access.found, "\n" + "\n".join(look.access.found)
