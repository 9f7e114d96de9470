"""The Share tab in the browser tests: what is in a file's menu."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.browser.pages import hook


def delete(item: Locator) -> None:
    """Ask for a file to be deleted, by its menu; the question is open then."""
    hook(item, "share-menu").click()
    hook(item, "share-delete").click()
