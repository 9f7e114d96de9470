"""The console's layout: nothing jumps, nothing is hidden when it's busy, and it works in every window (WCAG 1.4.4, 1.4.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.caller import Caller
from tests.browser.layout import faults, shifts, watch_shifts
from tests.browser.pages import hook, query
from tests.browser.talk import STEADY_SECONDS, Talk
from tests.servers import Site
from tests.servers.process import until

# Many clients, many windows: longer than other tests on a busy machine.
pytestmark = pytest.mark.timeout(300)

SIZES = [(1920, 1080), (1280, 720), (1024, 768), (960, 1080), (853, 480), (640, 360), (390, 844)]
DRAWER = 1100
ONE_AT_A_TIME = 760

Enter = Callable[..., Caller]


@pytest.fixture
def enter(site: Site) -> Iterator[Enter]:
    """Clients with different names who enter the queue and stay."""
    query(site, """UPDATE sessions_app_widget SET entries = '["chat", "videocall", "callback"]'""")
    with ExitStack() as stack:
        count = 0

        def come(entry: str = "chat", **fields: object) -> Caller:
            nonlocal count
            count += 1
            caller = stack.enter_context(Caller(site))
            about = {"message": "Invoices and payment"} if entry == "chat" else {}
            caller.enter(entry, name=f"Client {count:02} of Many", **about, **fields)
            return caller

        yield come


def limit(site: Site, chats: int) -> None:
    query(site, "UPDATE sessions_app_operator SET chat_limit = ?", chats)


def give_all_waiting(site: Site, name: str = "Anna Keller") -> None:
    """Give all waiting clients to this operator at the next reload, as after redirects."""
    whose = "operator_id = (SELECT id FROM sessions_app_operator WHERE name = ?)"
    query(
        site, f"UPDATE sessions_app_session SET state = 'active', accepted_at = created_at, {whose} WHERE state = 'waiting'", name
    )


def card(page: Page, name: str) -> Locator:
    return hook(page, "queue-item").filter(has_text=name)


def test_nothing_shifts_while_thirty_clients_come_and_are_served(site: Site, operator_page: Page, enter: Enter) -> None:
    limit(site, 6)
    operator_page.reload()
    expect(hook(operator_page, "presence", state="online")).to_be_visible()
    watch_shifts(operator_page)
    waiting = hook(operator_page, "queue").get_by_role("heading", level=2)
    for round in range(10):
        enter()
        call = enter("videocall")
        enter()
        expect(waiting).to_contain_text(str(3 * (round + 1) - min(round, 6)))
        call.do("devices.check", session=call.session, microphone="granted", camera="blocked-person")
        hook(operator_page, "queue-item").nth(round % 3).hover()
        if round < 6:
            hook(operator_page, "queue-item", entry="chat").first.get_by_role("button", name="Accept").click()
            expect(hook(operator_page, "active-item")).to_have_count(round + 1)
    expect(hook(operator_page, "queue")).to_contain_text("at your limit of", use_inner_text=True)
    assert shifts(operator_page) == []
    # The wrap-up is taller than the composer: things may move in the sheet now, but not in the column.
    watch_shifts(operator_page, ".column")
    hook(operator_page, "queue-item").nth(1).hover()
    hook(operator_page, "end-session").click()
    hook(operator_page, "confirm-yes").click()
    hook(operator_page, "wrapup-done").click()
    expect(hook(operator_page, "active-item")).to_have_count(5)
    assert shifts(operator_page) == []


def test_an_operator_in_a_call_sees_call_bar_conversations_and_queue(site: Site, talk: Talk, enter: Enter) -> None:
    limit(site, 6)
    talk.call()
    mine = [enter() for _ in range(5)]
    give_all_waiting(site)
    for number in range(12):
        enter("videocall" if number % 3 else "chat")
    console = talk.console
    console.reload()
    expect(hook(console, "call", state="connected")).to_be_visible(timeout=STEADY_SECONDS)
    expect(hook(console, "queue-item")).to_have_count(12)
    for caller in mine:
        with Caller(site, caller.token) as back:
            back.do("message.post", session=caller.session, text="Are you there?")
        count = hook(console, "active-item", session=caller.session).locator(".count")
        expect(count).to_have_text("2")
        expect(count).to_be_in_viewport(ratio=1)
    for name in ("self-video", "toggle-mic", "hangup"):
        expect(hook(console, name)).to_be_in_viewport(ratio=1)
    for number in range(6):
        expect(hook(console, "active-item").nth(number)).to_be_in_viewport(ratio=1)
    first = hook(console, "accept").first
    expect(first).to_be_in_viewport(ratio=1)
    expect(first.locator("..")).to_have_css("opacity", "1")
    expect(hook(console, "search")).to_be_in_viewport(ratio=1)
    assert faults(console) == []
    hook(console, "queue-item").last.scroll_into_view_if_needed()
    for name in ("toggle-mic", "hangup"):
        expect(hook(console, name)).to_be_in_viewport(ratio=1)


def test_nothing_is_cut_or_covered_in_any_window_in_either_text_direction(site: Site, operator_page: Page, enter: Enter) -> None:
    console = operator_page
    for number in range(2):
        enter()
        hook(console, "accept").first.click()
        expect(hook(console, "active-item")).to_have_count(number + 1)
    for entry in ("chat", "videocall", "chat"):
        enter(entry)
    found = []
    for width, height in SIZES:
        console.set_viewport_size({"width": width, "height": height})
        for direction in ("ltr", "rtl"):
            console.evaluate("(dir) => { document.documentElement.dir = dir }", direction)
            expect(hook(console, "composer")).to_be_in_viewport(ratio=1)
            expect(hook(console, "end-session")).to_be_in_viewport(ratio=1)
            found += [f"{width} {direction}: {fault}" for fault in faults(console)]
            if width < DRAWER:
                hook(console, "drawer-open").click()
                hook(console, "tab-share").click()
                expect(hook(console, "share-upload")).to_be_in_viewport()
                console.keyboard.press("Escape")
            else:
                hook(console, "tab-client").click()
            if width < ONE_AT_A_TIME:
                hook(console, "back").click()
                expect(hook(console, "queue")).to_be_visible()
                found += [f"{width} {direction}, lists: {fault}" for fault in faults(console)]
                hook(console, "active-item").get_by_role("button").first.click()
    assert found == []


CUT_PIECES = """() => [...document.querySelectorAll(".cut > .cut__piece > bdi")].flatMap((piece) => {
  if (!piece.clientWidth || piece.scrollWidth <= piece.clientWidth) return [];
  const words = [...piece.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data);
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(words, 1);
  const [first, box] = [range.getBoundingClientRect(), piece.getBoundingClientRect()];
  return [first.left >= box.left - 1 && first.right <= box.right + 1];
})"""
"""Return for each part of a truncated line whether its beginning is visible."""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_truncated_line_shows_the_beginning_of_each_part(operator_page: Page, enter: Enter, direction: str) -> None:
    title = "How to bleed a radiator before the winter comes"
    enter("videocall", page={"url": "https://alder.example/", "title": title, "referrer": ""})
    expect(hook(operator_page, "queue-item")).to_contain_text(title)
    operator_page.evaluate("(dir) => { document.documentElement.dir = dir }", direction)
    assert until(lambda: operator_page.evaluate(CUT_PIECES) == [True]), operator_page.evaluate(CUT_PIECES)


FORCED = """() => {
  const system = (name) => {
    const probe = document.body.appendChild(Object.assign(document.createElement("i"), { style: `color: ${name}` }));
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  const of = (selector, property, part) => getComputedStyle(document.querySelector(selector), part)[property];
  return {
    tab: of('[role="tab"][aria-selected="true"]', "backgroundColor", "::after") === system("Highlight"),
    reply: of('.composer__kinds [aria-pressed="true"]', "backgroundColor") === system("Highlight"),
    refused: of('[data-test="accept"][aria-disabled="true"]', "color") === system("GrayText"),
    sheet: of(".sheet", "outlineStyle"),
  };
}"""


def test_forced_colours_show_selected_and_disabled_controls(operator_page: Page, enter: Enter) -> None:
    enter()
    hook(operator_page, "accept").click()
    expect(hook(operator_page, "conversation", state="active")).to_be_visible()
    enter("videocall")
    expect(hook(operator_page, "accept")).to_have_attribute("aria-disabled", "true")
    operator_page.emulate_media(forced_colors="active")
    seen = {"tab": True, "reply": True, "refused": True, "sheet": "solid"}
    assert until(lambda: operator_page.evaluate(FORCED) == seen), operator_page.evaluate(FORCED)  # colours change gradually


DIALOGS = [
    ("settings", "settings-close"),
    ("readiness", ""),
    ("invite", "invite-close"),
    ("redirect", ""),
    ("end-session", "confirm-no"),
]


def test_dialogs_and_the_wrap_up_fit_into_small_windows(operator_page: Page, enter: Enter) -> None:
    console = operator_page
    enter()
    hook(console, "accept").click()
    expect(hook(console, "conversation", state="active")).to_be_visible()
    found = []
    for width, height in SIZES[-3:]:
        console.set_viewport_size({"width": width, "height": height})
        for opener, closer in DIALOGS:
            hook(console, opener).click()
            shown = console.locator("dialog[open]")
            expect(shown).to_be_visible()
            expect(shown.get_by_role("heading", level=2).first).to_be_in_viewport(ratio=1)
            found += [f"{width}, {opener}: {fault}" for fault in faults(console)]
            if closer:
                hook(console, closer).click()
            else:
                console.keyboard.press("Escape")
            expect(shown).to_have_count(0)
    hook(console, "end-session").click()
    hook(console, "confirm-yes").click()
    for width, height in SIZES[-3:]:
        console.set_viewport_size({"width": width, "height": height})
        hook(console, "wrapup-done").scroll_into_view_if_needed()
        expect(hook(console, "wrapup-done")).to_be_in_viewport(ratio=1)
        found += [f"{width}, wrap-up: {fault}" for fault in faults(console)]
    assert found == []


COVERED = """() => {
  const close = document.querySelector("[data-test=drawer-close]").getBoundingClientRect();
  const covers = (box) => box.left < close.right && box.right > close.left && box.top < close.bottom && box.bottom > close.top;
  const tabs = [...document.querySelectorAll(".tabs [role=tab]")];
  const side = document.querySelector(".side").getBoundingClientRect();
  const out = (box) => box.left < side.left || box.right > side.right;
  return tabs.filter((tab) => covers(tab.getBoundingClientRect()) || out(tab.getBoundingClientRect())).map((tab) => tab.dataset.test);
}"""
"""The tabs that lie under the button that closes their drawer, or reach out of it."""
COUNTED = "(tabs) => { for (const tab of tabs) tab.append(' 12 von 12'); }"


def test_the_button_that_closes_the_drawer_covers_no_tab(operator_page: Page, enter: Enter) -> None:
    console = operator_page
    enter()
    hook(console, "accept").click()
    console.locator(".tabs [role=tab]").evaluate_all(COUNTED)  # as wide as words and counts of any language
    for width, height in ((320, 640), (390, 844), (853, 480)):
        console.set_viewport_size({"width": width, "height": height})
        hook(console, "drawer-open").click()
        for direction in ("ltr", "rtl"):
            console.evaluate("(dir) => { document.documentElement.dir = dir }", direction)
            assert console.evaluate(COVERED) == [], f"{width} {direction}"
        hook(console, "drawer-close").click()


def test_the_drawer_manages_the_focus_and_closes_on_navigation(operator_page: Page, enter: Enter) -> None:
    console = operator_page
    console.set_viewport_size({"width": 960, "height": 720})
    enter()
    hook(console, "accept").click()
    expect(hook(console, "tab-client")).to_be_hidden()
    button = hook(console, "drawer-open")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(hook(console, "tab-client")).to_be_focused()
    console.keyboard.press("ArrowRight")
    expect(hook(console, "panel-call")).to_be_visible()
    console.keyboard.press("Escape")
    expect(hook(console, "panel-call")).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    expect(hook(console, "tab-call")).to_be_focused()
    hook(console, "drawer-close").click()
    expect(button).to_be_focused()
    button.click()
    hook(console, "composer").focus()
    expect(hook(console, "panel-call")).to_be_hidden()
    button.click()
    console.locator(".side__shade").click(position={"x": 20, "y": 300})
    expect(hook(console, "panel-call")).to_be_hidden()
    console.set_viewport_size({"width": 1280, "height": 720})
    expect(hook(console, "tab-call")).to_be_visible()
    expect(button).to_be_hidden()


def test_on_a_small_screen_messages_behind_the_lists_are_unread(operator_page: Page, enter: Enter) -> None:
    console = operator_page
    console.set_viewport_size({"width": 390, "height": 844})
    caller, other = enter(), enter()
    hook(console, "accept").first.click()
    expect(hook(console, "conversation", session=caller.session)).to_be_visible()
    expect(hook(console, "queue")).to_be_hidden()
    caller.until(lambda frame: frame["type"] == "message.marks" and frame["marks"]["operator_read"] > 0)
    hook(console, "back").click()
    mine = hook(console, "active-item", session=caller.session)
    expect(mine.get_by_role("button")).to_be_focused()
    expect(hook(console, "conversation")).to_be_hidden()
    caller.do("message.post", session=caller.session, text="Are you there?")
    expect(mine).to_have_attribute("data-unread", "1")
    mine.get_by_role("button").click()
    expect(mine).to_have_attribute("data-unread", "0")
    caller.until(
        lambda frame: frame["type"] == "message.marks" and frame["marks"]["operator_read"] == frame["marks"]["operator_delivered"]
    )
    hook(console, "back").click()
    hook(console, "accept").click()
    expect(hook(console, "conversation", session=other.session)).to_be_visible()
    caller.do("message.post", session=caller.session, text="Still there?")
    expect(hook(console, "back")).to_have_text("1")


def test_absent_clients_sink_and_each_reason_is_shown_once(site: Site, operator_page: Page, enter: Enter) -> None:
    console = operator_page
    gone, _stays, _calls, again = enter(), enter(), enter("videocall"), enter("videocall")
    expect(hook(console, "queue-item")).to_have_count(4)
    height = card(console, "Client 03").bounding_box()
    gone.close()
    expect(hook(console, "queue-item").last).to_contain_text("Client away", timeout=20_000)
    expect(hook(console, "queue-item").last).to_have_attribute("data-session", gone.session)
    expect(console.locator('[data-test="accept"].main')).to_have_accessible_name("Accept Client 02 of Many")
    hook(card(console, "Client 02"), "accept").click()
    expect(hook(console, "conversation")).to_be_visible()
    expect(console.get_by_text("To take a call, end your conversation first.", exact=True)).to_have_count(1)
    refused = hook(card(console, "Client 04"), "accept")
    expect(refused).to_have_accessible_description("To take a call, end your conversation first.")
    again.do("devices.check", session=again.session, microphone="granted", camera="granted")
    expect(hook(card(console, "Client 04"), "check-camera")).to_contain_text("Works")
    now = card(console, "Client 03").bounding_box()
    assert now
    assert height
    assert now["height"] == pytest.approx(height["height"], abs=0.01)  # half a row lower, the browser's float rounds otherwise
    expect(console.locator('[data-test="accept"].main')).to_have_count(0)


HEADS = "() => ['.conversation > header', '.tabs'].map((head) => document.querySelector(head).getBoundingClientRect().bottom)"


def test_conversation_header_and_tabs_always_end_at_the_same_height(operator_page: Page, enter: Enter) -> None:
    client = enter()
    hook(operator_page, "accept").click()
    expect(hook(operator_page, "conversation", state="active")).to_be_visible()
    before = operator_page.evaluate(HEADS)
    client.close()
    expect(hook(operator_page, "conversation", state="client-away")).to_be_visible(timeout=20_000)
    assert operator_page.evaluate(HEADS) == before
    assert before[0] == before[1]


def test_the_page_itself_never_scrolls(operator_page: Page) -> None:
    operator_page.evaluate("() => scrollTo(0, 1)")
    root = operator_page.evaluate(
        "() => { const root = document.scrollingElement; return [root.scrollTop, root.scrollHeight, innerHeight] }"
    )
    assert root == [0, 720, 720]
