"""Words of the OpenAPI document on a page: bold and code as it marks them, everything else escaped."""

from __future__ import annotations

import re
from typing import Final

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_MARKS: Final = ((re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"), (re.compile(r"`(.+?)`"), r"<code>\1</code>"))


@register.filter
def marked(text: str) -> SafeString:
    """Return the text as HTML."""
    found: str = escape(text)
    for mark, element in _MARKS:
        found = mark.sub(element, found)
    return mark_safe(found)  # noqa: S308 - escaped above, and only our own marks become elements
