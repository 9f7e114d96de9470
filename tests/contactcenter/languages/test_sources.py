"""What is found in sources: every text that is marked, wherever it stands, and nothing else."""

from __future__ import annotations

import pytest

from contactcenter.languages import python, scripts, templates
from contactcenter.languages.marked import NotALiteralError, Text


def found(texts: object) -> list[tuple[str, ...]]:
    return [(each.text, each.plural, each.context) for each in texts]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('t("Close")', [("Close", "", "")]),
        ('html`<a title=${t("Close")}>${on ? html`<b>${t("Send {file}", { file })}</b>` : nothing}</a>`',
         [("Close", "", ""), ("Send {file}", "", "")]),
        ('tn(\n  "{n} file",\n  "{n} files",\n  count,\n)', [("{n} file", "{n} files", "")]),
        ('parts("{who} left", { who: html`<b>${t("You")}</b>` })', [("{who} left", "", ""), ("You", "", "")]),
        ('pgettext("to call somebody", "Call")', [("Call", "", "to call somebody")]),
        ('say(by, reader, "", "{who} joined")', [("{who} joined", "", "")]),
        ("t('Don\\'t')", [("Don't", "", "")]),
        ('// t("Not me")\nconst at = list.t("nor me"); /* t("me neither") */', []),
        ('const same = /t\\("x"\\)/.test(text);', []),
    ],
)  # fmt: skip
def test_texts_of_scripts_are_found(source: str, texts: list[tuple[str, ...]]) -> None:
    assert found(scripts.texts(source, "a.js")) == texts


@pytest.mark.parametrize("source", ["t(words)", 't("a" + b)', "t(`a ${b}`)", 'tn(one, "many", 2)', 'pgettext(where, "Call")'])
def test_a_text_that_is_no_literal_cannot_be_collected(source: str) -> None:
    with pytest.raises(NotALiteralError, match=r"a\.js:2"):
        list(scripts.texts(f"\n{source};", "a.js"))


def test_texts_of_python_are_found() -> None:
    source = """
first = _("Two " "parts")
second = ngettext("%(count)d file", "%(count)d files", n)
third = pgettext_lazy("of a person", "name")
fourth = _(WORDS[reason])
"""
    assert found(python.texts(source, "a.py")) == [
        ("Two parts", "", ""),
        ("%(count)d file", "%(count)d files", ""),
        ("name", "", "of a person"),
    ]


def test_texts_of_templates_are_found_as_django_looks_them_up() -> None:
    source = """{% load i18n %}{% translate "Close" %}
{% translate "Name" context "of a thing" %}{{ words|default:_("None yet") }}
{% blocktranslate with who=name %}{{ who }} left{% endblocktranslate %}
{% blocktranslate count n=n %}{{ n }} file{% plural %}{{ n }} files{% endblocktranslate %}"""
    texts = list(templates.texts(source, "a.html"))
    assert set(found(texts)) == {
        ("Close", "", ""),
        ("Name", "", "of a thing"),
        ("None yet", "", ""),
        ("%(who)s left", "", ""),
        ("%(n)s file", "%(n)s files", ""),
    }
    assert Text("%(who)s left", "a.html", 3) in texts
