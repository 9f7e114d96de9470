"""Texts of Django's templates: ``{% translate %}``, ``{% blocktranslate %}`` and ``_("…")``, as Django itself parses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.base import Node
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from contactcenter.languages.marked import Text

CONSTANT: Final = re.compile(r"""_\(\s*(?:"([^"]+)"|'([^']+)')\s*\)""")
TAG: Final = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)


def texts(source: str, file: str) -> Iterator[Text]:
    """Yield the marked texts of a template."""
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    nodes = engine.engine.from_string(source).nodelist
    for each in nodes.get_nodes_by_type(TranslateNode):
        assert isinstance(each, TranslateNode)
        literal = getattr(each.filter_expression.var, "literal", None)
        if isinstance(literal, str):
            yield Text(str(literal), file, _line(each), context=_context(each.message_context))
    for block in nodes.get_nodes_by_type(BlockTranslateNode):
        assert isinstance(block, BlockTranslateNode)
        one, many = (block.render_token_list(part)[0] if part else "" for part in (block.singular, block.plural))
        yield Text(one, file, _line(block), plural=many, context=_context(block.message_context))
    for tag in TAG.finditer(source):
        for found in CONSTANT.finditer(tag[0]):
            yield Text(found[1] or found[2], file, source.count("\n", 0, tag.start() + found.start()) + 1)


def _line(node: Node) -> int:
    return (node.token.lineno if node.token else None) or 1


def _context(expression: object) -> str:
    """Return the context given in a tag; empty if there is none."""
    value = getattr(expression, "var", expression)
    return str(value) if isinstance(value, str) else ""
