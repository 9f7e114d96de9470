"""The conversation as both sides read it: authors, new messages, a call on one card, a client who asks for a call."""

from __future__ import annotations

from playwright.sync_api import Frame, Page, expect

from tests.browser.pages import Pages, be_signed_in, hook, seen, widget, widget_frame
from tests.browser.people import accept, call, enter
from tests.servers import Site

SAY = """async ([from, to]) => {
    const { wire, widget } = window.contactcenter;
    for (let n = from; n <= to; n += 1) await wire.send({ type: "message.post", session: widget.state.session.id, text: `line ${n}` });
}"""


def write(page: Page, text: str) -> None:
    """Send it from the composer of this page."""
    hook(page, "composer").fill(text)
    hook(page, "composer").press("Enter")


def test_after_a_redirect_the_colleagues_messages_have_their_name_and_colour(
    pages: Pages, site: Site, operator_page: Page, client_page: Page
) -> None:
    boris = pages.open()
    be_signed_in(boris, site, "boris")
    enter(client_page)
    accept(operator_page)
    write(operator_page, "I pass you on to Boris")
    expect(hook(operator_page, "colleague")).to_have_count(0)
    hook(operator_page, "redirect").click()
    operator_page.get_by_role("radio", name="Boris").check()
    hook(operator_page, "redirect-send").click()
    expect(hook(boris, "conversation")).to_be_visible()
    write(boris, "Hello, Boris here")
    expect(hook(boris, "message", author="operator")).to_have_count(2)
    expect(hook(boris, "colleague")).to_have_text("Anna Keller")
    theirs, own = hook(boris, "message", author="operator").all()
    tone = "element => getComputedStyle(element.querySelector('.bubble')).backgroundColor"
    assert theirs.evaluate(tone) != own.evaluate(tone)
    expect(theirs).to_contain_text("Anna Keller:")
    expect(own).to_contain_text("You:")


def test_a_clients_call_request_shows_on_every_tab_and_can_be_declined(operator_page: Page, client_page: Page) -> None:
    enter(client_page)
    accept(operator_page)
    frame = widget(client_page)
    hook(operator_page, "tab-notes").click()
    hook(frame, "ask-call").click()
    expect(hook(operator_page, "call-banner")).to_contain_text("Emily asks for a video call")
    hook(operator_page, "call-not-now").click()
    expect(hook(operator_page, "call-banner")).to_have_count(0)
    expect(hook(frame, "timeline")).to_contain_text("Anna cannot take a call just now")
    hook(operator_page, "tab-call").click()
    expect(hook(operator_page, "call-outcome", state="declined")).to_contain_text("You said not now")
    hook(frame, "ask-call").click()
    hook(operator_page, "call-answer").click()
    expect(hook(operator_page, "call")).to_have_attribute("data-state", "connected")


def test_new_messages_are_counted_and_marked_while_reading_older_ones(operator_page: Page, client_page: Page) -> None:
    enter(client_page)
    accept(operator_page)
    client = widget_frame(client_page)
    client.evaluate(SAY, [1, 20])
    expect(hook(operator_page, "message", author="client")).to_have_count(21)
    expect(hook(operator_page, "unread-line")).to_have_count(0)
    _scroll_up(operator_page)
    client.evaluate(SAY, [21, 22])
    expect(hook(operator_page, "new-messages")).to_contain_text("2 new messages")
    expect(hook(operator_page, "unread-line")).to_have_count(1)
    expect(hook(client, "message", author="client").last).not_to_have_attribute("data-state", "read")
    hook(operator_page, "new-messages").click()
    expect(hook(operator_page, "new-messages")).to_have_count(0)
    expect(hook(operator_page, "message", author="client").last).to_be_in_viewport()
    expect(hook(client, "message", author="client").last).to_have_attribute("data-state", "read")
    expect(hook(operator_page, "unread-line")).to_be_visible()
    assert hook(operator_page, "unread-line").evaluate("line => line.nextElementSibling.textContent").strip().startswith("Emily")
    _scroll_up(client)
    write(operator_page, "Thank you")
    expect(hook(operator_page, "unread-line")).to_have_count(0)
    expect(hook(client, "new-messages")).to_contain_text("1 new message")
    hook(client, "new-messages").click()
    expect(hook(client, "message", author="operator").last).to_be_in_viewport()
    expect(hook(client, "unread-line")).to_be_visible()


def _scroll_up(place: Page | Frame) -> None:
    """Scroll away from the end of the conversation, as a wheel would."""
    flow = place.locator(".transcript")
    flow.evaluate("flow => { flow.scrollTop = -400; }")
    expect(flow).to_have_js_property("scrollTop", -400)


def test_a_call_is_one_card_that_expands_to_its_entries(operator_page: Page, client_page: Page) -> None:
    enter(client_page)
    accept(operator_page)
    call(operator_page, client_page)
    expect(hook(operator_page, "snapshot")).not_to_have_attribute("aria-disabled", "true")
    hook(operator_page, "snapshot").click()
    expect(hook(operator_page, "share-item", state="ready")).to_have_count(1)
    frame = widget(client_page)
    expect(hook(frame, "timeline").get_by_text("Anna took a picture of your video")).to_be_visible()
    hook(operator_page, "hangup").click()
    for place in (operator_page, frame):
        card = hook(place, "call-card")
        expect(card).to_have_count(1)
        expect(card.locator("summary")).to_contain_text("1 snapshot")
        expect(seen(place, "ended the call after")).to_be_visible()
        lines = hook(card, "message", author="system")
        expect(lines.first).to_be_hidden()
        card.locator("summary").click()
        expect(lines.first).to_be_visible()
        expect(hook(place, "timeline").locator("> .line", has_text="video")).to_have_count(0)


def test_sentences_work_without_a_clients_name(operator_page: Page, client_page: Page) -> None:
    enter(client_page, name="")
    accept(operator_page)
    expect(hook(operator_page, "composer")).to_have_attribute("placeholder", "Write a message")
    hook(operator_page, "redirect").click()
    expect(hook(operator_page, "redirect-dialog").get_by_role("heading", name="Redirect this conversation")).to_be_visible()
    hook(operator_page, "redirect-close").click()
    hook(operator_page, "tab-call").click()
    hook(operator_page, "call-start").click()
    expect(hook(operator_page, "panel-call").get_by_role("heading", name="Waiting for an answer")).to_be_visible()
    number = hook(operator_page, "conversation").get_attribute("data-number")
    expect(hook(operator_page, "message", author="system").last).to_contain_text(f"You asked Client {number} for a video call")
    expect(seen(operator_page, "The client", exact=False)).to_have_count(0)
