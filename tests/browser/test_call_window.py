"""The separate window, if the website denies the frame camera and microphone, or if the widget wants it (E2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import Pages, hook, seen, widget, widget_frame
from tests.browser.people import accept, choose_entry
from tests.browser.somebody import Somebody
from tests.browser.talk import STEADY_SECONDS, Side, Talk
from tests.servers import Site
from tests.servers.process import until


@pytest.fixture
def forbidding(site: Site) -> Iterator[Somebody]:
    """A website that forbids devices to everybody. Requested first, it exists until the pages are gone."""
    with Somebody() as website:
        website.be_allowed(site)
        website.head = f'<script async src="{site.url}/widget.js?key=demo"></script>'
        website.headers = {"Permissions-Policy": "camera=(), microphone=()"}
        yield website


def test_a_website_that_forbids_devices_gets_the_call_in_a_window(
    forbidding: Somebody, operator_page: Page, pages: Pages
) -> None:
    client = pages.open(forbidding.origin)
    inside = choose_entry(client, "videocall")
    expect(seen(inside, "doesn’t allow camera and microphone")).to_be_visible()
    frame = widget_frame(client)
    frame.evaluate("() => { window.real = window.open; window.open = () => null; }")
    hook(inside, "field-name").fill("Emily")
    hook(inside, "entry-submit").click()
    expect(hook(inside, "error")).to_contain_text("Your browser blocked the window.")
    frame.evaluate("() => { window.open = window.real; }")

    with client.expect_popup() as opening:
        hook(inside, "entry-submit").click()
    window = opening.value
    assert "?" not in window.url
    assert "#" not in window.url
    expect(hook(inside, "own-window", state="open")).to_be_visible()
    expect(hook(window, "waiting", position="1")).to_be_visible()
    expect(hook(window, "preview-video")).to_be_visible()
    accept(operator_page)
    expect(hook(window, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    expect(hook(operator_page, "client-microphone", state="granted")).to_be_visible()
    Side(operator_page).gets_sound()
    Side(window).gets_frames()
    expect(hook(inside, "own-window", state="open")).to_be_visible()

    window.reload()
    expect(hook(window, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    window.close()
    expect(hook(inside, "own-window", state="closed")).to_be_visible()
    expect(hook(inside, "session-state", state="active")).to_be_attached()
    hook(inside, "own-window-here").click()
    expect(hook(inside, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    expect(hook(inside, "device-help", device="microphone", state="blocked-page")).to_be_visible()


def test_a_call_from_a_chat_can_move_to_a_window(forbidding: Somebody, operator_page: Page, pages: Pages) -> None:
    talk = Talk(operator_page, pages.open(forbidding.origin)).begin()
    talk.ask()
    hook(talk.inside, "prompt-accept-audio").click()
    expect(hook(talk.inside, "device-help", device="microphone", state="blocked-page")).to_be_visible()
    with talk.client.expect_popup() as opening:
        hook(talk.inside, "own-window-open").first.click()
    window = opening.value
    expect(hook(window, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    expect(hook(operator_page, "client-microphone", state="granted")).to_be_visible()
    Side(operator_page).gets_sound()
    assert Side(operator_page).while_sound_passes().frames == 0
    expect(hook(window, "message", author="client").first).to_contain_text("F.22")
    hook(window, "hangup").click()
    expect(hook(operator_page, "call")).to_be_hidden()
    window.close()
    expect(hook(talk.inside, "composer")).to_be_visible()
    talk.chat()


def test_a_widget_can_open_every_video_call_in_a_window(client_page: Page, operator_page: Page, site: Site) -> None:
    site.manage("shell", "-c", "from sessions_app.models import Widget; Widget.objects.update(call_window=True)")
    inside = choose_entry(client_page, "videocall")
    expect(seen(inside, "The call opens in its own window.")).to_be_visible()
    with client_page.expect_popup() as opening:
        hook(inside, "entry-submit").click()
    window = opening.value
    expect(hook(window, "preview-video")).to_be_visible()
    accept(operator_page)
    expect(hook(window, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    assert until(lambda: widget_frame(client_page).evaluate("() => !window.contactcenter.call?.view.mine"))
    assert widget(client_page)
