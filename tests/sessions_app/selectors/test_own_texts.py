"""Supervisors' own texts: the reader's language, else its parent, else as first written."""

from __future__ import annotations

from typing import Any

import pytest

from sessions_app.models import AwayReason, CannedResponse, Result, User
from sessions_app.models.own_texts import OwnTexts
from sessions_app.selectors.own_texts import languages_of, missing_in, names_in, own_text
from sessions_app.selectors.reading_language import reading_languages

GERMAN = {"text": {"de": "Guten Tag", "de-at": "Grüß Gott"}}


@pytest.fixture(autouse=True)
def languages(settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("cs", "Czech"), ("de", "German"), ("ar", "Arabic")]
    settings.STAFF_LANGUAGES = settings.LANGUAGES[:3]


@pytest.mark.parametrize(
    ("reader", "text", "language"),
    [
        ("de", "Guten Tag", "de"),
        ("de-at", "Grüß Gott", "de-at"),
        ("de-AT", "Grüß Gott", "de-at"),
        ("de-ch", "Guten Tag", "de"),
        ("de-ch-1996", "Guten Tag", "de"),
        ("cs", "Hello", "en"),
        ("d", "Hello", "en"),
        ("", "Hello", "en"),
        (None, "Hello", "en"),
    ],
)
def test_the_nearest_language_is_taken_and_named(reader: str | None, text: str, language: str) -> None:
    assert own_text(CannedResponse(text="Hello", translations=GERMAN), "text", reader) == (text, language)


def test_what_is_written_first_is_in_the_houses_language(settings: Any) -> None:
    settings.HOUSE_LANGUAGE = "cs"
    assert own_text(CannedResponse(text="Dobrý den"), "text", "de") == ("Dobrý den", "cs")
    assert languages_of(CannedResponse(), "text") == ["en", "de", "ar"]


def test_texts_for_clients_are_asked_for_in_every_language_names_for_operators_in_those_of_the_console() -> None:
    assert languages_of(CannedResponse(), "text") == ["cs", "de", "ar"]
    assert languages_of(AwayReason(), "name") == ["cs", "de"]


def test_a_text_in_the_houses_language_of_earlier_days_can_still_be_changed(settings: Any) -> None:
    settings.HOUSE_LANGUAGE = "cs"
    assert languages_of(Result(name="Vyřešeno", translations={"name": {"cs": "Vyřešeno"}}), "name") == ["en", "cs", "de"]


def test_what_is_missing_counts_only_texts_that_are_written() -> None:
    row = CannedResponse(text="Hello", translations={"text": {"cs": "Dobrý den"}})
    assert missing_in(row) == ["de", "ar"]
    assert missing_in(CannedResponse(text="")) == []


def test_names_without_a_translation_are_left_out() -> None:
    rows: list[Any] = [Result(name="Solved", translations={"name": {"cs": "Vyřešeno"}}), Result(name="Client left")]
    assert names_in("cs", rows) == {"Solved": "Vyřešeno"}
    assert names_in("de", rows) == {}


def test_every_row_with_texts_names_columns_it_has() -> None:
    for model in OwnTexts.__subclasses__():
        assert model.TEXTS
        assert {*model.TEXTS} <= {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize(("chosen", "read"), [("cs", "cs"), ("de-AT", "de"), ("", "en"), ("tlh", "en")])
def test_we_write_to_our_own_people_in_the_language_of_their_account(db: None, chosen: str, read: str) -> None:
    User.objects.create(username="sofia", email="Sofia@shop.example", language=chosen)
    found = reading_languages(["sofia@shop.example", "post@shop.example"])
    assert found == {"sofia@shop.example": read, "post@shop.example": "en"}


def test_an_account_that_is_switched_off_tells_nothing(db: None) -> None:
    User.objects.create(username="sofia", email="sofia@shop.example", language="cs", is_active=False)
    assert reading_languages(["sofia@shop.example"]) == {"sofia@shop.example": "en"}
