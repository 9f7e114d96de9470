"""Real-time text in a call (L2): agreed on by both, letter by letter, finished lines as messages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from bench.real_time_text import MEDIA
from tests.browser.axe import findings
from tests.browser.pages import hook
from tests.browser.talk import Talk

Place = Page | FrameLocator

WATCH = """() => {
  window.seen = [];
  const look = () => {
    const typed = document.querySelector('[data-test="text-other"]').textContent.includes("F.22");
    const posted = [...document.querySelectorAll('[data-test="message"]')].some((line) => line.textContent.includes("F.22 again"));
    window.seen.push(`${typed ? "line" : ""}${posted ? "message" : ""}`);
    window.looking = requestAnimationFrame(look);
  };
  look();
}"""
"""Records what each painted frame shows of the line: never neither and never both."""
SAID = """() => {
  window.said = [];
  const region = document.querySelector('[data-test="text-said"]');
  new MutationObserver(() => window.said.push(region.textContent.trim())).observe(region, { childList: true, subtree: true });
}"""
TYPE = """(field, text) => {
  field.focus();
  for (const letter of text) document.execCommand("insertText", false, letter);
}"""
ON_PICTURE = "() => document.fullscreenElement?.querySelector('[data-test=text-own]') != null"
BELOW = "() => document.querySelector('.composer-area [data-test=text-own]') !== null"
SEARCH = """() => {
  const field = Object.assign(document.createElement("input"), { ariaLabel: "Search this website" });
  document.body.prepend(field);
}"""
CURSOR = "(field, at) => field.setSelectionRange(at, at)"


def turn_on(talk: Talk) -> Talk:
    """Ask as the operator, agree as the client."""
    hook(talk.console, "text-toggle").click()
    hook(talk.inside, "text-accept").click()
    for place in (talk.console, talk.inside):
        expect(hook(place, "text-toggle", state="on")).to_be_visible()
        expect(hook(place, "text-own")).to_be_visible()
    return talk


@pytest.fixture
def calling(talk: Talk) -> Talk:
    """A call without picture and sound."""
    for place in (talk.console, talk.frame):
        place.evaluate(MEDIA, False)
    talk.ask()
    hook(talk.inside, "prompt-accept").click()
    return talk


@pytest.fixture
def texting(calling: Talk) -> Talk:
    """A call without picture and sound in which real-time text is on."""
    return turn_on(calling)


def types(place: Place, text: str) -> None:
    """Type at the cursor, letter by letter: each is an input event of the browser's own."""
    hook(place, "text-own").evaluate(TYPE, text)


def reads(place: Place, text: str) -> None:
    expect(hook(place, "text-other")).to_have_text(text)


def test_nothing_is_shared_before_the_other_side_has_agreed_and_both_see_how_it_stands(talk: Talk) -> None:
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
    hook(talk.inside, "text-toggle").click()
    reads(talk.console, "")
    expect(hook(talk.inside, "text-own")).to_be_focused()


def test_without_picture_and_sound_each_side_reads_what_the_other_types_and_corrects(texting: Talk) -> None:
    client, operator = texting.inside, texting.console
    hook(client, "composer").fill("between me and myself")
    types(client, "The bolier shows")
    types(operator, "Which code")
    reads(operator, "The bolier shows")
    reads(client, "Which code")
    own = hook(client, "text-own")
    own.evaluate(CURSOR, 8)
    own.press("Backspace")
    own.press("Backspace")
    types(client, "il")
    reads(operator, "The boiler shows")
    for text in ("\u0645\u0631\u062d\u0628\u0627 F.22", "\U0001f9d1\u200d\U0001f4bb\U0001f44b", "x" * 4000, "two\nlines", ""):
        own.fill(text)
        expect(hook(operator, "text-other")).to_have_text(text, use_inner_text=True)
    assert hook(operator, "text-other").get_attribute("dir") == "auto"
    assert "between me" not in operator.locator("body").inner_text()
    for place in (texting.console, texting.frame):
        assert [found for found in findings(place) if not found.startswith("page-has-heading-one")] == []  # a frame is no page


def test_a_finished_line_takes_the_place_of_the_typed_one_and_is_a_message_once(texting: Talk) -> None:
    types(texting.inside, "It shows F.22 again")
    reads(texting.console, "It shows F.22 again")
    texting.console.evaluate(WATCH)
    hook(texting.inside, "text-own").press("Enter")
    expect(hook(texting.inside, "text-own")).to_have_value("")
    for place, state in ((texting.console, {}), (texting.inside, {"state": "read"})):
        expect(hook(place, "message", author="client", **state).last).to_contain_text("F.22 again")
        expect(hook(place, "message").filter(has_text="F.22 again")).to_have_count(1)
    reads(texting.console, "")
    seen = texting.console.evaluate("() => { cancelAnimationFrame(window.looking); return [...new Set(window.seen)]; }")
    assert seen == ["line", "message"]
    hook(texting.inside, "text-own").fill("unfinished")
    reads(texting.console, "unfinished")
    hook(texting.console, "hangup").click()
    expect(hook(texting.inside, "composer")).to_have_value("unfinished")
    expect(hook(texting.console, "message").filter(has_text="unfinished")).to_have_count(0)


def test_whoever_writes_elsewhere_when_the_call_ends_goes_on_there(texting: Talk) -> None:
    """The unfinished line waits in the message field. The rest of a private note, and its Enter, must not follow it."""
    console = texting.console
    types(console, "The code is")
    reads(texting.inside, "The code is")
    hook(console, "tab-notes").click()
    note = hook(console, "note-text")
    note.click()
    console.keyboard.type("pays la")
    hook(texting.inside, "hangup").click()
    expect(hook(console, "composer")).to_have_value("The code is")
    console.keyboard.type("te")
    console.keyboard.press("Enter")
    expect(note).to_be_focused()
    expect(note).to_have_value("pays late\n")
    expect(hook(console, "composer")).to_have_value("The code is")
    expect(hook(texting.inside, "message").filter(has_text="The code is")).to_have_count(0)


def test_whoever_writes_on_the_website_is_left_there_when_text_begins_and_when_the_call_ends(calling: Talk) -> None:
    website, inside = calling.client, calling.inside
    website.evaluate(SEARCH)
    search = website.get_by_label("Search this website")
    hook(inside, "text-toggle").click()
    expect(hook(inside, "text-toggle", state="asked")).to_be_visible()
    search.click()
    website.keyboard.type("boi")
    hook(calling.console, "text-accept").click()
    expect(hook(inside, "text-own")).to_be_visible()
    website.keyboard.type("ler")
    expect(search).to_have_value("boiler")
    types(inside, "half a line")
    reads(calling.console, "half a line")
    search.click()
    website.keyboard.type(" va")
    hook(calling.console, "hangup").click()
    expect(hook(inside, "composer")).to_have_value("half a line")
    website.keyboard.type("lve")
    expect(search).to_be_focused()
    expect(search).to_have_value("boiler valve")


def test_after_a_reload_of_either_side_both_have_the_line_again(texting: Talk) -> None:
    types(texting.inside, "from the client")
    types(texting.console, "from the operator")
    reads(texting.console, "from the client")
    texting.client.reload()
    expect(hook(texting.inside, "text-own")).to_have_value("from the client")
    reads(texting.inside, "from the operator")
    types(texting.inside, ", more")
    reads(texting.console, "from the client, more")
    texting.console.reload()
    expect(hook(texting.console, "text-own")).to_have_value("from the operator")
    reads(texting.console, "from the client, more")
    types(texting.console, ", too")
    reads(texting.inside, "from the operator, too")


def test_a_screen_reader_hears_phrases_and_no_message_twice(texting: Talk) -> None:
    texting.console.evaluate(SAID)
    own = hook(texting.inside, "text-own")
    types(texting.inside, "It broke. Can you")
    expect(hook(texting.console, "text-said")).to_have_text("Can you")
    types(texting.inside, " help")
    expect(hook(texting.console, "text-said")).to_have_text("help")
    own.press("Enter")
    message = hook(texting.console, "message", author="client").last
    expect(message).to_contain_text("It broke. Can you help")
    expect(message).not_to_have_attribute("data-say", re.compile(""))
    assert [words for words in texting.console.evaluate("window.said") if words] == ["Emily: It broke.", "Can you", "help"]


def test_in_full_screen_both_read_and_type_on_the_picture_and_the_cursor_stays(talk: Talk) -> None:
    turn_on(talk.call())
    for place, page, other in ((talk.inside, talk.frame, talk.console), (talk.console, talk.console, talk.inside)):
        own = hook(place, "text-own")
        types(place, "written ")
        hook(place, "fullscreen").click()
        page.wait_for_function(ON_PICTURE)
        own.evaluate(CURSOR, 0)
        types(place, "more ")
        reads(other, "more written ")
        types(other, "an answer")
        reads(place, "an answer")
        for line in (own, hook(place, "text-other")):
            expect(line).to_be_in_viewport(ratio=1)
        own.evaluate(CURSOR, 5)
        page.evaluate("() => document.exitFullscreen()")
        page.wait_for_function(BELOW)
        expect(own).to_be_focused()
        assert own.evaluate("(field) => field.selectionStart") == 5
        for field in (own, hook(other, "text-own")):
            field.fill("")


def test_a_question_of_the_operator_opens_a_minimised_widget_and_text_waits_for_it(talk: Talk) -> None:
    talk.call()
    talk.inside.get_by_role("button", name="Minimise").click()
    expect(hook(talk.client, "launcher-call")).to_be_visible()
    hook(talk.console, "text-toggle").click()
    expect(hook(talk.inside, "text-offer")).to_be_visible()
    hook(talk.inside, "text-accept").press("Enter")
    expect(hook(talk.inside, "text-own")).to_be_focused()
    talk.client.keyboard.type("I am here")
    reads(talk.console, "I am here")
    talk.inside.get_by_role("button", name="Minimise").click()
    types(talk.console, "Good")
    hook(talk.client, "launcher-back").click()
    reads(talk.inside, "Good")
    expect(hook(talk.inside, "text-own")).to_have_value("I am here")
