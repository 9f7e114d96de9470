"""Every journey by keyboard alone, as a screen reader speaks it: what it says is compared with the files of ``spoken/``."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.caller import Caller
from tests.browser.pages import Pages, hook, supervise, widget
from tests.browser.people import invite
from tests.browser.screen_reader import ScreenReader
from tests.browser.talk import STEADY_SECONDS, Talk
from tests.servers import Site

# Two people by keyboard, and a reader that asks the browser at each key: longer than other tests on a busy machine.

HOLD = """() => {
  window.kept = window.contactcenter.call.peer.getSenders().map((line) => [line, line.track]);
  for (const [line] of window.kept) line.replaceTrack(null);
}"""
RESUME = "() => { for (const [line, track] of window.kept) line.replaceTrack(track); }"


def test_a_chat_is_heard_on_both_sides(pages: Pages, site: Site) -> None:
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
    emily.hears("You’re connected")

    emily.type("It also makes")
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

    emily.press("Escape", hook(client, "launcher"))
    anna.type("Are you there?")
    anna.press("Enter")
    emily.hears("1 new message")
    emily.press("Enter", hook(inside, "composer"))

    anna.tab_to(hook(operator, "conversation").get_by_role("button", name="End session"), "Shift+Tab")
    anna.press("Enter", hook(operator, "confirm-no"))
    anna.press("Escape", hook(operator, "end-session"))
    anna.press("Enter", hook(operator, "confirm-no"))
    anna.tab_to(hook(operator, "confirm-yes"))
    anna.press("Enter", hook(operator, "wrapup").locator("input").first)
    anna.hears("You ended the session")
    emily.lands(hook(inside, "rating-value").first)
    emily.hears("The conversation has ended")
    anna.press("ArrowDown")
    anna.tab_to(hook(operator, "wrapup-done"))
    operator.keyboard.press("Enter")
    expect(hook(operator, "conversation")).to_have_count(0)
    emily.press("ArrowRight")
    emily.tab_to(hook(inside, "rating-submit"))
    emily.press("Enter", then="Thank you")
    emily.says("client-chat")
    anna.says("operator-chat")


def test_a_call_is_heard_on_both_sides(talk: Talk) -> None:
    operator, client, inside = talk.console, talk.client, talk.inside
    anna, emily = ScreenReader(operator), ScreenReader(client)
    hook(inside, "composer").focus()
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
    for reader, place in ((emily, inside), (anna, operator)):
        expect(hook(place, "remote-video")).to_have_attribute("aria-label", re.compile(r"^Video of \w+$"))
        reader.reads(hook(place, "remote-video"))
    emily.tab_to(hook(inside, "hangup"), "Shift+Tab")

    talk.frame.evaluate(HOLD)
    expect(hook(operator, "call", state="reconnecting")).to_be_visible()
    anna.hears("interrupted")
    emily.hears("can’t hear you")
    anna.reads(hook(operator, "remote-video"))
    talk.frame.evaluate(RESUME)
    expect(hook(operator, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    anna.hears("The call is back")
    emily.hears("The call is back")

    emily.press("Enter", hook(inside, "composer"))
    emily.hears("You ended the call")
    anna.hears("ended the call")
    emily.says("client-call", late=("Anna joined", "You’re connected"))
    anna.says("operator-call")


def test_a_callback_is_asked_for_by_keyboard(client_page: Page) -> None:
    inside = widget(client_page)
    reader = ScreenReader(client_page)
    hook(client_page, "launcher").focus()
    reader.press("Enter", hook(inside, "entry-chat"))
    reader.tab_to(hook(inside, "entry-callback"))
    reader.press("Enter", hook(inside, "field-phone"))
    reader.type("12")
    reader.press("Enter", then="Check this number")
    reader.lands(hook(inside, "field-phone"))
    client_page.keyboard.press("Control+A")
    reader.type("601 123 456")
    reader.press("Enter", hook(inside, "waiting-cancel"))
    reader.hears("We’ll call you")
    reader.says("client-callback")


def test_an_invitation_is_accepted_by_keyboard(operator_page: Page, pages: Pages) -> None:
    page = pages.open()
    reader = ScreenReader(page)
    page.goto(invite(operator_page, name="Nora Aalto")["link"])
    expect(hook(page, "preview-video")).to_be_visible()
    reader.tab_to(hook(page, "entry-submit"))
    reader.press("Enter", hook(page, "waiting-cancel"))
    reader.hears("Anna can see you’re here")
    operator_page.keyboard.press("Alt+Shift+KeyY")
    expect(hook(page, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    reader.hears("Call started")
    reader.hears("You’re connected")
    reader.says("client-invitation")


def test_a_supervisor_hears_the_board_and_reads_a_report(talk: Talk, pages: Pages, site: Site) -> None:
    page = pages.open()
    reader = ScreenReader(page)
    supervise(page, site)
    expect(hook(page, "board", state="live")).to_be_visible()
    with Caller(site) as caller:
        caller.enter(name="Lukas Brandt", message="When does the technician come?")
        reader.hears("1 client is waiting")
    act = hook(hook(page, "session-row"), "act-end")
    act.focus()
    reader.lands(act)
    reader.press("Enter", hook(page, "act-reason"))
    reader.tab_to(hook(page, "act-confirm"))
    reader.press("Escape", act)
    page.goto(f"{site.url}/admin/reports/")
    reader.press("Tab")
    reader.press("Enter")
    reader.tab_to(page.get_by_role("button", name="Show"))
    reader.reads(page.get_by_role("table").first)
    reader.says("supervisor-board-and-report")
