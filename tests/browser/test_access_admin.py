"""Every page of the admin and of accounts is looked at by axe: a new model, action or address without a look fails here.

The admin's pages are found by asking the admin itself (``admin_pages.py``); the other addresses are compared with the lists below.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from tests.browser.access import Access
from tests.browser.pages import Pages, carry_session
from tests.servers import Site

pytestmark = pytest.mark.timeout(600)

SELECT: Final = """([action, row]) => {
  document.querySelector(`.action-select[value="${row}"]`).checked = true;
  const choice = document.querySelector('select[name="action"]');
  choice.value = action;
  choice.form.submit();
}"""
TOKEN: Final = "() => document.querySelector('#changelist-form [name=csrfmiddlewaretoken]').value"

WALKED: Final = ["admin/overview/", "admin/board/", "admin/board/wall/", "admin/reports/", "admin/audit/"]
"""Pages for supervisors besides those of models."""
LOOKED_AT: Final = {
    "": "test_access", "demo/": "test_access", "widget/<str:key>/frame/": "test_access", "i/<str:token>/": "test_access",
    "console/": "test_access", "console/login/": "test_access", "path/": "test_access", "api/": "test_access",
    "admin/login/": "test_access", "admin/password_change/": "test_access", "account/security/": "test_access",
    "account/password/": "test_access", "account/switched-off/": "test_sign_in", "account/second-factor/": "test_sign_in",
    "account/confirm/": "test_sign_in", "account/confirm/code/": "test_sign_in",
    "account/confirm/passkey/": "test_sign_in", "account/app/": "test_sign_in",
    "account/app/remove/": "test_sign_in", "account/recovery-codes/": "test_sign_in",
    "account/recovery-codes/new/": "test_sign_in", "account/passkeys/add/": "test_sign_in",
    "account/passkeys/<int:pk>/remove/": "test_sign_in", "account/oidc-cancelled/": "test_sign_in",
}  # fmt: skip
"""Where axe looks at the page of an address."""
NO_PAGES: Final = {
    "widget.js", "widget/<str:key>/client/", "widget/<str:key>/message/", "widget/<str:key>/ticket/", "widget/<str:key>/return/",
    "widget/<str:key>/availability/", "widget/<str:key>/slots/", "i/<str:token>/state/", "console/logout/", "account/language/",
    "account/sessions/end/", "account/sign-in/", "account/leave/", "account/passkey/", "account/oidc/<str:provider_id>/",
    "account/oidc/<str:provider_id>/callback/", "share/upload/", "share/begin/", "share/complete/",
    "share/<str:public_id>/address/", "share/<str:public_id>/picture/", "library/<str:public_id>/address/",
    "share/file/<str:signed>/<str:name>", "path/servers/", "healthz", "livez", "readyz", "metrics", "api/openapi.json",
}  # fmt: skip
"""Addresses of files, of data, and of what only changes something and leads elsewhere."""


def addresses(patterns: list[Any], before: str = "") -> Iterator[str]:
    for each in patterns:
        way = f"{before}{each.pattern}"
        if isinstance(each, URLResolver) and each.url_patterns is not admin.site.urls[0] and not way.startswith("admin/"):
            yield from addresses(each.url_patterns, way)
        elif isinstance(each, URLPattern) and not way.startswith("api/v1/"):
            yield way


def test_every_address_is_looked_at_or_shows_no_page() -> None:
    found = set(addresses(get_resolver().url_patterns))
    assert found == {*WALKED, *LOOKED_AT, *NO_PAGES} - {"admin/overview/"}
    for file in set(LOOKED_AT.values()):
        assert (Path(__file__).parent / f"{file}.py").exists()


@pytest.fixture
def found(site: Site) -> dict[str, list[Any]]:
    """The admin's pages, with a past of some days and a row of every model."""
    site.manage("demo", "--history", "2", "--a-day", "4")
    lines = site.manage("shell", "-v", "0", "-c", "from tests.browser.admin_pages import main; main()")
    pages: dict[str, list[Any]] = json.loads(lines.splitlines()[-1])
    return pages


@pytest.fixture
def access() -> Iterator[Access]:
    """Collects the faults of all pages; a fault fails the test at its end."""
    looking = Access()
    yield looking
    assert not looking.found, "\n" + "\n".join(looking.found)


@pytest.fixture
def page(pages: Pages, site: Site, found: dict[str, list[Any]]) -> Page:
    pages.allow("Applying inline style")  # axe's own
    opened = pages.open()
    opened.set_default_timeout(60_000)  # over a hundred pages: on a busy machine one of them is slow
    carry_session(opened, site, "root")
    return opened


def test_axe_finds_nothing_on_any_page_of_the_admin_nor_on_what_its_actions_ask_or_say(
    page: Page, site: Site, found: dict[str, list[Any]], access: Access
) -> None:
    assert found["unknown"] == [], "say in admin_pages.py how these pages are opened, or that they're none"
    for address in [*(f"/{each}" for each in WALKED), *found["pages"]]:
        answer = page.goto(f"{site.url}{address}")
        assert answer is not None
        assert (answer.status, page.url) == (200, f"{site.url}{address}")
        access.asks_axe(page, address)
    for address, action, row in found["actions"]:
        page.goto(f"{site.url}{address}")
        if acts_at_once(page, site, address, action, row):
            page.goto(f"{site.url}{address}")  # the list says what was done
        else:
            with page.expect_navigation():
                page.evaluate(SELECT, [action, row])
        access.asks_axe(page, f"{address}, {action}")


def acts_at_once(page: Page, site: Site, address: str, action: str, row: int) -> bool:
    """Run the action; return whether it did something, or sent a file, without showing a page of its own."""
    form = {"csrfmiddlewaretoken": page.evaluate(TOKEN), "action": action, "_selected_action": str(row), "index": "0"}
    answer = page.request.post(f"{site.url}{address}", form=form, max_redirects=0)
    assert answer.status in (200, 302), (address, action, answer.status)
    return answer.status == 302 or "attachment" in answer.headers.get("content-disposition", "")
