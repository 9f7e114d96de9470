"""The widget on a foreign website, in real Chromium against the real server."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.pages import Pages, attend, hook, seen, widget, widget_frame
from tests.browser.people import accept, enter
from tests.browser.somebody import Somebody
from tests.servers import Site
from tests.servers.process import until

LOADER_BYTES = 5 * 1024
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def website() -> Iterator[Somebody]:
    with Somebody() as somebody:
        yield somebody


def script(site: Site, key: str = "demo") -> str:
    return f'<script async src="{site.url}/widget.js?key={key}"></script>'


def test_an_unused_widget_costs_one_small_request(pages: Pages, site: Site, website: Somebody) -> None:
    website.be_allowed(site)
    website.head = script(site)
    page = pages.open()
    ours: list[Request] = []
    page.on("request", lambda request: ours.append(request) if request.url.startswith(site.url) else None)
    page.goto(website.origin)
    expect(hook(page, "launcher", state="offline")).to_be_visible()
    assert [request.url for request in ours] == [f"{site.url}/widget.js?key=demo"]
    response = ours[0].response()
    assert response
    assert len(gzip.compress(response.body(), 6)) <= LOADER_BYTES
    assert not page.context.cookies()


def test_a_widget_pressed_during_an_outage_opens_when_the_server_is_back(client_page: Page, pages: Pages) -> None:
    pages.allow("ERR_CONNECTION_REFUSED|target origin provided")
    away = re.compile(r"/widget/demo/frame/")
    client_page.route(away, lambda route: route.abort("connectionrefused"))
    launcher = hook(client_page, "launcher")
    launcher.click()
    expect(launcher).to_have_text("Still connecting…")
    expect(hook(client_page, "widget-frame")).not_to_be_visible()
    client_page.unroute(away)
    expect(hook(widget(client_page), "entry-chat")).to_be_visible()
    expect(launcher).not_to_be_visible()
    expect(hook(client_page, "widget-frame")).to_be_focused()


def test_a_client_in_the_queue_can_already_write(client_page: Page) -> None:
    enter(client_page)
    inside = widget(client_page)
    expect(hook(inside, "session-state", state="waiting")).to_be_attached()
    hook(inside, "composer").fill("It also makes a noise")
    hook(inside, "composer").press("Enter")
    expect(hook(inside, "message", author="client", state="sent").last).to_contain_text("It also makes a noise")


def test_leaving_the_queue_is_shown_and_can_be_followed_by_a_new_start(client_page: Page) -> None:
    enter(client_page)
    inside = widget(client_page)
    hook(inside, "waiting-cancel").click()
    expect(hook(inside, "session-state", state="closed")).to_be_attached()
    expect(seen(inside, "You left the queue", exact=True)).to_be_visible()
    hook(inside, "new-conversation").click()
    expect(hook(inside, "entry-chat")).to_be_visible()
    expect(hook(inside, "session-state", state="none")).to_be_attached()


def test_operator_and_client_write_to_each_other(client_page: Page, operator_page: Page) -> None:
    enter(client_page)
    accept(operator_page)
    inside = widget(client_page)
    expect(hook(inside, "session-state", state="active")).to_be_attached()
    hook(operator_page, "composer").fill("Which number does the gauge show?")
    hook(operator_page, "composer").press("Enter")
    expect(hook(inside, "message", author="operator")).to_contain_text("Which number does the gauge show?")
    hook(inside, "composer").fill("0.4 <b>bar</b>")
    hook(inside, "send").click()
    expect(hook(inside, "message", author="client").last).to_contain_text("0.4 <b>bar</b>")
    expect(hook(inside, "message", author="client").last).to_have_attribute("data-state", "read")


def test_messages_are_counted_on_the_launcher_while_minimised(client_page: Page, operator_page: Page) -> None:
    enter(client_page)
    accept(operator_page)
    inside = widget(client_page)
    expect(hook(inside, "session-state", state="active")).to_be_attached()
    hook(inside, "composer").press("Escape")
    expect(hook(client_page, "launcher")).to_be_focused()
    hook(operator_page, "composer").fill("Are you there?")
    hook(operator_page, "composer").press("Enter")
    expect(client_page.get_by_role("button", name="Talk to us, 1 new message")).to_be_visible()
    hook(client_page, "launcher").click()
    expect(hook(inside, "composer")).to_be_focused()
    expect(hook(inside, "message", author="operator")).to_be_visible()
    hook(inside, "composer").press("Escape")
    expect(client_page.get_by_role("button", name="Talk to us", exact=True)).to_be_visible()


def test_a_reload_resumes_where_it_was(client_page: Page, operator_page: Page) -> None:
    enter(client_page)
    accept(operator_page)
    expect(hook(widget(client_page), "session-state", state="active")).to_be_attached()
    hook(widget(client_page), "composer").fill("half a sen")
    client_page.reload()
    inside = widget(client_page)
    expect(hook(inside, "message", author="client")).to_contain_text("My boiler shows F.22")
    expect(hook(inside, "composer")).to_have_value("half a sen")


def test_the_end_says_who_ended_it(client_page: Page, operator_page: Page) -> None:
    enter(client_page)
    accept(operator_page)
    inside = widget(client_page)
    inside.get_by_role("button", name="More").click()
    hook(inside, "end-session").click()
    expect(seen(inside, "You ended the conversation.")).to_be_visible()
    expect(hook(operator_page, "conversation", state="wrapup")).to_be_visible()


def test_the_call_prompt_takes_and_returns_the_focus(client_page: Page, operator_page: Page) -> None:
    enter(client_page)
    accept(operator_page)
    inside = widget(client_page)
    hook(inside, "composer").fill("Wait, I am wri")
    hook(operator_page, "tab-call").click()
    hook(operator_page, "call-start").click()
    prompt = hook(inside, "call-prompt")
    expect(prompt).to_be_focused()
    expect(prompt).to_have_accessible_name("Anna would like to call you")
    # The focus says it: an alert would say it twice.
    expect(prompt.locator("xpath=preceding-sibling::*[@role='alert']")).to_be_empty()
    expect(hook(inside, "prompt-countdown")).to_have_text(re.compile(r"^(60|5\d)$"))
    hook(inside, "prompt-decline").click()
    expect(prompt).to_have_count(0)
    expect(hook(inside, "composer")).to_be_focused()
    expect(hook(inside, "composer")).to_have_value("Wait, I am wri")
    expect(hook(operator_page, "call-outcome", state="declined")).to_be_visible()


@pytest.mark.parametrize(
    "size", [{}, PHONE, {**PHONE, "viewport": {"width": 390, "height": 420}}], ids=["desk", "phone", "keyboard"]
)
def test_the_chat_goes_on_beside_the_call_prompt(pages: Pages, site: Site, operator_page: Page, size: dict[str, Any]) -> None:
    client = pages.open(f"{site.other_url}/demo/", **size)
    enter(client)
    accept(operator_page)
    inside = widget(client)
    hook(inside, "composer").press_sequentially("One min")
    hook(operator_page, "tab-call").click()
    hook(operator_page, "call-start").click()
    prompt = hook(inside, "call-prompt")
    expect(prompt).to_be_focused()
    client.keyboard.type("ute, my hair")
    expect(hook(inside, "composer")).to_have_value("One minute, my hair")
    client.keyboard.press("Enter")
    expect(hook(operator_page, "message", author="client").last).to_contain_text("One minute, my hair")
    expect(hook(inside, "composer")).to_be_focused()
    hook(operator_page, "composer").fill("Take your time.")
    hook(operator_page, "composer").press("Enter")
    answer = hook(inside, "message", author="operator").last
    expect(answer).to_contain_text("Take your time.")
    expect(answer).to_be_in_viewport(ratio=0.5)
    for name in ("prompt-accept", "prompt-accept-audio", "prompt-decline", "composer", "send"):
        expect(hook(inside, name)).to_be_in_viewport(ratio=1)
    expect(hook(inside, "composer")).to_be_focused()
    hook(inside, "prompt-decline").click()
    expect(prompt).to_have_count(0)
    expect(hook(inside, "composer")).to_be_focused()


def test_whoever_writes_in_the_websites_own_form_goes_on_there_when_a_call_is_offered(
    client_page: Page, operator_page: Page
) -> None:
    enter(client_page)
    accept(operator_page)
    client_page.evaluate("document.body.prepend(Object.assign(document.createElement('input'), {id: 'own'}))")
    own = client_page.locator("#own")
    own.press_sequentially("my pass")
    hook(operator_page, "tab-call").click()
    hook(operator_page, "call-start").click()
    inside = widget(client_page)
    prompt = hook(inside, "call-prompt")
    expect(prompt).to_be_visible()
    expect(prompt.locator("xpath=preceding-sibling::*[@role='alert']")).to_contain_text("Anna would like to call you")
    client_page.keyboard.type("word")
    expect(own).to_have_value("my password")
    expect(hook(inside, "composer")).to_have_value("")
    hook(inside, "prompt-decline").click()
    expect(hook(operator_page, "call-outcome", state="declined")).to_be_visible()


def test_the_widget_works_on_the_strictest_website_without_breaking_it(pages: Pages, site: Site, website: Somebody) -> None:
    website.be_allowed(site)
    website.head = script(site) * 2
    policy = f"default-src 'none'; script-src {site.url}; frame-src {site.url}; require-trusted-types-for 'script'"
    website.headers = {"Content-Security-Policy": policy}
    attend(site)
    page = pages.open(website.origin)
    expect(hook(page, "launcher")).to_have_count(1)
    assert hook(page, "launcher").evaluate("button => getComputedStyle(button).position") == "fixed"
    hook(page, "launcher").click()
    expect(hook(widget(page), "entry-chat")).to_be_visible()


def test_on_a_website_that_is_not_allowed_no_button_appears_and_the_console_says_why(
    pages: Pages, site: Site, website: Somebody
) -> None:
    website.head = script(site)
    page = pages.open()
    with page.expect_console_message(lambda message: "not allowed on this website" in message.text):
        page.goto(website.origin)
    expect(hook(page, "launcher")).to_have_count(0)


def test_a_website_that_is_not_allowed_cannot_frame_the_widget(pages: Pages, site: Site, website: Somebody) -> None:
    pages.allow("frame-ancestors")
    website.head = f'<iframe src="{site.url}/widget/demo/frame/"></iframe>'
    page = pages.open()
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(website.origin)
    expect(hook(page.frame_locator("iframe"), "session-state")).to_have_count(0)


def test_an_unknown_key_and_a_second_widget_are_reported_in_the_browsers_console(
    pages: Pages, site: Site, website: Somebody
) -> None:
    website.be_allowed(site)
    copied = "w = Widget.objects.get(key='demo'); w.pk = None; w.key = 'other'; w.save()"
    site.manage("shell", "-c", f"from sessions_app.models import Widget; {copied}")
    website.head = "<link rel=icon href=data:,>" + script(site, "nobody") + script(site) + script(site, "other")
    page = pages.open()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(website.origin)
    expect(hook(page, "launcher")).to_have_count(1)
    page.wait_for_load_state()
    assert until(lambda: bool(page.evaluate("true")) and len(told) >= 2), told
    assert sorted(told) == [
        "Contact centre: This website has a widget already.",
        "Contact centre: no widget has the key in this script's address.",
    ]


def test_the_launcher_shows_the_availability_after_a_reload(pages: Pages, site: Site, website: Somebody) -> None:
    website.be_allowed(site)
    website.head = script(site)
    page = pages.open(website.origin)
    expect(hook(page, "launcher", state="offline")).to_be_visible()
    attend(site)
    page.goto(f"{website.origin}/another")
    expect(hook(page, "launcher", state="online")).to_be_visible()


def test_a_lost_token_starts_a_new_client(client_page: Page) -> None:
    enter(client_page)
    widget_frame(client_page).evaluate("localStorage.setItem('contactcenter.client.demo', 'forged')")
    client_page.reload()
    inside = widget(client_page)
    expect(hook(inside, "entry-chat")).to_be_visible()
    expect(hook(inside, "session-state", state="none")).to_be_attached()
    # It's forgotten when the server has refused it; the page is there before.
    kept = "() => localStorage.getItem('contactcenter.client.demo') === null"
    assert until(lambda: widget_frame(client_page).evaluate(kept))


def test_without_storage_the_conversation_lasts_as_long_as_the_page(client_page: Page) -> None:
    client_page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })"
    )
    client_page.reload()
    enter(client_page)
    expect(hook(widget(client_page), "session-state", state="waiting")).to_be_attached()


def test_the_website_opens_the_widget_at_an_entry_and_gets_events(client_page: Page) -> None:
    hook(client_page, "launcher").wait_for()
    client_page.evaluate(
        "() => { window.heard = []; ContactCenter.on('open', () => heard.push('open')); ContactCenter.open('chat'); }"
    )
    expect(hook(widget(client_page), "entry-form")).to_be_visible()
    client_page.wait_for_function("heard.length > 0")
    assert client_page.evaluate("heard") == ["open"]


def expect_all_entries_shown(page: Page) -> None:
    """The window is as high as its entries, so that nobody has to scroll to find one."""
    for entry in ("entry-chat", "entry-videocall", "entry-callback"):
        expect(hook(widget(page), entry)).to_be_in_viewport(ratio=1)


def test_the_window_shows_all_entries_at_once(pages: Pages, site: Site) -> None:
    attend(site)
    page = pages.open(f"{site.other_url}/demo/")
    hook(page, "launcher").click()
    expect_all_entries_shown(page)


def test_on_a_phone_the_entries_are_a_bottom_sheet_and_the_form_is_full_screen(pages: Pages, site: Site) -> None:
    attend(site)
    page = pages.open(f"{site.other_url}/demo/", viewport={"width": 390, "height": 844})
    hook(page, "launcher").click()
    frame = hook(page, "widget-frame")
    expect(hook(widget(page), "entry-chat")).to_be_visible()
    expect(frame).to_have_attribute("data-size", "fits")
    frame.evaluate("frame => Promise.all(frame.getAnimations().map((move) => move.finished))")
    entries = frame.bounding_box()
    assert entries
    assert entries["width"] == 390
    assert entries["y"] + entries["height"] == 844
    assert entries["height"] < 520
    expect_all_entries_shown(page)
    hook(widget(page), "entry-chat").click()
    expect(frame).to_have_attribute("data-size", "chat")
    whole = {"x": 0, "y": 0, "width": 390, "height": 844}
    assert until(lambda: frame.bounding_box() == whole), frame.bounding_box()


def test_a_refused_new_client_is_told_in_words(client_page: Page, pages: Pages) -> None:
    pages.allow("429")

    def refuse(route: Route) -> None:
        route.fulfill(status=429, json={"code": "rate.exceeded", "text": "Too many requests. Try again in a moment."})

    client_page.route("**/widget/demo/client/", refuse)
    hook(client_page, "launcher").click()
    inside = widget(client_page)
    hook(inside, "entry-chat").click()
    hook(inside, "entry-submit").click()
    expect(hook(inside, "error")).to_contain_text("Try again in a moment.")
    expect(hook(inside, "entry-form")).to_be_visible()
