"""Nothing waits in silence, and no page is empty: blocked sockets, plain http, pages whose script can't start."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.pages import Pages, attend, be_signed_in, hook, query, seen, widget
from tests.browser.people import invite
from tests.servers import Site

SOCKETS = re.compile(r"/ws/")
PLAIN_HTTP = """
  Object.defineProperty(globalThis, "isSecureContext", { value: false });
  delete Crypto.prototype.randomUUID;
  for (const name of ["mediaDevices", "clipboard", "locks", "serviceWorker", "storage", "wakeLock"]) delete Navigator.prototype[name];
"""
"""The APIs that a page on plain http lacks."""


def block_sockets(page: Page) -> None:
    """From now on a proxy closes every socket; HTTP passes."""

    def close(socket: WebSocketRoute) -> None:
        socket.close(code=1006)

    page.context.route_web_socket(SOCKETS, close)


def choose_chat(page: Page, message: str = "My boiler shows F.22") -> None:
    hook(page, "launcher").click()
    inside = widget(page)
    hook(inside, "entry-chat").click()
    hook(inside, "field-name").fill("Emily Carter")
    hook(inside, "field-message").fill(message)
    hook(inside, "entry-submit").click()


def test_with_blocked_sockets_the_form_says_so_and_the_message_goes_by_http(client_page: Page, operator_page: Page) -> None:
    block_sockets(client_page)
    choose_chat(client_page)
    inside = widget(client_page)
    expect(hook(inside, "delayed")).to_contain_text("can’t be reached from your network")
    hook(inside, "leave-instead").click()
    expect(hook(inside, "field-message")).to_have_value("My boiler shows F.22")
    hook(inside, "field-email").fill("emily@posteo.example")
    hook(inside, "entry-submit").click()
    expect(seen(inside, "We’ll reply to emily@posteo.example.")).to_be_visible()
    expect(hook(operator_page, "queue-item")).to_contain_text("Emily Carter")
    expect(hook(operator_page, "queue-item")).to_have_count(1)


def test_cancelling_returns_to_the_form_and_nothing_is_sent_later(client_page: Page, operator_page: Page) -> None:
    block_sockets(client_page)
    choose_chat(client_page)
    inside = widget(client_page)
    hook(inside, "stop-trying").click()
    expect(hook(inside, "delayed")).to_have_count(0)
    expect(hook(inside, "entry-submit")).to_have_attribute("aria-busy", "false")
    expect(hook(inside, "field-message")).to_have_value("My boiler shows F.22")
    expect(hook(operator_page, "queue-item")).to_have_count(0)


def test_the_console_says_what_it_waits_for_and_offers_a_reload(site: Site, pages: Pages) -> None:
    page = pages.open()
    block_sockets(page)
    page.context.add_cookies([{"name": "http-session", "value": "session-of-anna", "url": site.url, "httpOnly": True}])
    page.goto(f"{site.url}/console/")
    expect(hook(page, "connection")).to_contain_text("block WebSockets")
    expect(hook(page, "reload")).to_be_visible()


STARTS = [
    ("console", "/console/", True),
    ("console", "/console/", False),
    ("widget", "/widget/demo/frame/", False),
    ("network_test", "/path/", False),
]


@pytest.mark.parametrize(("script", "address", "missing"), STARTS)
def test_a_page_with_a_missing_or_failing_script_is_not_empty(
    site: Site, pages: Pages, script: str, address: str, missing: bool
) -> None:
    pages.allow("ERR_FAILED|uncaught: ")
    page = pages.open()
    page.context.add_cookies([{"name": "http-session", "value": "session-of-anna", "url": site.url, "httpOnly": True}])
    ours = re.compile(rf"contactcenter/bundles/{script}/first\.\w+\.js")

    def fail(route: Route) -> None:
        if missing:
            route.abort()
        else:
            route.fulfill(content_type="text/javascript", body="throw new Error('broken');")

    page.route(ours, fail)
    page.goto(site.url + address)
    words = seen(page, "This is taking longer than usual.")
    expect(words).to_be_visible()
    page.unroute(ours)
    page.get_by_role("link", name="Reload").click()
    expect(words).to_have_count(0)


def test_plain_http_allows_chat_and_explains_why_calls_are_impossible(site: Site, pages: Pages) -> None:
    attend(site)
    console = pages.open()
    console.context.add_init_script(PLAIN_HTTP)
    be_signed_in(console, site, "anna")
    expect(hook(console, "insecure")).to_contain_text("https")

    client = pages.open()
    client.context.add_init_script(PLAIN_HTTP)
    client.goto(f"{site.other_url}/demo/")
    hook(client, "launcher").click()
    inside = widget(client)
    expect(hook(inside, "entry-videocall")).to_have_attribute("aria-disabled", "true")
    expect(hook(inside, "entry-videocall")).to_contain_text("https")
    hook(inside, "entry-chat").click()
    hook(inside, "field-message").fill("My boiler shows F.22")
    hook(inside, "entry-submit").click()
    hook(hook(console, "queue-item"), "accept").click()
    expect(hook(inside, "session-state", state="active")).to_be_attached()
    hook(console, "composer").fill("Which pressure?")
    hook(console, "composer").press("Enter")
    expect(hook(inside, "message", author="operator")).to_contain_text("Which pressure?")
    hook(console, "tab-call").click()
    expect(hook(console, "call-unavailable")).to_contain_text("https")
    expect(hook(inside, "ask-call")).to_have_attribute("aria-disabled", "true")


def sofia(page: Page, site: Site) -> None:
    """Sign the demo's supervisor in at the admin."""
    page.goto(f"{site.url}/admin/login/?next=/admin/sessions_app/group/add/")
    page.get_by_label("Username").fill("sofia")
    page.get_by_label("Password").fill("demo-sofia")
    page.get_by_role("button", name="Log in").click()


def invitation(console: Page, **fields: object) -> str:
    """Return the link of a new invitation by the operator at this console."""
    return str(invite(console, **fields)["link"])


def test_the_code_form_reports_a_silent_server_and_keeps_the_code(site: Site, client_page: Page) -> None:
    hook(client_page, "launcher").click()
    inside = widget(client_page)
    hook(inside, "entry-invitation").click()
    hook(inside, "field-code").fill("ABCD-EFGH")
    with standing_still(site):
        hook(inside, "entry-submit").click()
        expect(hook(inside, "delayed")).to_be_visible(timeout=20_000)
        hook(inside, "stop-trying").click()
        expect(hook(inside, "entry-submit")).to_have_attribute("aria-busy", "false")
    expect(hook(inside, "field-code")).to_have_value("ABCD-EFGH")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "error")).to_be_visible()


def test_an_invitation_reports_a_silent_server_and_can_be_cancelled(site: Site, operator_page: Page, pages: Pages) -> None:
    page = pages.open(invitation(operator_page))
    hook(page, "field-name").fill("Nora")
    with standing_still(site):
        hook(page, "entry-submit").click()
        expect(hook(page, "delayed")).to_be_visible(timeout=20_000)
        hook(page, "stop-trying").click()
        expect(hook(page, "entry-submit")).to_have_attribute("aria-busy", "false")
    expect(hook(page, "field-name")).to_have_value("Nora")
    hook(page, "entry-submit").click()
    expect(hook(page, "waiting")).to_be_visible()
    with standing_still(site):
        hook(page, "waiting-cancel").click()
        expect(seen(page, "Still waiting for an answer.")).to_be_visible(timeout=20_000)
    expect(hook(page, "waiting")).to_have_count(0)


def test_a_client_waiting_for_an_absent_operator_is_told_of_a_silent_server(
    site: Site, operator_page: Page, pages: Pages
) -> None:
    link = invitation(operator_page, reusable=True)
    operator_page.evaluate("window.contactcenter.call.wire.close()")  # a page that is closed leaves its socket to the network
    operator_page.close()
    query(site, "UPDATE sessions_app_operator SET lease_until = NULL")
    page = pages.open(link)
    hook(page, "entry-submit").click()
    expect(hook(page, "invitation-held")).to_be_visible()
    with standing_still(site):
        expect(hook(page, "delayed")).to_contain_text("We can’t be reached from your network", timeout=30_000)
        expect(hook(page, "waiting-cancel")).to_be_visible()
    expect(hook(page, "delayed")).to_have_count(0, timeout=30_000)


def test_an_invitation_without_its_script_offers_a_reload(operator_page: Page, pages: Pages) -> None:
    pages.allow("ERR_FAILED")
    link = invitation(operator_page)
    page = pages.open()
    ours = re.compile(r"bundles/invitation/first\.\w+\.js")
    page.route(ours, lambda route: route.abort())
    page.goto(link)
    words = seen(page, "This is taking longer than usual.")
    expect(words).to_be_visible()
    page.unroute(ours)
    page.get_by_role("link", name="Reload").click()
    expect(hook(page, "entry-form")).to_be_visible()
    expect(words).to_have_count(0)


def test_an_invitation_page_is_not_empty_while_parts_load(operator_page: Page, pages: Pages) -> None:
    pages.allow("ERR_FAILED")
    link = invitation(operator_page)
    page = pages.open()
    page.route(re.compile(r"bundles/invitation/widget-conversation\.\w+\.js"), lambda route: route.abort())
    page.goto(link)
    hook(page, "entry-submit").click()
    hook(operator_page, "accept").click()
    expect(seen(page, "longer than usual").first).to_be_visible(timeout=20_000)
    hook(operator_page, "end-session").click()
    hook(operator_page, "confirm-yes").click()
    expect(hook(page, "session-state", state="closed")).to_be_attached()
    expect(seen(page, "longer than usual").first).to_be_visible(timeout=20_000)


STOP_WAITING = """(button) => {
    globalThis.said = "";
    const look = setInterval(() => {
        const stop = document.querySelector("[data-test=stop-trying]");
        if (!stop) return;
        clearInterval(look);
        globalThis.said = document.querySelector("[data-test=delayed]").innerText;
        stop.click();
    }, 50);
    setTimeout(() => document.querySelector(button).click());
}"""
"""Runs in the page itself: a debugger sees nothing of a page whose next one is loading."""


@contextmanager
def standing_still(site: Site) -> Iterator[None]:
    """The server accepts connections and answers nobody."""
    os.kill(site.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(site.pid, signal.SIGCONT)


def send_and_stop_waiting(page: Page, site: Site, button: str) -> str:
    """Press the button while the server is silent, wait for words, stop waiting. Return the words."""
    with standing_still(site):
        page.evaluate(STOP_WAITING, button)
        expect(hook(page, "delayed")).to_contain_text("may have been saved", timeout=20_000)
    return str(page.evaluate("globalThis.said"))


def test_the_admin_reports_a_silent_server_and_keeps_the_form(site: Site, pages: Pages) -> None:
    page = pages.open()
    sofia(page, site)
    name = page.get_by_label("Name:")
    name.fill("Night shift")
    assert "hasn’t answered yet" in send_and_stop_waiting(page, site, "input[name=_save]")
    expect(name).to_have_value("Night shift")


def test_exporting_sessions_shows_no_page_as_pending(site: Site, pages: Pages, client_page: Page) -> None:
    choose_chat(client_page)
    page = pages.open()
    sofia(page, site)
    page.goto(f"{site.url}/admin/sessions_app/session/")
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option("export_csv")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Go").click()
    assert saved.value.suggested_filename == "sessions.csv"
    expect(hook(page, "delayed")).to_contain_text("Your browser saves the file")
    page.get_by_role("button", name="Close").click()
    expect(hook(page, "delayed")).to_have_count(0)


def test_the_alternative_of_a_refused_invitation_reports_a_silent_server(site: Site, operator_page: Page, pages: Pages) -> None:
    pages.allow("410")
    link = invitation(operator_page)
    query(site, "UPDATE sessions_app_invitation SET revoked_at = '2026-01-01 12:00:00'")
    page = pages.open(link)
    assert "hasn’t answered yet" in send_and_stop_waiting(page, site, "[data-test=refused-chat]")
    expect(hook(page, "error")).to_contain_text("This invitation was withdrawn")


def test_signing_in_reports_a_silent_server(site: Site, pages: Pages) -> None:
    page = pages.open(f"{site.url}/console/login/")
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password").fill("demo-anna")
    assert "hasn’t answered yet" in send_and_stop_waiting(page, site, "[data-test=sign-in]")
    expect(page.get_by_label("Name")).to_have_value("anna")
