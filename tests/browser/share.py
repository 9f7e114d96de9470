"""The Share tab in the browser tests: the menu of a file."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.browser.pages import hook


def delete(item: Locator) -> None:
    """Choose *Delete* in a file's menu; the confirmation is open then."""
    hook(item, "share-menu").click()
    hook(item, "share-delete").click()
