"""What keeps people from using a page: findings of axe and measured faults, in every look and size (see ``access.js``)."""

from __future__ import annotations

from playwright.sync_api import Frame, Page

from tests.browser.axe import findings
from tests.browser.scripts import function_in

SCRIPT = function_in("access.js")
DESK, ZOOMED, REFLOWED = (1280, 720), (640, 360), (320, 256)
"""A window as it is, at 200 % and at 400 %."""
LOOKS = ("light", ""), ("dark", "rtl")
TURN = "(dir) => { dir ? document.documentElement.setAttribute('dir', dir) : document.documentElement.removeAttribute('dir') }"

SETTLE = """async () => {
  for (let frame = 0; frame < 4; frame += 1) {
    await new Promise(requestAnimationFrame);
    for (const one of document.getAnimations()) if (one.effect?.getComputedTiming().endTime < Infinity) one.finish();
  }
}"""
"""Colours change gradually."""


class Access:
    """``found`` collects faults of all pages, so that one run shows them all."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def looks(self, page: Page, name: str, place: Page | Frame | None = None) -> None:
        """Ask axe, and look at chosen things in forced colours. ``place``: the frame, if it's one."""
        place = place or page
        self.asks_axe(page, name, place)
        page.emulate_media(forced_colors="active")
        place.evaluate(SETTLE)
        self._add(f"{name}, forced colours", self._measure(place, "chosen"))
        page.emulate_media(color_scheme=None, forced_colors=None, reduced_motion=None)

    def asks_axe(self, page: Page, name: str, place: Page | Frame | None = None) -> None:
        """Ask axe in light, and in dark right-to-left.

        Colours don't depend on the direction, nor the order of things on colours: two looks find what four would.
        """
        place = place or page
        page.mouse.move(1, 1)  # no tooltip half faded in
        for scheme, direction in LOOKS:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            place.evaluate(TURN, direction)
            place.evaluate(SETTLE)
            self._add(f"{name}, {scheme} {direction}".strip(), findings(place))
        place.evaluate(TURN, "")
        page.emulate_media(color_scheme=None, reduced_motion=None)

    def sizes(self, page: Page, name: str, place: Page | Frame | None = None) -> None:
        """Measure it in a window as it is, at 200 % and at 400 %."""
        place = place or page
        for width, height in (DESK, ZOOMED, REFLOWED):
            page.set_viewport_size({"width": width, "height": height})
            place.evaluate(SETTLE)
            for check in ("targets", "sideways", "spacing"):
                self._add(f"{name}, {width}", self._measure(place, check))
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})

    def tabs(self, page: Page, name: str, stops: int = 60) -> None:
        """Go through the page with Tab: the focus is seen at every stop, nothing covers it, and it comes round."""
        first = None
        for _ in range(stops):
            page.keyboard.press("Tab")
            frame, element = focused(page)
            self._add(f"{name}, Tab", self._measure(frame, "focus"))
            if element == first:
                return
            first = first or element

    def all(self, page: Page, name: str, place: Page | Frame | None = None) -> None:
        self.looks(page, name, place)
        self.sizes(page, name, place)

    def _measure(self, place: Page | Frame, check: str) -> list[str]:
        place.evaluate(SCRIPT)
        found: list[str] = place.evaluate(f"() => window.access.{check}()")
        return found

    def _add(self, where: str, faults: list[str]) -> None:
        self.found += [line for fault in faults if (line := f"{where}: {fault}") not in self.found]


MARK = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}"""
PATH = """(element) => {
  const path = [];
  for (let one = element; one; one = one.parentElement) path.unshift(one.parentElement ? [...one.parentElement.children].indexOf(one) : 0);
  return path.join(".");
}"""


def focused(page: Page) -> tuple[Frame, str]:
    """Return the frame that has the focus, and a name for the focused element."""
    frame = page.main_frame
    while True:
        element = frame.evaluate_handle(MARK).as_element()
        inner = element.content_frame() if element else None
        if inner is None:
            return frame, f"{frame.url} {element.evaluate(PATH) if element else ''}"
        frame = inner
