"""Static files: found by whitenoise, with no more headers than an immutable file needs.

Runs before the security middleware, whose headers are for pages, and sets the one that a file needs itself.
"""

from __future__ import annotations

import re
from typing import Any, Final

from whitenoise.middleware import WhiteNoiseMiddleware

FOR_ASKING_AGAIN: Final = {"Last-Modified", "ETag"}
"""Browsers never revalidate an immutable file, and each of fifty modules would carry these headers."""

BLUR_WORKER: Final = re.compile(r"/contactcenter/call/background/worker(\.[0-9a-f]+)?\.js$")
BLUR_POLICY: Final = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
"""A worker has the policy of its own file: WebAssembly runs there and nowhere else."""


class StaticFiles(WhiteNoiseMiddleware):
    def add_mime_headers(self, headers: Any, path: str, url: str) -> None:
        super().add_mime_headers(headers, path, url)
        headers["X-Content-Type-Options"] = "nosniff"
        if BLUR_WORKER.search(url):
            headers["Content-Security-Policy"] = BLUR_POLICY
            headers["Cross-Origin-Embedder-Policy"] = "require-corp"  # a page that has one starts no worker without

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> Any:
        file = super().get_static_file(path, url, stat_cache)
        if self.immutable_file_test(path, url):
            file.alternatives = [
                (encoding, place, [header for header in headers if header[0] not in FOR_ASKING_AGAIN])
                for encoding, place, headers in file.alternatives
            ]
        return file
