"""A client's visit of a host site, from the closed widget to a running call, and what must hold whatever the page does."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Frame, Page, expect

from tests.browser.pages import hook, widget_frame
from tests.browser.talk import Talk

ON_TOP = """(element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return document.elementFromPoint(left + width / 2, top + height / 2)?.localName === "contact-center";
}"""
MARK = "window.mark = true"


class Visit:
    """``page`` is the host page or a frame in one. Each ``become`` continues from the state before."""

    def __init__(self, page: Page | Frame, console: Page) -> None:
        self.page = page
        self.talk = Talk(console, page)  # type: ignore[arg-type]

    def become(self, state: str) -> None:
        step: Callable[[], object] = {
            "closed": self._closed,
            "open": self.talk.open,
            "waiting": self._enter,
            "chatting": self.talk.accept,
            "calling": self.talk.call,
        }[state]
        step()
        if state != "closed":
            widget_frame(self.page).evaluate(MARK)  # type: ignore[arg-type]

    def holds(self, state: str, *, kept: bool = True) -> None:
        """Check that the widget is still in this state, visible and on top. ``kept``: it was never removed."""
        seen = hook(self.page, "launcher" if state == "closed" else "widget-frame")
        expect(seen).to_be_visible()
        expect(seen).to_have_count(1)
        assert state == "closed" or self._marked == kept
        {"closed": _nothing, "open": self._entries, "waiting": self._waits, "chatting": self.talk.chat, "calling": self._calls}[
            state
        ]()
        seen.evaluate("element => Promise.all(element.getAnimations().map((move) => move.finished))")
        assert seen.evaluate(ON_TOP), f"the page covers the {state} widget"

    def leave(self) -> None:
        """Free everybody for the next visit, however far this one came."""
        console = self.talk.console
        if hook(self.talk.inside, "waiting-cancel").is_visible():
            hook(self.talk.inside, "waiting-cancel").click()
        if hook(console, "end-session").is_visible():
            hook(console, "end-session").click()
            hook(console, "confirm-yes").click()
            hook(console, "wrapup-done").click()
            expect(hook(console, "wrapup")).to_have_count(0)

    def _closed(self) -> None:
        expect(hook(self.page, "launcher")).to_be_visible()

    def _enter(self) -> None:
        if not hook(self.page, "widget-frame").is_visible():
            self.talk.open()
        self.talk.enter()

    @property
    def _marked(self) -> bool:
        return bool(widget_frame(self.page).evaluate("window.mark === true"))  # type: ignore[arg-type]

    def _entries(self) -> None:
        expect(hook(self.talk.inside, "entry-chat")).to_be_visible()

    def _waits(self) -> None:
        expect(hook(self.talk.inside, "session-state", state="waiting")).to_be_attached()
        expect(self.talk.inside.get_by_text("My boiler shows F.22")).to_be_visible()

    def _calls(self) -> None:
        self.talk.connected()
        self.talk.client_side.while_sound_passes()


def _nothing() -> None:
    pass
