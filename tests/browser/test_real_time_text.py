"""Real-time text in a call (L2): agreed on by both, letter by letter, finished lines as messages."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.pages import hook
from tests.browser.talk import Talk

Place = Page | FrameLocator


def turn_on(talk: Talk) -> Talk:
    """Ask as the operator, agree as the client."""
    hook(talk.console, "text-toggle").click()
    hook(talk.inside, "text-accept").click()
    for place in (talk.console, talk.inside):
        expect(hook(place, "text-toggle", state="on")).to_be_visible()
        expect(hook(place, "text-own")).to_be_visible()
    return talk


def types(place: Place, text: str) -> None:
    hook(place, "text-own").press_sequentially(text)


def reads(place: Place, text: str) -> None:
    expect(hook(place, "text-other")).to_have_text(text)


def test_nothing_is_shown_before_the_other_side_has_agreed_and_both_see_how_it_stands(talk: Talk) -> None:
    talk.call()
    for asker, other in ((talk.console, talk.inside), (talk.inside, talk.console)):
        hook(asker, "text-toggle", state="off").click()
        expect(hook(asker, "text-toggle", state="asked")).to_be_visible()
        expect(hook(other, "text-toggle", state="offered")).to_be_visible()
        for place in (asker, other):
            expect(hook(place, "text-own")).to_have_count(0)
        hook(other, "text-decline").click()
        expect(hook(asker, "text-declined")).to_be_visible()
        for place in (asker, other):
            expect(hook(place, "text-toggle", state="off")).to_be_visible()
            expect(hook(place, "text-own")).to_have_count(0)
    turn_on(talk)
    types(talk.inside, "Hello, it shows F")
    reads(talk.console, "Hello, it shows F")
    hook(talk.inside, "text-toggle").click()
    for place in (talk.console, talk.inside):
        expect(hook(place, "text-toggle", state="off")).to_be_visible()
        expect(hook(place, "text-own")).to_have_count(0)
    expect(hook(talk.inside, "composer")).to_have_value("Hello, it shows F")
