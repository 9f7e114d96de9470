"""A server for all host sites: each has its own address, on any host name."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import quote, unquote, urlsplit

from tests.browser.hosts.sites import HOSTS, SCRIPT, Host
from tests.browser.pages import query
from tests.servers import Site

NAMES = ("127.0.0.1", "shop.test")
"""Origins allowed for the widget. Every host name leads here (see ``browser``)."""


class Websites:
    """``with Websites(site) as websites``; ``websites.address(host)`` is where to visit the site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        websites = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                websites._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        origins = [f"http://{name}:{self._server.server_port}" for name in NAMES]
        query(site, "UPDATE sessions_app_widget SET origins = ? WHERE key = 'demo'", json.dumps(origins))

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def address(self, host: Host) -> str:
        """Return the site's own page, or the enclosing one."""
        return self._address(host.around_on, host, "around") if host.around else self._address(host.on, host, "page")

    def filled(self, text: str, host: Host) -> str:
        return text.replace("{base}", self._site.url).replace("{here}", self._address(host.on, host, "page"))

    def _address(self, name: str, host: Host, page: str) -> str:
        return f"http://{name}:{self._server.server_port}/{quote(host.name)}/{page}"

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        name, _slash, page = unquote(urlsplit(request.path).path).strip("/").partition("/")
        host = next((host for host in HOSTS if host.name == name), None)
        if host is None:  # the icon of a page that has lost its own
            request.send_response(204)
            request.end_headers()
            return
        text = "<!doctype html><title>Elsewhere</title><link rel=icon href=data:,>"
        if page == "around":
            text += host.around
        elif page == "page":
            head = f"<meta charset=utf-8><title>Somebody</title><link rel=icon href=data:,>{host.head}{SCRIPT}"
            text = f"{host.doctype}{head}<body>{host.body}{host.tail}"
        content = self.filled(text, host).encode()
        request.send_response(200)
        headers = host.headers if page == "page" else {}
        for header, value in {"Content-Type": "text/html", "Content-Length": str(len(content)), **headers}.items():
            request.send_header(header, self.filled(value, host))
        request.end_headers()
        request.wfile.write(content)
