"""Words of the search: without accents and points, cut, and the same from question and text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.rules.search_words import LONGEST, MOST_WORDS, Wanted, matches, session_words, wanted, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Žluťoučký kůň", ["zlutoucky", "kun"]),
        ("Straße, ÜBER Łódź", ["strasse", "uber", "lodz"]),
        ("F.22 – it’s cold", ["f", "22", "it", "s", "cold"]),
        ("carla@example.com", ["carla", "example", "com"]),
        ("暖房が", ["暖", "房", "か"]),
        ("fine ①", ["fine", "1"]),
        ("\0\ud800 * NEAR(", ["near"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_folded_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_long_word_is_cut_the_same_in_text_and_question() -> None:
    assert words_of("x" * 10_000) == ["x" * LONGEST]
    assert matches(words_of("x" * 10_000), wanted("x" * 9_000))


def test_a_phone_is_found_by_any_part_of_it_however_written() -> None:
    words = session_words([], ["+420 601 123 456"]).split()
    assert all(matches(words, wanted(text)) for text in ("+420601123456", "601 123 456", "601-123", "456"))
    assert not any(matches(words, wanted(text)) for text in ("56", "602", "phone"))


def test_a_question_without_words_asks_for_nothing() -> None:
    assert not any(wanted(text) for text in ("", "*", '"', "%_", "\0", "☎"))
    assert not matches(["a"], Wanted((), ""))


def test_the_words_of_a_session_are_bounded_however_much_was_said() -> None:
    said = (" ".join(f"{line}{word}{'ﷺ' * 30}" for word in range(300)) for line in range(100))
    assert MOST_WORDS <= len(session_words(said, []).split()) < MOST_WORDS + 4000


@given(st.text(max_size=200))
def test_every_text_is_found_by_itself(text: str) -> None:
    asked = wanted(text)
    assert not asked or matches(session_words([text], [text]).split(), asked)
