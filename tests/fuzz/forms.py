"""Forms and links of the product's pages, as a browser would find them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

Field = tuple[str, str, list[str]]
"""Name, type, and the values it offers; the first is the present one."""
MOST = 400


@dataclass
class Form:
    """A form of a page. ``action`` is empty for the page's own address."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)


class Page(HTMLParser):
    """``Page(html)``: its forms and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select: tuple[str, list[str]] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").upper()))
        elif tag == "a" and len(self.links) < MOST:
            self.links.append(given.get("href", ""))
        elif tag in ("input", "textarea", "button") and given.get("name") and self.forms:
            self._add(given["name"], given.get("type", tag), given.get("value", ""))
        elif tag == "select" and self.forms:
            self._select = (given.get("name", ""), [])
        elif tag == "option" and self._select:
            values = self._select[1]
            values.insert(0 if "selected" in given else len(values), given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select and self.forms:
            name, values = self._select
            self.forms[-1].fields.append((name, "select", values or [""]))
            self._select = None

    def _add(self, name: str, kind: str, value: str) -> None:
        fields = self.forms[-1].fields
        if kind in ("checkbox", "radio"):  # one field with several values
            for known, of_kind, values in fields:
                if known == name and of_kind == kind:
                    values.append(value)
                    return
        fields.append((name, kind, [value]))
