"""The style sheets follow the rules of CONTRIBUTING.md: every rule in a layer, every class in markup, a component in one sheet.

The sheets are read by a small parser that knows rules, at-rules and nesting, no more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib import admin

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT / "static/css"
LAYERS = ["reset", "tokens", "parts", "page"]
WITHOUT_LAYER = {"audit", "slow-form", "reports", "admin", "admin-lists", "admin-forms"}
"""Used in the admin, whose own rules are in no layer and would win."""
BOTH = {"parts", "conversation", "help", "devices", "whiteboard", "real-time-text"}
PAGES = {
    "console": ["console", "console-*"],
    "widget": ["widget", "widget-conversation", "entries", "call", "invitation"],
}
"""The sheets of a page's own, beside those of both pages."""
ADAPTS_ALL = {"console-narrow"}
"""Small windows: changes the other components of its page."""

NAME = r"-?[a-zA-Z_][\w-]*"
CLASS = re.compile(rf"\.({NAME})")
OF_ADMIN = {
    name for sheet in Path(admin.__file__).parent.glob("static/admin/css/*.css") for name in CLASS.findall(sheet.read_text())
}
"""Classes of Django's admin, from its sheets."""
WORD = re.compile(rf"(?<![\w-]){NAME}(?![\w-])")
MARKUP = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/contactcenter").rglob("*.js")]
FOREIGN = {"minimised.js", "answers.js", "bubble.js", "call_questions.js", "site.html"}
"""Markup of foreign pages."""


@dataclass
class Rule:
    """A rule whose nesting is resolved: one selector, and the at-rules around it."""

    sheet: str
    selector: str
    around: tuple[str, ...]
    depth: int
    component: str
    """The one whose block the rule is in."""


def _split(text: str, at: str = ",") -> list[str]:
    """Return the parts between commas outside parentheses."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if sign == at and not depth:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]


def _resolved(parents: list[str], selector: str) -> list[str]:
    own = _split(selector)
    if not parents:
        return own
    return [one.replace("&", parent) if "&" in one else f"{parent} {one}" for parent in parents for one in own]


def _block(name: str) -> str:
    return name.split("__")[0]


def _leading(selector: str) -> str:
    """Return the component a selector starts with; none if it asks for another one with :has."""
    led = CLASS.search(re.sub(r"\(.*\)", "", selector))
    return _block(led[1]) if led and ":has(" not in selector else ""


def _rules(
    text: str, sheet: str, parents: list[str], around: tuple[str, ...], depth: int = 0, component: str = ""
) -> Iterator[Rule]:
    place = 0
    while (opened := text.find("{", place)) >= 0:
        head = text[max(place, text.rfind(";", place, opened) + 1) : opened].strip()
        closed, level = opened, 0
        while True:
            level += (text[closed] == "{") - (text[closed] == "}")
            closed += 1
            if not level:
                break
        inside = text[opened + 1 : closed - 1]
        if head.startswith("@keyframes"):
            pass
        elif head.startswith("@"):
            yield from _rules(inside, sheet, parents, (*around, head), depth, component)
        else:
            selectors = _resolved(parents, head)
            for selector in selectors:
                yield Rule(sheet, selector, around, depth, component or _leading(selector))
            yield from _rules(inside, sheet, selectors, around, depth + 1, component or _leading(head))
        place = closed


def _style(path: Path) -> str:
    without_comments = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r'url\("[^"]*"\)|"[^"]*"', '""', without_comments)


RULES = [rule for path in sorted(SHEETS.glob("*.css")) for rule in _rules(_style(path), path.stem, [], ())]
DEFINED = {name for rule in RULES for name in CLASS.findall(rule.selector)}


def _attributes(text: str) -> Iterator[str]:
    """Yield the class attributes of markup: what stands between quotes, or the expression."""
    for found in re.finditer(r'(?<![\w.-])class=("|\$\{)', text):
        place, depth = found.end(), int(found[1] == "${")
        while depth or (text[place] != '"' if found[1] == '"' else text[place - 1] != "}"):
            depth += text.startswith("${", place) - (text[place] == "}" and depth > 0)
            place += 1
        yield text[found.end() : place]


def _names(text: str) -> Iterator[str]:
    """Yield what may name a class: attributes, words between quotes, and the keys given to classMap."""
    yield from _attributes(text)
    yield from re.findall(r'"([^"\n]*)"', text)
    yield from re.findall(r"\{ [^{}]* \}", text) if "classMap(" in text else []


def _fixed(attribute: str) -> str:
    """Return an attribute's words that are always there."""
    return (
        re.sub(r"\$\{(?:[^{}]|\{[^{}]*\})*\}|\{%.*?%\}|\{\{.*?\}\}", " ", attribute)
        if "${" in attribute or '"' not in attribute
        else ""
    )


def _markup() -> Iterator[tuple[str, str]]:
    for path in MARKUP:
        if "vendor" not in path.parts and path.name not in FOREIGN:
            yield path.name, path.read_text()


def test_every_rule_is_in_a_layer() -> None:
    assert _style(SHEETS / "tokens.css").strip().startswith(f"@layer {', '.join(LAYERS)};")
    allowed = {f"@layer {name}" for name in LAYERS}
    assert {rule.sheet for rule in RULES if not {*rule.around} & allowed} == WITHOUT_LAYER


def test_every_class_of_a_sheet_is_used_in_markup() -> None:
    words = {word for _, text in _markup() for part in _names(text) for word in WORD.findall(part)}
    assert DEFINED - words - OF_ADMIN == set()


ASKED = re.compile(
    r"""(?:closest|matches|querySelector(?:All)?|locator|[^.\w]focus|press|of)\(\s*f?(["'`])(.*?)\1(?=[,)])"""
    r"""|^\s*(?:const )?[A-Z_]+ = (["'`])([.\[].*)\3|^\s*"([^"]*[,>] \.[^"]*)",?$"""
)
"""A selector that is given to the browser, or kept under a name."""


def test_every_class_a_script_or_a_test_asks_for_is_in_a_sheet() -> None:
    """Their selectors are strings: a renamed class would fail without a word, or only in a browser."""
    unknown = set()
    for folder, suffix in (("static/contactcenter", "js"), ("tests/browser", "py"), ("bench", "py"), ("bench", "js")):
        for path in (ROOT / folder).rglob(f"*.{suffix}"):
            if {"vendor", "node_modules"} & set(path.parts) or path.name in FOREIGN:
                continue
            for line in path.read_text().splitlines():
                for found in ASKED.finditer(line):
                    selector = re.sub(r"\[[^\]]*\]|#[\w-]+", "", found[2] or found[4] or found[5])
                    unknown |= {(path.name, name) for name in CLASS.findall(selector) if name not in DEFINED | OF_ADMIN}
    assert unknown == set()


def test_every_class_in_markup_is_in_a_sheet() -> None:
    unknown = set()
    for name, text in _markup():
        for attribute in _attributes(text):
            unknown |= {(name, word) for word in _fixed(attribute).split() if re.fullmatch(NAME, word) and word not in DEFINED}
    assert {word for word in unknown if word[1] not in OF_ADMIN} == set()


def _sheets_of(page: str) -> set[str]:
    return {path.stem for pattern in PAGES[page] for path in SHEETS.glob(f"{pattern}.css")} - ADAPTS_ALL


@pytest.mark.parametrize("sheets", [BOTH, _sheets_of("console"), _sheets_of("widget")], ids=["both", "console", "widget"])
def test_a_component_is_in_one_sheet(sheets: set[str]) -> None:
    """A part of both pages may look different on one of them, in one sheet of that page."""
    homes = defaultdict(set)
    for rule in RULES:
        if rule.sheet in sheets and rule.component:
            homes[rule.component].add(rule.sheet)
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_a_state_stands_only_beside_its_component() -> None:
    """One word without a component in front says how that one looks now: `.btn.main`, never `.main`."""
    states = {name for name in DEFINED if "__" not in name} - {rule.component for rule in RULES}
    bare = {
        (rule.sheet, rule.selector)
        for rule in RULES
        for compound in re.split(r"[\s>+~(),]+", re.sub(r":not\([^()]*\)", "", rule.selector))
        if compound.startswith(".") and set(CLASS.findall(compound)) <= states - OF_ADMIN
    }
    assert bare == set()


def test_nesting_has_two_levels_at_most() -> None:
    assert {(rule.sheet, rule.selector) for rule in RULES if rule.depth > 2} == set()


def test_a_nested_selector_names_what_its_pseudo_class_is_of() -> None:
    """The minifier takes the space in front of a colon away, except at the top level: `.a { .b :hover {} }` would change."""
    wrong = [
        (path.stem, line.strip())
        for path in SHEETS.glob("*.css")
        for line in path.read_text().splitlines()
        if re.match(r"\s{4,}.*[^\s>+~,&] :[a-z-]+.*[{,]$", line) and not line.strip().startswith("@")
    ]
    assert wrong == []
