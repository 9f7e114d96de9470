"""Words a page shows, and what its texts don't fit into: for pages in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from playwright.sync_api import Frame, Page

from contactcenter.languages import catalogues
from contactcenter.languages.marked import PLACEHOLDER, placeholders

SHOWN: Final = """(within) => {
  // Codes, addresses, and what devices call themselves.
  const FOREIGN = "script, style, template, noscript, code, kbd, " +
    "[data-test=invite-link], [data-test=invite-code], [data-test^=pick-] option";
  const SAYING = ["title", "aria-label", "placeholder", "alt", "aria-description", "aria-roledescription", "aria-valuetext",
    "data-status", "data-tip", "data-empty"];
  const found = new Set();
  const add = (text) => text && found.add(text.replace(/\\s+/g, " ").trim());
  const walk = (root) => {
    const visitor = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = visitor.nextNode(); node; node = visitor.nextNode()) {
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      if (!element || element.closest(FOREIGN)) continue;
      if (node.nodeType === Node.TEXT_NODE) add(node.textContent);
      else {
        for (const name of SAYING) add(element.getAttribute(name));
        if (element.matches("input[type=submit], input[type=button], input[type=reset]")) add(element.value);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    }
  };
  walk(document.querySelector(within));
  if (within === "html") add(document.title);
  return [...found];
}"""
CUT: Final = """() => {
  const faults = [];
  const root = document.scrollingElement;
  if (root.scrollWidth > innerWidth + 1) faults.push(`the page scrolls sideways: ${root.scrollWidth} of ${innerWidth}`);
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (element.closest(".visually-hidden, .cut, [data-may-be-cut], svg, .results, pre, code")) continue;
    const style = getComputedStyle(element);
    if (style.display === "inline" || !element.clientWidth) continue;
    const hidden = /hidden|clip/.test(style.overflowX);
    const said = `${element.dataset.test ?? element.className} ${element.textContent.trim().slice(0, 50)}`;
    if (element.matches(".icon, textarea")) continue;
    if (hidden && element.scrollWidth > element.clientWidth + 1) faults.push(`cut: ${element.localName} ${said}`);
    const labelled = element.matches("button, a.btn, a.button, input[type=submit], summary, label, th, h1, h2, h3");
    if (labelled && style.overflowX === "visible" && element.scrollWidth > element.clientWidth + 1)
      faults.push(`runs over: ${element.localName} ${said}`);
    const box = element.getBoundingClientRect();
    const out = box.width > 2 && (box.left < -1 || box.right > innerWidth + 1);
    if (out && element.matches("button, a, input, select, textarea") && !element.closest(".results, table"))
      faults.push(`out of the window: ${element.localName} ${said} ${Math.round(box.left)}–${Math.round(box.right)}`);
  }
  return faults;
}"""
LATIN: Final = re.compile(r"[A-Za-z][A-Za-z’'-]+")
TOKEN: Final = re.compile(r"[\w-]{30,}")
"""A secret or a key."""


def shown(place: Page | Frame, within: str = "html") -> list[str]:
    """Return every text and label of a page, or of one of its elements, also those that appear only in a menu."""
    found: list[str] = place.evaluate(SHOWN, within)
    return [text for text in found if text]


def latin(texts: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Return the texts that have words in Latin letters besides the allowed ones."""
    names = re.compile("|".join(sorted(map(re.escape, allowed), key=len, reverse=True)))
    return [text for text in texts if LATIN.search(names.sub("", TOKEN.sub("", text)))]


def unfit(place: Page | Frame) -> list[str]:
    """Return what is cut off, runs over its box or out of the window."""
    found: list[str] = place.evaluate(CUT)
    return found


def english(texts: Iterable[str], language: str, allowed: Iterable[str]) -> list[str]:
    """Return the texts that say in English what the language's catalogues have a translation for."""
    known, patterns = _sources(language)
    names = set(allowed)
    return [text for text in texts if text not in names and (text in known or any(each.fullmatch(text) for each in patterns))]


@cache
def _sources(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return the English texts that are translated: whole ones, and patterns of those with something filled in."""
    whole, filled = set(), []
    for entry in (entry for domain in catalogues.DOMAINS for entry in catalogues.read(language, domain)):
        for text in filter(None, (entry.msgid, entry.msgid_plural)):
            if text in (entry.msgstr, *entry.msgstr_plural.values()):
                continue
            if not placeholders(text):
                whole.add(text)
            elif len(re.findall(r"[A-Za-z]{2,}", PLACEHOLDER.sub("", text))) > 2:
                pieces = PLACEHOLDER.split(text)
                filled.append(re.compile(".+".join(re.escape(piece) for piece in pieces)))
    return frozenset(whole), tuple(filled)
