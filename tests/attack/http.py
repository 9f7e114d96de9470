"""Minimal HTTP/1.1 from any loopback address: one request per connection."""

from __future__ import annotations

import asyncio
import json
from typing import Any, NamedTuple

SECONDS = 30.0


class Answer(NamedTuple):
    """An answer. Status 0 means that the connection ended without one."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def cookie(self, name: str) -> str:
        """Return the value of the cookie this answer sets, or an empty string."""
        for line in self.headers.get("set-cookie", []):
            key, _equals, value = line.partition(";")[0].partition("=")
            if key.strip() == name:
                return value
        return ""


NOTHING = Answer(0, {}, b"")


async def ask(
    port: int,
    path: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    address: str = "127.0.0.1",
    seconds: float = SECONDS,
) -> Answer:
    """Send a request and read the answer to its end."""
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
            try:
                writer.write(request(port, path, method, {"Content-Length": str(len(body)), **(headers or {})}) + body)
                await writer.drain()
                return await _answer(reader, bodiless=method == "HEAD")
            finally:
                writer.transport.abort()
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
        return NOTHING


def request(port: int, path: str, method: str, headers: dict[str, str]) -> bytes:
    """Return the head of a request by the product's own page."""
    lines = {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}", "Connection": "close", **headers}
    return "\r\n".join([f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items()), "\r\n"]).encode()


async def _answer(reader: asyncio.StreamReader, *, bodiless: bool) -> Answer:
    head, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _colon, value = line.partition(":")
        headers.setdefault(name.lower(), []).append(value.strip())
    if bodiless:
        body = b""
    elif "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"][0]))
    else:
        body = await reader.read()
    return Answer(int(head.split()[1]), headers, body)
