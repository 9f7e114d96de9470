"""Finds texts for people that nobody marked for translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from contactcenter.languages import scripts
from contactcenter.languages.scripts import value
from contactcenter.web.minify import tokens

SENTENCE: Final = re.compile(r"[A-Z“‘{]\S*\s.*[a-z]{2}", re.DOTALL)
"""A literal that begins like a sentence and has words."""
WORD: Final = re.compile(r"[^\W\d_]{2,}")
SAID: Final = re.compile(r"""\b(?:title|aria-label|placeholder|alt|aria-description)=(?:"([^"]*)"|'([^']*)')""")
HOLE: Final = "\x00"
MARKUP: Final = re.compile(r"<[^<>]*>")

ASKED: Final = {"Fault": 1, "ValidationError": 0, "PermissionDenied": 0}
"""What is shown to people, and the place of its words."""
SHOWN: Final = frozenset(
    {"verbose_name", "verbose_name_plural", "help_text", "label", "description", "short_description", "empty_label"}
)
MESSAGES: Final = frozenset({"success", "error", "warning", "info"})
FOR_PROGRAMS: Final = ("frame.", "hello.", "command.unknown")
"""Codes of faults that only a program with a mistake gets."""

NAMES: Final = re.compile(r"OpenAPI|JSON|CSV|colM|dashboard")
"""Of formats, and of looks."""
TAG: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
MARKED: Final = re.compile(
    r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}|\{%\s*comment.*?endcomment\s*%\}|<(script|style|code|svg)\b.*?</\1>",
    re.DOTALL,
)


def in_script(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of literals, texts in markup and labels that no function of ui/text.js gets."""
    marked = {each for text in scripts.texts(source, "a script") for each in (text.text, text.plural, text.context)}
    for kind, text, at in tokens(source):
        found = []
        if kind == "text" and SENTENCE.match(text[1:-1]) and value(text) not in marked:
            found = [text]
        elif kind == "chunk":
            found = [each for each in _of_markup(text) if WORD.search(each)]
        yield from ((source.count("\n", 0, at) + 1, each.strip()) for each in found)


def _of_markup(chunk: str) -> Iterator[str]:
    """Yield what a piece of a template shows: text between elements, and labels. The piece may begin or end inside an element."""
    yield from (first or second for first, second in SAID.findall(chunk))
    inner = chunk[1:]
    opened, closed = inner.find("<"), inner.find(">")
    if closed >= 0 and (opened < 0 or closed < opened):  # begins inside an element
        inner = inner[closed + 1 :]
    elif opened < 0 and ("=" in inner or '"' in inner or chunk[0] == "`"):
        return  # attributes alone, or no markup at all
    cut = inner.rfind("<")
    if cut > inner.rfind(">"):
        inner = inner[:cut]
    if "<" in chunk:
        yield from MARKUP.split(inner.removesuffix("${").removesuffix("`"))


def in_python(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of refusals, labels and messages that are plain literals."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        words: list[ast.expr] = [keyword.value for keyword in node.keywords if keyword.arg in SHOWN]
        if name in ASKED and len(node.args) > ASKED[name] and not _is_for_programs(node):
            words.append(node.args[ASKED[name]])
        if (
            name in MESSAGES
            and isinstance(node.func, ast.Attribute)
            and _name(node.func.value) == "messages"
            and len(node.args) > 1
        ):
            words.append(node.args[1])
        yield from ((each.lineno, ast.unparse(each)) for each in words if _is_literal(each))


def _is_for_programs(call: ast.Call) -> bool:
    code = call.args[0]
    return isinstance(code, ast.Constant) and str(code.value).startswith(FOR_PROGRAMS)


def _is_literal(node: ast.expr) -> bool:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return any(isinstance(each, ast.Constant) and WORD.search(str(each.value)) for each in parts)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def in_template(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of what a template shows outside of ``{% translate %}`` and ``{% blocktranslate %}``."""
    plain = source
    for pattern in (MARKED, TAG):
        plain = pattern.sub(lambda found: HOLE + "\n" * found[0].count("\n"), plain)
    said = [(found.start(), found[1] or found[2] or "") for found in SAID.finditer(plain)]
    shown = [(found.start(), found[0]) for found in re.finditer(r"(?<=>)[^<>]+(?=<)|\A[^<>]+(?=<)", plain)]
    for at, text in [*said, *shown]:
        if WORD.search(NAMES.sub("", text)):
            yield plain.count("\n", 0, at) + 1, " ".join(text.replace(HOLE, "…").split())
