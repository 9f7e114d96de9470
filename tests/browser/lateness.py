"""How late a page's own timers come: what a busy machine adds to every measured time."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Frame, Page

NOTE: Final = """() => {
  const EVERY = 20;
  window.lateness = 0;
  let due = performance.now() + EVERY;
  window.lateWatch ??= setInterval(() => {
    const now = performance.now();
    window.lateness += Math.max(0, now - due - EVERY);
    due = now + EVERY;
  }, EVERY);
}"""


def note_lateness(*places: Page | Frame) -> None:
    """Count from now on the time in which these pages could do nothing."""
    for place in places:
        place.evaluate(NOTE)


def lateness(*places: Page | Frame) -> float:
    """Return the seconds in which these pages could do nothing since ``note_lateness``, all together."""
    return sum(float(place.evaluate("() => window.lateness")) for place in places) / 1000
