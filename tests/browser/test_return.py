"""A browser that denies the frame all storage: the client still returns after a change of page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.chromium import AUTOPLAY, DEVICES, GRANTED, QUIET
from tests.browser.pages import Pages, hook, widget_frame
from tests.browser.talk import Talk
from tests.servers import Site
from tests.servers.process import program, until

KEPT = "contactcenter.kept.demo"


@pytest.fixture(scope="module")
def denying_browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as Playwright starts it: a frame of another site has no storage, not even for the life of the tab."""
    arguments = [*(word for word in QUIET if not word.startswith("--disable-features")), *DEVICES, *GRANTED, *AUTOPLAY]
    with playwright.chromium.launch(executable_path=program("chromium"), args=arguments) as running:
        yield running


@pytest.fixture
def client_page(site: Site, pages: Pages, denying_browser: Browser) -> Page:
    return pages.open(f"{site.other_url}/demo/", browser=denying_browser)


def number_of(talk: Talk) -> str | None:
    return hook(talk.console, "conversation").get_attribute("data-number")


def is_denied(talk: Talk) -> bool:
    return bool(talk.frame.evaluate("() => { try { return !localStorage; } catch { return true; } }"))


def stored(talk: Talk) -> str:
    """Return the content of the host page's storages while it's shown."""
    found: str = talk.client.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")
    return found


def handed_over(talk: Talk) -> str:
    """Return the host page's storages when the page unloads, once there is a ticket: it follows a moment after the conversation."""
    found = ""

    def going() -> bool:
        nonlocal found
        talk.client.evaluate("() => void dispatchEvent(new Event('pagehide'))")
        found = stored(talk)
        talk.client.evaluate("() => void dispatchEvent(new Event('pageshow'))")
        return KEPT in found

    assert until(going), f"no ticket: {found}"
    return found


def test_a_reload_resumes_the_session(talk: Talk) -> None:
    assert is_denied(talk)
    number = number_of(talk)
    for _again in range(2):
        handed_over(talk)
        talk.client.reload()
        expect(hook(talk.inside, "session-state", state="active")).to_be_attached()
        expect(hook(talk.inside, "message", author="client").first).to_contain_text("My boiler shows F.22")
        assert KEPT not in stored(talk), "a living page keeps nothing in storage, where a copy of the tab would find it"
    talk.chat()
    assert number_of(talk) == number


def test_a_call_resumes_by_itself_after_a_reload(talk: Talk) -> None:
    talk.call()
    handed_over(talk)
    talk.client.reload()
    talk.connected()
    talk.client_side.gets_frames()
    expect(hook(talk.inside, "call-prompt")).to_have_count(0)


def test_nothing_is_stored_after_the_end(talk: Talk) -> None:
    talk.inside.get_by_role("button", name="More").click()
    hook(talk.inside, "end-session").click()
    expect(hook(talk.inside, "session-state", state="closed")).to_be_attached()
    talk.client.reload()
    hook(talk.client, "launcher").click()
    expect(hook(talk.inside, "entry-chat")).to_be_visible()
    assert not widget_frame(talk.client).evaluate("contactcenter.widget.identity.token")


def test_the_host_page_never_sees_the_token(talk: Talk) -> None:
    token = talk.frame.evaluate("contactcenter.widget.identity.token")
    assert token
    assert token not in handed_over(talk)
