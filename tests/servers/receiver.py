"""A receiver of webhooks: an HTTP server that answers as a test tells it to, and keeps what it gets. Knows nothing of the product."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple


class Received(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


Behaviour = Callable[[BaseHTTPRequestHandler], None]


def answer(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answer with this status at once. Underscores in the names of headers are hyphens."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return behave


def drop(request: BaseHTTPRequestHandler) -> None:
    """Cut the connection without an answer."""
    request.connection.shutdown(socket.SHUT_RDWR)


class Receiver:
    """``with Receiver() as receiver``. ``behave`` decides what becomes of each request; 204 by itself."""

    def __init__(self, port: int = 0) -> None:
        self.received: list[Received] = []
        self.behave: Callable[[Received], Behaviour] = lambda _received: answer(204)
        self.released = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                received = Received(self.path, headers, body, time.monotonic())
                receiver.received.append(received)
                try:
                    receiver.behave(received)(self)
                except OSError:
                    """The sender has hung up."""

            def log_message(self, *_arguments: object) -> None:
                """Nothing is logged."""

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A cut connection is what some tests are about."""

        self._server = Quiet(("127.0.0.1", port), Handler)

    def hang(self, _request: BaseHTTPRequestHandler) -> None:
        """Say nothing until the receiver is closed."""
        self.released.wait(60)

    def drip(self, request: BaseHTTPRequestHandler) -> None:
        """Answer a byte at a time, for longer than anybody waits."""
        for letter in b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: " + b"x" * 10_000:
            request.connection.sendall(bytes([letter]))
            if self.released.wait(0.02):
                return

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/events"

    @property
    def events(self) -> list[str]:
        return [received.event["type"] for received in self.received]

    def __enter__(self) -> Receiver:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
