"""Minifier for scripts and styles: removes comments, indentation, spaces between signs, and line breaks that can't end a statement.

Names and order stay, so the meaning can't change. A general minifier that takes a nested template for code would break our
views, hence this one, which knows templates and little else.
"""

from __future__ import annotations

import re
from typing import Final

import rcssmin

TOKEN: Final = re.compile(
    r"""(?P<gap>(?:\s|//[^\n]*|/\*.*?\*/)+)
    |(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<word>[\w$\#]+)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
PATTERN: Final = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
CHUNK: Final = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*(`|\$\{)", re.DOTALL)
BEFORE_PATTERN: Final = frozenset("(,=:[!&|?{;+-*%<>~^")
WORDS_BEFORE_PATTERN: Final = frozenset({"return", "typeof", "case", "of", "in", "await", "yield", "void", "else"})
NO_BLANK: Final = frozenset("{}()[],;:=?&|<>!")
"""Signs that need no space beside them."""
NO_BREAK_AFTER: Final = frozenset("{([,;=:?&|>")
NO_BREAK_BEFORE: Final = frozenset("})],;.=:?&|")
"""Signs that no automatic semicolon comes after or before (ECMA-262, section 12.10)."""


def javascript(source: str) -> str:
    """Return the minified program. ValueError if it ends inside a template."""
    out: list[str] = []
    depths: list[int] = []  # of braces, one count for each open template
    last, gap, at = "", "", 0
    while at < len(source):
        pattern = PATTERN.match(source, at) if _may_be_pattern(source, at, last) else None
        token = pattern or TOKEN.match(source, at)
        assert token
        at, text = token.end(), token[0]
        if token.lastgroup == "gap":
            gap = "\n" if "\n" in text else " "
            continue
        if gap and last:
            out.append(_gap(gap, last, text, source[at : at + 1]))
        gap = ""
        if text == "`" or (text == "}" and depths and not depths[-1]):
            if text == "`":
                depths.append(0)
            chunk, at = _chunk(source, at)
            out.append(text + chunk)
            if chunk.endswith("`"):
                depths.pop()
            last = chunk[-1]
            continue
        if depths:
            depths[-1] += (text == "{") - (text == "}")
        out.append(text)
        last = text
    if depths:
        raise ValueError("a template has no end")
    return "".join(out).strip() + "\n"


def style(source: str) -> str:
    """Return the minified style, by the same rules."""
    return str(rcssmin.cssmin(source))


def _gap(gap: str, last: str, text: str, following: str) -> str:
    """Return what must stay between two tokens: a line break, a space or nothing."""
    if gap == "\n":
        joined = last[-1] in NO_BREAK_AFTER or text[0] in NO_BREAK_BEFORE
        number = text == "." and (last.isdigit() or following.isdigit())
        return "" if joined and not number else gap
    return "" if last[-1] in NO_BLANK or text[0] in NO_BLANK else gap


def _may_be_pattern(source: str, at: int, last: str) -> bool:
    """A slash divides after a value; elsewhere it opens a regular expression."""
    if source[at] != "/" or source[at + 1 : at + 2] in ("/", "*"):
        return False
    return not last or last in BEFORE_PATTERN or last in WORDS_BEFORE_PATTERN


def _chunk(source: str, at: int) -> tuple[str, int]:
    """Return a template from here to its end or its next hole. Line breaks of markup carry no indentation."""
    found = CHUNK.match(source, at)
    if found is None:
        raise ValueError("a template has no end")
    return re.sub(r"\s*\n\s*", "\n", found[0]), found.end()
