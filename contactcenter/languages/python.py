"""Texts of Python: the literals given to Django's functions of translation, under their names or as ``_``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from contactcenter.languages.marked import Text

SINGLE: Final = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
PLURAL: Final = frozenset({"ngettext", "ngettext_lazy"})
CONTEXT: Final = frozenset({"pgettext", "pgettext_lazy"})


def texts(source: str, file: str) -> Iterator[Text]:
    """Yield the marked texts of a module. Calls with a name in place of a text pass on what was marked elsewhere."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        words = [each.value if isinstance(each, ast.Constant) and isinstance(each.value, str) else "" for each in node.args]
        name = node.func.id
        if name in SINGLE and words and words[0]:
            yield Text(words[0], file, node.lineno)
        elif name in PLURAL and words[0] and words[1]:
            yield Text(words[0], file, node.lineno, plural=words[1])
        elif name in CONTEXT and words[0] and words[1]:
            yield Text(words[1], file, node.lineno, context=words[0])
