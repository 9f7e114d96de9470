"""The pages of the API in a real browser: a token is made, copied and revoked; the documentation is read, also on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.pages import Pages, hook, supervise
from tests.servers import Site


def test_a_token_is_made_seen_once_and_revoked(pages: Pages, site: Site) -> None:
    page = supervise(pages.open(), site, "/admin/api/apitoken/add/")
    page.get_by_label("Name").fill("CRM")
    page.get_by_label("Read sessions").check()
    page.get_by_label("All groups, new ones included").check()
    assert findings(page) == []
    page.locator('input[name="_save"]').click()
    expect(hook(page, "new-token")).to_have_text(re.compile(r"^cc_[\w-]{43}$"))
    assert findings(page) == []
    hook(page, "token-done").click()
    assert findings(page) == []
    page.get_by_role("link", name="CRM").click()
    hook(page, "token-revoke").click()
    hook(page, "token-revoke").click()
    expect(page.get_by_text("revoked", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_documentation_fits_the_window(pages: Pages, site: Site, width: int) -> None:
    page: Page = pages.open()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.url}/api/")
    expect(page.get_by_role("heading", name="List sessions")).to_be_attached()
    assert findings(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
