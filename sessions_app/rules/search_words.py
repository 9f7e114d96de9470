"""Words of the full text search (A10): folded and cut here, so that both databases index and find the same. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

LONGEST: Final = 40
"""Longer words are cut, when indexed and when searched for."""
ASKED: Final = 20
"""More words of a question are ignored."""
MOST_WORDS: Final = 5_000
"""Different words of a session that are indexed, however much was said: PostgreSQL takes at most a megabyte of them."""
PHONE: Final = "☎"
"""Begins the ends of phone numbers, so that digits of a phone are found from anywhere and never by mistake."""
SHORTEST_PHONE: Final = 3
_LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_ALONE: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts without spaces: each of their characters is a word."""
_WORD: Final = re.compile(f"[{_ALONE}]|[^\\W_{_ALONE}]+")
_PHONE: Final = re.compile(r"\+?[\d\s()./-]+")


class Wanted(NamedTuple):
    """What to search for: all ``words``, each as the beginning of one; or ``phone``, part of a number. Both empty: nothing matches."""

    words: tuple[str, ...]
    phone: str

    def __bool__(self) -> bool:
        return bool(self.words or self.phone)


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents, points and ligatures."""
    plain = text.casefold()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in parts if unicodedata.category(char) != "Mn").casefold().translate(_LETTERS)
    return [word[:LONGEST] for word in _WORD.findall(plain)]


def phone_words(phone: str) -> list[str]:
    """Return a number's words: every end of it that is long enough."""
    digits = _digits(phone)
    return [PHONE + digits[start:] for start in range(len(digits) - SHORTEST_PHONE + 1)]


def session_words(texts: Iterable[str], phones: Iterable[str]) -> str:
    """Return the words a session is found by, each once, with spaces between them."""
    words = {word for phone in set(phones) for word in phone_words(phone)}
    for text in texts:
        if len(words) > MOST_WORDS:
            break
        words.update(words_of(text))
    return " ".join(sorted(words))


def wanted(text: str) -> Wanted:
    """Read a question. It may be anything: what isn't a word is left out."""
    digits = _digits(text) if _PHONE.fullmatch(text.strip()) else ""
    phone = PHONE + digits if SHORTEST_PHONE <= len(digits) <= LONGEST else ""
    return Wanted(tuple(dict.fromkeys(words_of(text[:1000])))[:ASKED], phone)


def matches(words: Iterable[str], asked: Wanted) -> bool:
    """Return whether these words answer the question, as the databases would."""
    known = list(words)
    begun = bool(asked.words) and all(any(word.startswith(begin) for word in known) for begin in asked.words)
    return begun or (bool(asked.phone) and any(word.startswith(asked.phone) for word in known))


def _digits(text: str) -> str:
    return "".join(str(int(char)) for char in text if char.isdecimal())
