"""Every journey by keyboard alone, as a screen reader speaks it: what it says is compared with the files of ``spoken/``."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.pages import Pages, attend, hook, supervise, widget, widget_frame
from tests.browser.people import invite
from tests.browser.screen_reader import ScreenReader
from tests.browser.talk import STEADY_SECONDS
from tests.servers import Site

HOLD = """() => {
  window.kept = window.contactcenter.call.peer.getSenders().map((line) => [line, line.track]);
  for (const [line] of window.kept) line.replaceTrack(null);
}"""
RESUME = "() => { for (const [line, track] of window.kept) line.replaceTrack(track); }"


def test_a_chat_with_a_call_is_heard_on_both_sides(pages: Pages, site: Site) -> None:
    operator, client = pages.open(), pages.open()
    anna, emily = ScreenReader(operator), ScreenReader(client)
    inside = widget(client)

    operator.goto(f"{site.url}/console/login/")
    anna.lands(operator.locator('input[name="username"]'))
    anna.type("anna")
    anna.tab_to(operator.locator('input[name="password"]'))
    anna.type("demo-anna")
    operator.keyboard.press("Enter")
    expect(hook(operator, "presence", state="online")).to_be_visible()

    client.goto(f"{site.other_url}/demo/")
    expect(hook(client, "launcher", state="online")).to_be_visible()
    hook(client, "launcher").focus()
    emily.lands(hook(client, "launcher"))
    emily.press("Enter", hook(inside, "entry-chat"))
    emily.press("Enter", hook(inside, "field-name"))
    emily.type("Emily Carter")
    emily.tab_to(hook(inside, "field-message"))
    emily.type("My boiler shows F.22")
    emily.tab_to(hook(inside, "entry-submit"))
    emily.press("Enter", hook(inside, "composer"))
    emily.hears("You’re next")

    anna.hears("Emily Carter is waiting")
    anna.tab_to(hook(operator, "accept"))
    anna.press("Enter", hook(operator, "composer"))
    emily.hears("Anna joined")

    client.keyboard.type("It also makes")
    anna.type("Which number does the gauge show?")
    anna.press("Enter")
    expect(hook(inside, "message", author="operator")).to_be_visible()
    client.keyboard.type(" a noise")
    emily.hears("Which number does the gauge show?")
    emily.press("Enter")
    anna.hears("It also makes a noise")
    content = {"name": "manual.txt", "mimeType": "text/plain", "buffer": b"Open valve B"}
    hook(operator, "attach").locator("input").set_input_files([content])
    anna.press("Enter")
    emily.hears("manual.txt")

    anna.press("Alt+Shift+KeyC", hook(operator, "confirm-no"))
    anna.tab_to(hook(operator, "confirm-yes"))
    anna.press("Enter", hook(operator, "composer"))
    emily.lands(hook(inside, "call-prompt"))
    emily.tab_to(hook(inside, "prompt-accept"))
    emily.press("Enter", hook(inside, "composer"))
    for place in (operator, inside):
        expect(hook(place, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    emily.hears("Call started")
    anna.hears("In a call")
    emily.reads(hook(inside, "remote-video"))
    anna.reads(hook(operator, "remote-video"))
    emily.tab_to(hook(inside, "hangup"), "Shift+Tab")

    widget_frame(client).evaluate(HOLD)
    expect(hook(operator, "call", state="reconnecting")).to_be_visible()
    anna.hears("interrupted")
    emily.hears("can’t hear you")
    anna.reads(hook(operator, "remote-video"))
    widget_frame(client).evaluate(RESUME)
    expect(hook(operator, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    anna.hears("In a call")

    emily.press("Enter", hook(inside, "composer"))
    anna.hears("ended the call")
    anna.press("Alt+Shift+KeyE", hook(operator, "confirm-no"))
    anna.tab_to(hook(operator, "confirm-yes"))
    anna.press("Enter", hook(operator, "wrapup").locator("input").first)
    emily.hears("ended")
    anna.tab_to(hook(operator, "wrapup-done"))
    anna.press("Enter")
    emily.lands(hook(inside, "rating-value").first)
    emily.press("ArrowRight")
    emily.tab_to(hook(inside, "rating-submit"))
    emily.press("Enter")
    emily.hears("Thank you")
    emily.says("client-chat-and-call")
    anna.says("operator-chat-and-call")
