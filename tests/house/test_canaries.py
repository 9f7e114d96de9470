"""The watch over the logs bites."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

import pytest

from tests.canaries import WORDS, Watch, canaries
from tests.servers.process import Server
from tests.world.world import PHONE


@pytest.fixture
def watch() -> Watch:
    """One of our own: the run's would fail this test."""
    return Watch()


def record(message: str, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord("somewhere", logging.WARNING, __file__, 1, message, arguments, None)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_in_the_log_is_found(watch: Watch, word: str) -> None:
    watch.handle(record("refused: %s", {"text": word}))
    (found,) = watch.take()
    assert repr(word) in found


@pytest.mark.parametrize("size", [24, 32])
def test_a_token_in_the_log_is_found(size: int) -> None:
    token = f"aB3{secrets.token_urlsafe(size)[3:]}"
    assert canaries(f"GET /?token={token} 404") == [token]
    assert canaries(f"GET /{'a' * 43} test_a_name_of_a_test_that_has_43_characters 0123456789abcdef0123456789abcdef") == []


def test_a_word_in_the_log_of_a_server_is_found_once(watch: Watch, tmp_path: Path) -> None:
    file = tmp_path / "server.log"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Server, "logs", {file, tmp_path / "gone.log"})
        file.write_text("started\n")
        assert watch.take() == []
        with file.open("a") as log:
            log.write(f"could not call {PHONE}\n")
        assert len(watch.take()) == 1
        assert watch.take() == []


def test_what_the_product_shortens_is_no_find(watch: Watch) -> None:
    watch.handle(record("Not Found: /i/%s/", secrets.token_urlsafe(24)))
    watch.handle(record("Not Found: /share/file/%s/boiler.png", "signed"))
    assert watch.take() == []
