"""What axe, a checker of accessibility, finds on a page. Its script comes from outside the page: no policy is in its way."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Frame, Page

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RUN = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, preload: false });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`));
}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def findings(page: Page | Frame) -> list[str]:
    """Return what is wrong, one line for each element; an empty list for a good page."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_script())
    found: list[str] = page.evaluate(RUN, TAGS)
    return found
