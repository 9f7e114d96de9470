"""Fingers on a phone's screen, as the device reports them: Playwright only has a tap."""

from __future__ import annotations

from itertools import count

from playwright.sync_api import Page

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
"""Twice the density would look better, but with it Chromium halves the coordinates of presses inside a frame of another site."""

Spot = tuple[float, float]


class Fingers:
    """The touch screen of ``page``; positions are in pixels of the page, whatever frames are there."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._down: dict[int, Spot] = {}
        self._names = count()

    def down(self, *spots: Spot) -> None:
        """Put further fingers on the screen."""
        self._down |= {next(self._names): spot for spot in spots}
        self._tell("touchStart", self._down)

    def move(self, *to: Spot, steps: int = 8) -> None:
        """Slide all fingers that are down, in the order they came down."""
        begun = dict(self._down)
        for step in range(1, steps + 1):
            part = step / steps
            for (name, (x, y)), (right, below) in zip(begun.items(), to, strict=True):
                self._down[name] = (x + (right - x) * part, y + (below - y) * part)
            self._tell("touchMove", self._down)

    def lift(self) -> None:
        """Lift the first that came down; the others stay."""
        first = min(self._down)
        self._tell("touchEnd", {first: self._down.pop(first)})

    def up(self) -> None:
        """Lift all fingers."""
        self._tell("touchEnd", self._down)
        self._down.clear()

    def _tell(self, kind: str, points: dict[int, Spot]) -> None:
        named = [{"id": name, "x": x, "y": y} for name, (x, y) in points.items()]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": named})
