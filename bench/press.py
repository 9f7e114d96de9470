"""From a press in the console to the frame that shows it: twelve actions with a slow line in front of the server, and the switch to
a long conversation. Beside each the same page's frame after an empty handler: what the machine takes anyway.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from playwright.sync_api import Browser, Page

from bench.browser import chromium, open_widget, operator, page_of
from bench.report import Figure, at_most, plain
from bench.servers import MeasuredSite, site
from tests.browser.pages import hook, widget, widget_frame
from tests.browser.press import Shown, empty_press, press, slow_line

ROUNDS, DELAY_MS, LINES = 3, 300, 200
LIMIT_MS, SWITCH_MS = 100, 50
TALK = """async (count) => {
    const { wire, widget } = window.contactcenter;
    const session = widget.state.session.id;
    for (let n = 0; n < count; n += 1) await wire.send({ type: "message.post", session, text: `The boiler is at ${n} degrees` });
}"""


def client(browser: Browser, running: MeasuredSite, name: str) -> Page:
    """Somebody who waits in the queue."""
    page = page_of(browser)
    page.goto(f"{running.other_url}/demo/")
    open_widget(page)
    inside = widget(page)
    hook(inside, "entry-chat").click()
    hook(inside, "field-name").fill(name)
    hook(inside, "entry-submit").click()
    hook(inside, "session-state", state="waiting").wait_for(state="attached")
    return page


def one_round(console: Page, guest: Page, took: dict[str, list[Shown]]) -> None:
    """One client from *Accept* to *Done*."""

    def pressed(name: str, button: str, shown: str, *, key: str = "") -> None:
        took["an empty handler"].append(Shown(1, empty_press(console)))
        took[name].append(press(console, button, shown, key=key))

    hook(console, "accept").wait_for()
    pressed("accept", "accept", "conversation")
    hook(guest.frame_locator('[data-test="widget-frame"]'), "session-state", state="active").wait_for(state="attached")
    hook(console, "composer").fill("Hello")
    pressed("send", "composer", "message", key="Enter")
    pressed("tab", "tab-notes", "panel-notes")
    hook(console, "note-text").fill("Bought in 2019")
    pressed("note", "note-add", "note")
    hook(console, "tab-client").click()
    hook(console, "client-edit").click()
    hook(console, "client-name").fill("Emily")
    pressed("save the client’s name", "client-save", "client-name")
    hook(console, "tab-call").click()
    pressed("call", "call-start", '[data-test="call"][data-state="requested"] [data-test="self-video"]')
    hook(widget(guest), "prompt-accept").click()
    hook(console, "call", state="connected").wait_for()
    pressed("mute", "toggle-mic", '[data-test="toggle-mic"][data-state="off"]')
    pressed("camera off", "toggle-camera", '[data-test="toggle-camera"][data-state="off"]')
    hook(console, "snapshot").and_(console.locator(":not([aria-disabled])")).wait_for()
    pressed("snapshot", "snapshot", '[data-test="share-item"][data-state="pending"]')
    hook(console, "share-item", state="ready").wait_for()
    hook(console, "hangup").click()
    pressed("end: question", "end-session", "confirm-dialog")
    pressed("end: wrap-up", "confirm-yes", "wrapup")
    pressed("done", "wrapup-done", "active-item")
    hook(console, "active-item").wait_for(state="detached")


def switches(console: Page) -> list[float]:
    """From the short conversation to the long one, in milliseconds; the first time does not count."""
    long, short = (item.get_attribute("data-session") for item in hook(console, "active-item").all())
    times = []
    for _round in range(ROUNDS + 1):
        for session in (long, short):
            button = f'[data-test="active-item"][data-session="{session}"] .list-item__open'
            shown = press(console, button, f'[data-test="conversation"][data-session="{session}"]')
            if session == long:
                times.append(shown.ms)
    return times[1:]


def measure() -> list[Figure]:
    """One operator, one client after the other; then two at once, one of whom has written much."""
    took: dict[str, list[Shown]] = defaultdict(list)
    with site() as running, chromium() as browser:
        console = operator(browser, running)
        slow_line(console, DELAY_MS)
        for _round in range(ROUNDS):
            guest = client(browser, running, "Emily Carter")
            one_round(console, guest, took)
            guest.close()
        talkative = client(browser, running, "Emily Carter")
        hook(console, "accept").click()
        hook(widget(talkative), "session-state", state="active").wait_for(state="attached")
        widget_frame(talkative).evaluate(TALK, LINES)
        client(browser, running, "Lukas Brandt")
        hook(console, "accept").click()
        hook(console, "active-item").nth(1).wait_for()
        long = switches(console)
    empty = [shown.ms for shown in took.pop("an empty handler")]
    middles = {name: median(shown.ms for shown in rounds) for name, rounds in took.items()}
    slowest = max(middles, key=lambda name: middles[name])
    ratios = [middle / median(empty) for middle in middles.values()]
    return [
        plain("an empty handler: press to next frame", empty[:3], "ms", 1),
        plain(f"{len(middles)} actions, {DELAY_MS} ms in front of the server, against the empty handler", ratios, "times", 1),
        at_most(f"the slowest of them ({slowest})", [shown.ms for shown in took[slowest]], LIMIT_MS, "ms", 0),
        at_most(f"switch to a conversation of {LINES} messages", long, SWITCH_MS, "ms", 0),
    ]
