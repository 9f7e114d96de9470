"""Another website: a real server on its own port with one page, as the test writes it."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from tests.servers import Site


class Somebody:
    """``with Somebody() as website``; ``website.head`` and ``website.headers`` belong to its page."""

    def __init__(self) -> None:
        self.head = ""
        self.headers: dict[str, str] = {}
        website = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = f"<!doctype html><title>Somebody</title>{website.head}<body><h1>Somebody else</h1></body>".encode()
                self.send_response(200)
                for name, value in {"Content-Type": "text/html", "Content-Length": str(len(page)), **website.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def be_allowed(self, site: Site) -> None:
        """Add it to the demo widget's origins."""
        change = f"w = Widget.objects.get(key='demo'); w.origins = [*w.origins, '{self.origin}']; w.save()"
        site.manage("shell", "-c", f"from sessions_app.models import Widget; {change}")
