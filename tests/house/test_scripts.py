"""Rules for scripts and styles that no tool checks: no type is `any`, and no line is longer than the formatter allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GENERATED = {"protocol.js", "constants.js"}
COLUMNS = 120
DRAWINGS = "sprites"
"""Their folder: the path of an icon is one long line."""
WHOLE = re.compile(r'\s*(?:"[^"]*"[,;]?|[\w-]+: url\(.*\);)')
"""What can't be broken: a text on a line of its own (translators get it whole), and the picture of a style."""
TAG = re.compile(r"@(?:type|typedef|param|property|returns|template|extends|implements)\s+\{")


def sources(*folders: str, kinds: tuple[str, ...] = ("*.js", "*.d.ts")) -> list[Path]:
    found = [path for folder in folders for kind in kinds for path in (ROOT / folder).rglob(kind)]
    return sorted(path for path in found if "vendor" not in path.parts and path.name not in GENERATED)


def types(source: str) -> Iterator[tuple[int, str]]:
    """Yield the types in JSDoc comments, each with the number of its line."""
    for tag in TAG.finditer(source):
        depth, end = 1, tag.end()
        while depth and end < len(source):
            depth += {"{": 1, "}": -1}.get(source[end], 0)
            end += 1
        yield source.count("\n", 0, tag.start()) + 1, source[tag.end() : end - 1]


def anys(source: str) -> list[int]:
    return [number for number, words in types(source) if re.search(r"\bany\b", words)]


@pytest.mark.parametrize(
    "source",
    [
        "/** @param {any} model */",
        "const one = /** @type {any} */ (globalThis);",
        "/** @returns {Promise<any>} */",
        "/**\n * @param {{send: (command: any) => void,\n *   calls: any[]}} options\n */",
        "/** @type {Record<string, any>} */",
    ],
)
def test_any_is_found_anywhere_in_a_type(source: str) -> None:
    assert anys(source)


def test_any_is_a_word_in_comments() -> None:
    assert not anys("/** Nothing of it is shown any more. @param {string} name of any kind */")


def test_no_type_is_any() -> None:
    assert [f"{path.relative_to(ROOT)}:{line}" for path in sources("static") for line in anys(path.read_text("utf-8"))] == []


def test_no_line_is_longer_than_120_columns() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources("static", "tests/js", kinds=("*.js", "*.d.ts", "*.css"))
        if DRAWINGS not in path.parts
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > COLUMNS and not WHOLE.fullmatch(line)
    ]
    assert long == [], "\n".join(long)
