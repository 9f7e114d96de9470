"""Minifier for scripts and styles: removes comments, indentation, spaces between signs, and line breaks that can't end a statement.

Names and order stay, so the meaning can't change. A general minifier that takes a nested template for code would break our
views, hence this one, which knows templates and little else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

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


class Token(NamedTuple):
    """A piece of a program: its kind (``gap text word sign pattern chunk``), its text, and where it begins. A chunk is a template's text
    from its beginning, or from the end of a hole, to its end or its next hole.
    """

    kind: str
    text: str
    at: int


def tokens(source: str) -> Iterator[Token]:
    """Yield the program's tokens. ValueError if it ends inside a template."""
    depths: list[int] = []  # of braces, one count for each open template
    last, at = "", 0
    while at < len(source):
        pattern = PATTERN.match(source, at) if _may_be_pattern(source, at, last) else None
        token = pattern or TOKEN.match(source, at)
        assert token
        begun, at, text = at, token.end(), token[0]
        kind = token.lastgroup or "pattern"
        if kind == "gap":
            yield Token(kind, text, begun)
            continue
        if text == "`" or (text == "}" and depths and not depths[-1]):
            if text == "`":
                depths.append(0)
            at = _end_of_chunk(source, at)
            yield Token("chunk", source[begun:at], begun)
            last = source[at - 1]
            if last == "`":
                depths.pop()
            continue
        if depths:
            depths[-1] += (text == "{") - (text == "}")
        yield Token(kind, text, begun)
        last = text
    if depths:
        raise ValueError("a template has no end")


def javascript(source: str) -> str:
    """Return the minified program. ValueError if it ends inside a template."""
    out: list[str] = []
    last, gap = "", ""
    for kind, text, at in tokens(source):
        if kind == "gap":
            gap = "\n" if "\n" in text else " "
            continue
        if gap and last:
            # Of a chunk, its first sign counts.
            first = text[0] if kind == "chunk" else text
            out.append(_gap(gap, last, first, source[at + len(first) : at + len(first) + 1]))
        gap = ""
        # Line breaks of markup carry no indentation.
        out.append(text[0] + re.sub(r"\s*\n\s*", "\n", text[1:]) if kind == "chunk" else text)
        last = text[-1] if kind == "chunk" else text
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


def _end_of_chunk(source: str, at: int) -> int:
    """Return where a template's text from here ends: behind its end or before its next hole."""
    found = CHUNK.match(source, at)
    if found is None:
        raise ValueError("a template has no end")
    return found.end()
