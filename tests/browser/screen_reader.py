"""A screen reader for tests: what it says of the focused element is Chromium's own accessibility tree, what it hears are the live regions.

See docs/decisions/screen-reader-tests.md. What it said is compared with a text file of ``spoken/``: one line a phrase.

    > Tab                                     a key
    Send, button, unavailable                 the focus: name, role, states, value: description
    in dialog "End the session?"              the focus has come into it
    ~ Anna: Which number does it show?        heard when there's a pause
    ! Anna would like to call you             heard at once
    ? Saved                                   shown in a live region, and heard by nobody: a fault
"""

from __future__ import annotations

import difflib
import os
import re
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.scripts import function_in
from tests.servers.process import until

HERE = Path(__file__).resolve().parent
LISTENING = function_in("listening.js")
SPOKEN = HERE / "spoken"
PAUSE = 700
"""Milliseconds after a letter in which nothing but an alert is said: the echo of the next letter would cut it off."""
SIGNS = {"status": "~", "alert": "!", "unheard": "?"}

FOCUSED = """(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
})()"""

ROLES = {
    "textbox": "edit",
    "link": "link",
    "checkbox": "check box",
    "radio": "radio button",
    "combobox": "combo box",
    "menuitem": "menu item",
    "DisclosureTriangle": "summary",
    "generic": "",
    "RootWebArea": "page",
    "Iframe": "frame",
}
AROUND = {
    "alertdialog", "banner", "complementary", "contentinfo", "dialog", "form", "group", "list", "listbox", "log", "main", "menu",
    "navigation", "radiogroup", "region", "search", "tablist", "table", "tabpanel", "toolbar",
}  # fmt: skip
NAMELESS = {"dialog", "alertdialog", "main", "navigation"}
"""These are told even without a name."""
NUMBERS = [
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "2026-01-01"),
    (re.compile(r"\b\d{1,2}:\d\d(:\d\d)?\b"), "0:00"),
    (re.compile(r"\b\d{5}\b"), "10000"),
]
"""Times and numbers of sessions, different in each run."""
SOMETIMES = re.compile(
    r"~ (Asking \w+|Connecting|The connection was lost|.*The device is still starting"
    r"|.*(network|connection).* is (very )?(weak|slow)|.*computer is busy).*"
)
"""What a slow machine says besides."""
RUNGS = re.compile(r"(~ .* is interrupted\.) .*")
"""The first steps of a repair, of which a slow machine says more."""


def in_order(lines: list[str]) -> list[str]:
    """Return the lines with what was heard between two keys sorted, and none of it twice: it comes as fast as the machine is."""
    ordered: list[str] = []
    for heard, group in groupby(lines, lambda each: each.startswith("~")):
        found = list(group)
        ordered += sorted({*found}) if heard else found
    return ordered


class ScreenReader:
    """Reads one page and its frames, those that come later too."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines: list[str] = []
        self._heard: list[str] = []
        self._rushed: list[str] = []
        self._since = 0
        self._around: list[str] = []
        self._session = page.context.new_cdp_session(page)
        self._session.send("Accessibility.enable")
        page.expose_binding("screenReaderHears", self._hear)
        page.add_init_script(f"({LISTENING})()")
        for frame in page.frames:
            frame.evaluate(LISTENING)

    def press(self, keys: str, focus: Locator | None = None, *, then: str = "") -> None:
        """Press a key; say what is focused then, with ``focus`` once that is. ``then``: wait until this is heard instead."""
        self._pause()
        self.lines.append(f"> {keys}")
        self.page.keyboard.press(keys)
        if then:
            self.hears(then)
        else:
            self.lands(focus)

    def type(self, text: str) -> None:
        """Type letters. A reader echoes them; that isn't written down."""
        self._pause()
        self.lines.append(f"> types “{text}”")
        self.page.keyboard.type(text)

    def lands(self, focus: Locator | None = None) -> None:
        """Say what is focused, once ``focus`` is, if the focus moves by itself."""
        if focus is not None:
            expect(focus, "said so far:\n" + "\n".join(self.lines[-30:])).to_be_focused()
        self.lines += self._focused()

    def tab_to(self, target: Locator, key: str = "Tab", most: int = 40) -> None:
        """Press Tab until it has the focus. Every stop on the way is said."""
        for _ in range(most):
            self.press(key)
            if target.evaluate("(element) => element === element.getRootNode().activeElement"):
                return
        raise AssertionError(f"not reached by {most} times {key}:\n" + "\n".join(self.lines[-40:]))

    def reads(self, element: Locator) -> None:
        """Come upon an element in the frame that has the focus, as a reader does who goes through the page."""
        self._pause()
        element.evaluate("(element) => element.setAttribute('data-read', '')")
        found = self._evaluate("document.querySelector('[data-read]')")
        self.lines.append(f"reads: {phrase(self._tree(found)[0])}")
        element.evaluate("(element) => element.removeAttribute('data-read')")

    def hears(self, words: str) -> None:
        """Wait until a live region has said this since the last key."""
        self.page.evaluate("0")

        def heard() -> bool:
            self.page.wait_for_timeout(20)  # until() asks again; only here the driver takes in what the page has told
            return any(words in line for line in self._heard[self._since :])

        assert until(heard), f"“{words}” wasn't heard, but: {self._heard[self._since :]}\nafter\n" + "\n".join(self.lines[-30:])

    def heard(self) -> list[str]:
        """Return everything live regions said so far."""
        return list(self._heard)

    def says(self, name: str, *, late: tuple[str, ...] = ()) -> None:
        """Compare everything said with the text file of this name; SPOKEN=write writes it instead.

        What is heard between two keys is compared in any order. ``late``: what is sometimes heard only now, of before the story began.
        """
        self._pause()
        lines = [plain(line) for line in self.lines if not SOMETIMES.fullmatch(line) and line[2:] not in late]
        said = "".join(f"{line}\n" for line in in_order(lines))
        file = SPOKEN / f"{name}.txt"
        if os.environ.get("SPOKEN") == "write":
            file.parent.mkdir(exist_ok=True)
            file.write_text(said, encoding="utf-8")
        written = file.read_text(encoding="utf-8") if file.exists() else ""
        changes = "\n".join(difflib.unified_diff(written.splitlines(), said.splitlines(), file.name, "said", lineterm="", n=3))
        assert said == written, f"Run with SPOKEN=write if this is better:\n{changes}"
        assert "\n? " not in said, "words of a live region that nobody hears"
        assert self._rushed == [], "said while somebody was typing"

    def _pause(self) -> None:
        """Write down what was heard since the last key."""
        self.page.wait_for_timeout(1)  # lets the driver take in what the page has told
        self.lines += self._heard[self._since :]
        self._since = len(self._heard)

    def _hear(self, _source: object, kind: str, words: str, after: float) -> None:
        self._heard.append(f"{SIGNS[kind]} {words}")
        if kind == "status" and after < PAUSE:
            self._rushed.append(f"{words} ({after:.0f} ms after a letter)")

    def _focused(self) -> list[str]:
        """Return what is said of the focus: the containers it has come into, and the element."""
        found = self._evaluate(FOCUSED)
        if "objectId" not in found:
            return ["nothing is focused"]
        node, *ancestors = self._tree(found)
        around = [words for words in map(place, reversed(ancestors)) if words]
        entered = [f"in {words}" for words in around if words not in self._around]
        self._around = around
        return [*entered, phrase(node)]

    def _evaluate(self, expression: str) -> dict[str, Any]:
        """Evaluate in the frame that has the focus; return the remote object."""
        frame, found = "", self._session.send("Runtime.evaluate", {"expression": FOCUSED})["result"]
        while inner := self._frame_in(found):
            frame, found = inner, self._in_frame(inner, FOCUSED)
        if expression == FOCUSED:
            return dict(found)
        return (
            self._in_frame(frame, expression)
            if frame
            else self._session.send("Runtime.evaluate", {"expression": expression})["result"]
        )

    def _in_frame(self, frame: str, expression: str) -> dict[str, Any]:
        world = self._session.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]
        found: dict[str, Any] = self._session.send("Runtime.evaluate", {"expression": expression, "contextId": world})["result"]
        return found

    def _tree(self, found: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the element and what is around it, as the accessibility tree has them."""
        nodes: list[dict[str, Any]] = self._session.send("Accessibility.getAXNodeAndAncestors", {"objectId": found["objectId"]})[
            "nodes"
        ]
        return [node for node in nodes if not node.get("ignored")] or nodes[:1]

    def _frame_in(self, found: dict[str, Any]) -> str:
        """Return the id of the frame in an element; empty if it's none."""
        if found.get("className") != "HTMLIFrameElement":
            return ""
        return str(self._session.send("DOM.describeNode", {"objectId": found["objectId"]})["node"]["frameId"])


def plain(line: str) -> str:
    for pattern, same in NUMBERS:
        line = pattern.sub(same, line)
    return RUNGS.sub(r"\1", line)


def place(node: dict[str, Any]) -> str:
    """Return what a reader says when the focus comes into this; empty if it says nothing."""
    role, name = node["role"]["value"], text(node, "name")
    if role not in AROUND or (not name and role not in NAMELESS):
        return ""
    return f"{role} “{name}”" if name else role


def phrase(node: dict[str, Any]) -> str:
    """Return what a reader says of an element."""
    role = node["role"]["value"]
    value, description = text(node, "value"), text(node, "description")
    parts = [text(node, "name"), ROLES.get(role, role), *states(node), f"“{value}”" if value else ""]
    said = ", ".join(part for part in parts if part)
    return f"{said}: {description}" if description else said


def text(node: dict[str, Any], what: str) -> str:
    return re.sub(r"[\u2066-\u2069\s]+", " ", str(node.get(what, {}).get("value", ""))).strip()


def states(node: dict[str, Any]) -> list[str]:
    """Return the states in words."""
    known = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    words = {
        "disabled": (True, "unavailable"),
        "required": (True, "required"),
        "invalid": ("true", "wrong"),
        "pressed": ("true", "pressed"),
        "selected": (True, "selected"),
        "busy": (True, "busy"),
    }
    found = [said for name, (when, said) in words.items() if known.get(name) == when]
    if "checked" in known:
        found.append("checked" if known["checked"] == "true" else "not checked")
    if "expanded" in known:
        found.append("expanded" if known["expanded"] else "collapsed")
    if known.get("hasPopup") not in (None, "false"):
        found.append(f"opens a {known['hasPopup']}")
    if known.get("keyshortcuts"):
        found.append(f"keys {known['keyshortcuts']}")
    return found
