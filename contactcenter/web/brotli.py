"""Brotli compression of answers that every guest downloads, if the browser accepts it.

Only for answers without a secret: the middleware that compresses all others hides theirs behind random bytes (BREACH).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Final

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

TAKEN: Final = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
QUALITY: Final = 11
KEPT: Final = 256
"""The best level takes tens of milliseconds for 10 KB: such views give few different answers, and each is compressed once."""

View = Callable[..., HttpResponse]


@lru_cache(maxsize=KEPT)
def _compressed(content: bytes) -> bytes:
    compressed: bytes = brotli.compress(content, quality=QUALITY)
    return compressed


def brotli_compressed(view: View) -> View:
    """Return the view's answer, compressed (RFC 7932)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        response = view(request, *args, **options)
        patch_vary_headers(response, ["Accept-Encoding"])
        if TAKEN.search(request.headers.get("Accept-Encoding", "")):
            response.content = _compressed(response.content)
            response.headers["Content-Encoding"] = "br"
        return response

    return answer
