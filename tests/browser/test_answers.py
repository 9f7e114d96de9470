"""Answers while the widget is minimised: beside the launcher, in the page's title, and by a sound."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.pages import hook, widget_frame
from tests.browser.people import accept, enter
from tests.browser.sounds import COUNT_SOUNDS

ANSWER = "Have you tried turning the valve <b>to the left</b>? " * 5


def talking(client: Page, operator: Page) -> FrameLocator:
    """An accepted chat with its widget minimised."""
    inside = enter(client)
    accept(operator)
    expect(hook(inside, "session-state", state="active")).to_be_attached()
    hook(inside, "composer").press("Escape")
    expect(hook(client, "widget-frame")).to_be_hidden()
    return inside


def answer(operator: Page, words: str) -> None:
    hook(hook(operator, "conversation"), "composer").fill(words)
    hook(hook(operator, "conversation"), "send").click()


def test_an_answer_is_shown_beside_the_launcher_and_opens_the_conversation(client_page: Page, operator_page: Page) -> None:
    inside = talking(client_page, operator_page)
    widget_frame(client_page).evaluate(COUNT_SOUNDS)
    title = client_page.title()
    answer(operator_page, ANSWER)
    bubble = hook(client_page, "launcher-answer")
    expect(bubble).to_be_visible()
    expect(bubble).to_contain_text("Anna")
    expect(bubble).to_contain_text("<b>to the left</b>")
    expect(hook(client_page, "launcher")).to_be_visible()
    expect(client_page).to_have_title(f"(1) {title}")
    widget_frame(client_page).wait_for_function("() => window.sounds === 1")
    box, launcher = bubble.bounding_box(), hook(client_page, "launcher").bounding_box()
    assert box
    assert launcher
    assert box["y"] + box["height"] <= launcher["y"], "neither covers the other"
    assert box["height"] < 110, "two lines, however long the answer is"

    hook(client_page, "launcher-answer-open").press("Enter")
    expect(hook(client_page, "widget-frame")).to_be_visible()
    expect(bubble).to_be_hidden()
    expect(client_page).to_have_title(title)
    expect(hook(inside, "message", author="operator")).to_be_visible()


def test_a_dismissed_answer_stays_dismissed_until_the_next(client_page: Page, operator_page: Page) -> None:
    talking(client_page, operator_page)
    bubble = hook(client_page, "launcher-answer")
    answer(operator_page, "One")
    hook(client_page, "launcher-answer-close").click()
    expect(bubble).to_be_hidden()
    expect(hook(client_page, "launcher")).to_have_accessible_name("Talk to us, 1 new message")
    answer(operator_page, "Two")
    expect(bubble).to_contain_text("Two")
