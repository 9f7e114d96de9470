"""Every text people read is marked for translation, and the languages that come with the product have all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactcenter.languages import catalogues, sources
from contactcenter.management.commands.makemessages import keys
from tests.house import unmarked

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = [(language, domain) for language in catalogues.languages() for domain in catalogues.DOMAINS]
FOREIGN = {"templates/demo/site.html"}
"""A website that isn't ours."""
UNWRITTEN = {"management", "doctor", "schema", "rest"}
"""Folders of commands and of the API's description: what they say is for programmers and whoever runs the server, and is English."""


@pytest.mark.parametrize(
    "source",
    [
        'const words = "Nobody is here.";',
        "html`<p>Nobody is here</p>`",
        "html`<p>${name} left</p>`",
        'html`<button aria-label="Close">${icon("x")}</button>`',
        "html`<p class=${look}>${many ? html`<b>All</b>` : nothing}</p>`",
    ],
)
def test_a_text_of_a_script_that_is_not_marked_is_found(source: str) -> None:
    assert list(unmarked.in_script(source))


@pytest.mark.parametrize(
    "source",
    [
        'const words = t("Nobody is here.");',
        'html`<p title=${t("Close")} class="a b">${parts("{who} left", { who })}</p>`',
        'html`<p style="width: ${width}px">${t("Close")}</p>`',
        'const words = pgettext("to call somebody", "Call now");',
        'throw new Error("no picture");',
    ],
)
def test_marked_texts_and_what_nobody_reads_are_not_found(source: str) -> None:
    assert not list(unmarked.in_script(source))


@pytest.mark.parametrize(
    "source",
    [
        'raise Fault("a.b", "Nobody is here.")',
        'raise Fault("a.b", f"{name} is away.")',
        'messages.success(request, "Saved.")',
        'models.CharField(verbose_name="name")',
        'raise ValidationError("Too long.")',
    ],
)
def test_a_text_of_python_that_is_not_marked_is_found(source: str) -> None:
    assert list(unmarked.in_python(source))


@pytest.mark.parametrize("source", ["<p>Nobody</p>", '<a title="Close">{{ name }}</a>', "<p>{{ name }} left</p>"])
def test_a_text_of_a_template_that_is_not_marked_is_found(source: str) -> None:
    assert list(unmarked.in_template(source))
    assert not list(
        unmarked.in_template('<p title="{% translate "Close" %}">{% blocktranslate %}Nobody{% endblocktranslate %}</p>')
    )


def test_every_text_of_the_scripts_is_marked() -> None:
    assert _found("djangojs", unmarked.in_script) == []


def test_every_text_of_the_templates_is_marked() -> None:
    assert _found("django", unmarked.in_template, suffixes=(".html",)) == []


def test_every_refusal_label_and_message_of_the_server_is_marked() -> None:
    assert _found("django", unmarked.in_python, suffixes=(".py",)) == []


def _found(domain: str, search: object, suffixes: tuple[str, ...] = (".js",)) -> list[str]:
    found = []
    for folder, names, _read in sources.SOURCES[domain]:
        for path in sources.files(folder, names):
            file = path.relative_to(ROOT).as_posix()
            if path.suffix not in suffixes or file in FOREIGN or UNWRITTEN & set(path.parts):
                continue
            found += [f"{file}:{line} {text}" for line, text in search(path.read_text("utf-8"))]  # type: ignore[operator]
    return found


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_the_catalogues_have_every_text_and_no_other(domain: str) -> None:
    marked = sources.marked(domain)
    for language in catalogues.languages():
        known = catalogues.read(language, domain)
        assert keys(known) == keys(catalogues.updated(known, marked)), "run manage.py makemessages"


@pytest.mark.parametrize(("language", "domain"), COMPLETE)
def test_every_text_has_a_translation_with_its_placeholders(language: str, domain: str) -> None:
    assert list(catalogues.faults(catalogues.read(language, domain))) == []


@pytest.mark.parametrize(("language", "domain"), COMPLETE)
def test_what_programs_read_is_what_translators_wrote(language: str, domain: str) -> None:
    compiled = catalogues.place(language, domain).with_suffix(".mo")
    assert compiled.read_bytes() == catalogues.compiled(language, domain), "run manage.py compilemessages"
