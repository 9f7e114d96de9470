"""Text files are shown with their own character set."""

from __future__ import annotations

import os

import pytest

from sessions_app.files import charset

TEXTS = [
    ("cp1250", "Jméno;Město\r\nJan Novák;Praha\r\n"), ("cp1250", "Jméno;Město"), ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy"),
    ("cp1250", "Zażółć gęślą jaźń"), ("cp1252", "Name;Straße\r\nMüller;Köln\r\n"), ("cp1252", "Déjà vu à la crème brûlée"),
    ("cp1252", "Año;Señor Muñoz"), ("cp1251", "Имя;Город\r\nИван;Москва\r\n"), ("cp1253", "Καλημέρα κόσμε, τι κάνεις"),
    ("utf-16", "Jméno;Město\r\n"), ("utf-8", "Jméno;Město\r\n"), ("utf-8-sig", "Jméno;Město\r\n"), ("ascii", "name;city"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "text"), TEXTS)
def test_common_encodings_are_decoded_correctly(encoding: str, text: str) -> None:
    content = text.encode(encoding)
    assert content.decode(charset.of_text(content)).removeprefix("\ufeff") == text


def test_a_text_cut_within_a_character_is_still_unicode() -> None:
    assert charset.of_text(("ě" * charset.HEAD).encode()[: charset.HEAD - 1]) == "utf-8"
    assert charset.of_text("ě".encode("utf-16-be").join([b"\xfe\xff", b""])) == "utf-16be"


@pytest.mark.parametrize("content", [b"", b"+ADw-script+AD4-", os.urandom(4096), bytes(range(128, 256)) * 100, b"\x1b$B$3$s"])
def test_the_detected_charset_is_always_a_harmless_one(content: bytes) -> None:
    known = {"utf-8", "utf-16le", "utf-16be", *(page.replace("cp", "windows-") for page in charset.WINDOWS)}
    assert charset.of_text(content) in known
