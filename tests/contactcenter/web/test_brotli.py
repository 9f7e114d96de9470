"""Compressed answers for every guest."""

from __future__ import annotations

import brotli
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from contactcenter.web.brotli import brotli_compressed

TEXT = b"Talk to us. " * 100


@brotli_compressed
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEXT)


@pytest.mark.parametrize("accepted", ["br", "gzip, deflate, br, zstd", "br;q=0.9, gzip"])
def test_browsers_that_accept_brotli_get_it(accepted: str) -> None:
    answer = page(RequestFactory().get("/", headers={"Accept-Encoding": accepted}))
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert brotli.decompress(answer.content) == TEXT


def test_the_same_answer_is_compressed_once() -> None:
    pages = [page(RequestFactory().get("/", headers={"Accept-Encoding": "br"})) for _time in range(2)]
    assert pages[0].content is pages[1].content


@pytest.mark.parametrize("accepted", ["", "gzip", "br;q=0", "br;q=0.0, gzip", "abrupt"])
def test_others_get_plain_answers_and_caches_are_told_by_vary(accepted: str) -> None:
    answer = page(RequestFactory().get("/", headers={"Accept-Encoding": accepted}))
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content == TEXT
