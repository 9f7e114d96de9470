"""Every page and dialog, in every look and size: findings of axe, small targets, sideways scrolling, spaced text, forced colours, focus."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import Access
from tests.browser.pages import Pages, carry_session, hook
from tests.browser.people import invite
from tests.browser.talk import STEADY_SECONDS, Talk
from tests.servers import Site

# Dozens of looks at a page: longer than other tests on a busy machine.
pytestmark = pytest.mark.timeout(600)

ADMIN = """
/ overview/ board/ board/wall/ reports/ reports/?by=operator audit/
api/apitoken/ api/apitoken/add/ webhooks/webhook/ webhooks/webhook/add/ webhooks/delivery/
sessions_app/group/1/change/ sessions_app/operator/ sessions_app/operator/add/ sessions_app/widget/1/change/
sessions_app/session/ sessions_app/session/1/change/ sessions_app/client/1/change/ sessions_app/client/1/erase/
sessions_app/retention/ sessions_app/consenttext/ sessions_app/cannedresponse/add/ sessions_app/invitation/
sessions_app/tag/1/delete/ sessions_app/result/ supervision/alertrule/add/ videocall/call/
"""
OTHERS = """
/ /console/login/ /admin/login/ /account/security/ /account/password/ /account/2fa/totp/activate/ /path/ /api/ /i/nothing/
"""


def test_pages_of_supervisors_and_accounts(talk: Talk, pages: Pages, site: Site) -> None:
    pages.allow("Applying inline style|404")  # axe's own; and the invitation that doesn't exist
    access = Access()
    page = pages.open()
    carry_session(page, site, "sofia")
    for path in [*(f"/admin/{path}".replace("//", "/") for path in ADMIN.split()), *OTHERS.split()]:
        page.goto(f"{site.url}{path}")
        access.all(page, path)
        access.tabs(page, path)
    assert not access.found, "\n" + "\n".join(access.found)


def test_widget_and_console_from_the_entries_to_the_rating(operator_page: Page, client_page: Page, pages: Pages) -> None:
    pages.allow("Applying inline style")  # axe's own
    access = Access()
    console, client = operator_page, client_page
    talk = Talk(console, client)
    access.all(client, "launcher")
    talk.open()
    frame = talk.frame
    access.all(client, "entries", frame)
    access.tabs(client, "entries")
    access.all(console, "empty console")
    access.tabs(console, "empty console")
    hook(talk.inside, "entry-callback").click()
    access.all(client, "form of a CallBack", frame)
    talk.inside.get_by_role("button", name="Back", exact=True).click()
    talk.enter()
    access.all(client, "waiting", frame)
    console.keyboard.press("Escape")  # the tooltip of what has the focus: axe doesn't find its background
    access.all(console, "queue")
    talk.accept()
    talk.chat()
    access.all(client, "chat", frame)
    access.tabs(client, "chat")
    for name in ("tab-call", "tab-share", "tab-notes", "tab-client"):
        hook(console, name).click()
        access.all(console, name)
    access.tabs(console, "conversation")
    hook(console, "presence").click()
    access.looks(console, "menu of presence")
    console.keyboard.press("Escape")
    expect(hook(console, "presence-option").first).to_be_hidden()
    talk.ask()
    access.all(client, "prompt", frame)
    hook(talk.inside, "prompt-accept").click()
    for place in (console, talk.inside):
        expect(hook(place, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    access.all(client, "call", frame)
    access.tabs(client, "call")
    access.all(console, "call in the console")
    hook(talk.inside, "call-devices").click()
    access.all(client, "devices in the widget", frame)
    client.keyboard.press("Escape")
    hook(console, "end-session").click()
    hook(console, "confirm-yes").click()
    expect(hook(console, "wrapup")).to_be_visible()
    access.all(console, "wrap-up")
    expect(hook(talk.inside, "rating")).to_be_visible()
    access.all(client, "rating", frame)
    access.tabs(client, "rating")
    assert not access.found, "\n" + "\n".join(access.found)


def test_an_invitation(operator_page: Page, pages: Pages) -> None:
    pages.allow("Applying inline style")  # axe's own
    access = Access()
    page = pages.open(invite(operator_page, name="Nora Aalto")["link"])
    expect(hook(page, "entry-submit")).to_be_visible()
    access.all(page, "invitation")
    access.tabs(page, "invitation")
    hook(page, "entry-submit").click()
    expect(hook(page, "waiting")).to_be_visible()
    access.all(page, "waiting")
    assert not access.found, "\n" + "\n".join(access.found)
