"""Layout faults of a page and layout shifts in it, measured in the page itself."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

FAULTS = """() => {
  const root = document.scrollingElement;
  const faults = [];
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) {
    faults.push(`the page scrolls: ${root.scrollWidth}×${root.scrollHeight} in ${innerWidth}×${innerHeight}`);
  }
  const named = ({ dataset, textContent, className }) => dataset.test ?? (textContent.trim() || className).slice(0, 40);
  const scroller = (element) => {
    for (let around = element.parentElement; around; around = around.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(around).overflowY)) return around;
    }
    return root;
  };
  // What is scrolled out of sight is whole where it is; only its sides count then.
  const shown = (element, { top, bottom }) => {
    const around = scroller(element);
    const box = around === root ? { top: 0, bottom: innerHeight } : around.getBoundingClientRect();
    return top >= box.top - 1 && bottom <= box.bottom + 1;
  };
  const wanted = "button, a, input:not([type=file], [type=radio], [type=hidden]), select, textarea, summary, h1, h2, h3";
  // An open dialog lies over the rest on purpose.
  const place = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  for (const element of place.querySelectorAll(wanted)) {
    const seen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!seen || element.closest(".visually-hidden, [popover]")) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2) continue;
    if (box.left < -0.5 || box.right > innerWidth + 0.5) faults.push(`${named(element)} reaches out: ${box.left}–${box.right}`);
    const mayBeCut = !element.matches("button, a") || element.matches(".list-item__open, .cut, .tool");
    const whole = mayBeCut || element.scrollWidth <= element.clientWidth + 1;
    if (!whole) faults.push(`${named(element)} is cut`);
    if (!shown(element, box)) continue;
    const middle = [box.left + box.width / 2, box.top + box.height / 2];
    const over = document.elementFromPoint(...middle);
    const mine = over && (element.contains(over) || over.contains(element) || over.matches(".list-item__open"));
    if (!mine) faults.push(`${named(element)} is covered by ${over ? named(over) : "nothing"}`);
  }
  return faults;
}"""

WATCH_SHIFTS = """(within) => {
  window.shifts = [];
  const counts = ({ node }) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(within);
  const kind = (node) => node?.nodeType === Node.TEXT_NODE ? kind(node.parentElement) : `${node?.localName}.${node?.className}`;
  window.shiftWatch?.disconnect();
  window.shiftWatch = new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries()) {
      const place = ({ x, y }) => `${x},${y}`;
      const moved = sources.filter(counts).map((one) => `${kind(one.node)} ${place(one.previousRect)} → ${place(one.currentRect)}`);
      if (moved.length) window.shifts.push(moved.join("; "));
    }
  });
  window.shiftWatch.observe({ type: "layout-shift" });
}"""


def faults(page: Page) -> list[str]:
    """Return what is cut, covered or out of the window, in words."""
    found: list[str] = page.evaluate(FAULTS)
    return found


TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def watch_shifts(page: Page, within: str = "body") -> None:
    """Start recording layout shifts, those right after a press included, once what is in the document now is painted."""
    page.evaluate(TWO_FRAMES)
    page.evaluate(WATCH_SHIFTS, within)


def shifts(page: Page) -> list[Any]:
    """Return the shifts since ``watch_shifts``, after two frames in which more could have happened."""
    page.evaluate(TWO_FRAMES)
    moved: list[Any] = page.evaluate("() => window.shifts")
    return moved
