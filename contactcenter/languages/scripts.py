"""Texts of JavaScript: the literals given to ``t``, ``tn``, ``pgettext`` and ``parts``, also inside templates of markup.

Reads tokens, so that neither comments nor markup are taken for code. Standard tools miss what stands in nested templates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from contactcenter.languages.marked import NotALiteralError, Text
from contactcenter.web.minify import Token, tokens

SINGLE: Final = frozenset({"t", "parts"})
PLURAL: Final = "tn"
CONTEXT: Final = "pgettext"
SENTENCES: Final = "say"
"""``say`` of ui/system_lines.js: sentences are among its arguments."""
SENTENCE: Final = re.compile(r"\w \w|\{(?:you|who)\}")
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
OF_TEXTS: Final = "ui/text.js"
"""Defines the functions; what it passes on was collected where it was written."""


def texts(source: str, file: str) -> Iterator[Text]:
    """Yield the marked texts of a module. :class:`NotALiteralError` for a call whose text is no literal."""
    if file.endswith(OF_TEXTS):
        return
    code = [token for token in tokens(source) if token.kind != "gap"]
    for at, token in enumerate(code):
        if token.kind != "word" or at + 1 >= len(code) or code[at + 1].text != "(":
            continue
        before = code[at - 1].text if at else ""
        if before in (".", "function"):
            continue
        line = source.count("\n", 0, token.at) + 1
        if token.text in SINGLE:
            if literal := _literal(code, at + 2):
                yield Text(literal, file, line)
            elif not _is_passed_on(code, at + 2):
                raise NotALiteralError(f"{file}:{line}: the text of {token.text}() isn't a literal")
        elif token.text == PLURAL:
            one, many = _literal(code, at + 2), _literal(code, at + 4)
            if not one or not many:
                raise NotALiteralError(f"{file}:{line}: a text of tn() isn't a literal")
            yield Text(one, file, line, plural=many)
        elif token.text == CONTEXT:
            context, literal = _literal(code, at + 2), _literal(code, at + 4)
            if not context or not literal:
                raise NotALiteralError(f"{file}:{line}: the context or the text of pgettext() isn't a literal")
            yield Text(literal, file, line, context=context)
        elif token.text == SENTENCES:
            yield from (Text(literal, file, line) for literal in _arguments(code, at + 2) if SENTENCE.search(literal))


def _literal(code: list[Token], at: int) -> str:
    """Return the text of a literal that is a whole argument; empty if there is none."""
    token, following = code[at], code[at + 1].text
    return value(token.text) if token.kind == "text" and following in (",", ")") else ""


def _is_passed_on(code: list[Token], at: int) -> bool:
    """A name alone, in a call of ``parts``, is a sentence that was collected where it was written."""
    return code[at - 2].text == "parts" and code[at].kind == "word" and code[at + 1].text in (",", ")")


def _arguments(code: list[Token], at: int) -> Iterator[str]:
    """Yield the literals among a call's own arguments."""
    depth = 0
    while depth >= 0:
        token = code[at]
        if token.kind == "sign":
            depth += (token.text in OPENING) - (token.text in CLOSING)
        elif token.kind == "text" and not depth and code[at + 1].text in (",", ")"):
            yield value(token.text)
        at += 1


def value(literal: str) -> str:
    """Return what a literal stands for."""
    body = literal[1:-1]
    if literal[0] == "'":
        body = body.replace("\\'", "'").replace('"', '\\"')
    text: str = json.loads(f'"{body}"')
    return text
