"""The public address as browsers see it: its certificate, the pages and sockets behind its proxy."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake, InvalidStatus, WebSocketException

from operation.doctor.finding import Finding, ok, warning, wrong

TLS: Final = "TLS"
PROXY: Final = "proxy"
SECONDS: Final = 10.0
DAYS: Final = 14
REACHABLE: Final = (
    "Check the name in DNS, the firewall, and that the proxy runs. Behind NAT the machine may not reach its own address."
)


def examine_tls() -> Iterator[Finding]:
    where = urlsplit(settings.PUBLIC_URL)
    if where.scheme != "https":
        words = f"{settings.PUBLIC_URL} is not encrypted: browsers allow neither camera nor microphone there."
        yield warning(TLS, words, "Use https, unless this is a trial on this machine.")
        return
    try:
        with (
            socket.create_connection((str(where.hostname), where.port or 443), SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=where.hostname) as secured,
        ):
            until = str((secured.getpeercert() or {})["notAfter"])
    except ssl.SSLCertVerificationError as error:
        yield wrong(
            TLS, f"Browsers will refuse the certificate: {error.verify_message}.", "Renew it, with all certificates between."
        )
        return
    except OSError as error:
        yield wrong(TLS, f"{where.netloc} can't be reached: {error}.", REACHABLE)
        return
    days = int((ssl.cert_time_to_seconds(until) - time.time()) // 86_400)
    if days < DAYS:
        yield warning(TLS, f"The certificate ends in {days} days.", "Renew it; renewal should be automatic.")
    else:
        yield ok(TLS, f"The certificate is good for {days} more days.")


def examine_proxy() -> Iterator[Finding]:
    """Ask for a page and a socket through the public address, as a browser does."""
    try:
        status, body = _get("/livez")
        ready, parts = _get("/readyz")
    except OSError as error:
        yield wrong(PROXY, f"{settings.PUBLIC_URL} can't be reached: {error}.", REACHABLE)
        return
    if status != 200:
        yield wrong(PROXY, f"{settings.PUBLIC_URL}/livez answered {status}.", "Check where the proxy passes requests to.")
        return
    if body != b"ok\n":
        yield wrong(
            PROXY, f"{settings.PUBLIC_URL} is answered by something else.", "Check CONTACTCENTER_PUBLIC_URL and the proxy."
        )
        return
    if ready != 200:
        told = parts.decode(errors="replace")
        yield wrong(PROXY, f"A process isn't ready to serve: {told}", "Its log says more. Does it have the same environment?")
    yield from _socket()
    if urlsplit(settings.PUBLIC_URL).scheme == "https" and not settings.TRUSTED_PROXIES:
        words = "CONTACTCENTER_BEHIND_PROXY isn't set: everybody has the proxy's address, and limits would refuse them together."
        yield wrong(PROXY, words, "Set CONTACTCENTER_BEHIND_PROXY=1 if the proxy sends X-Forwarded-For and X-Forwarded-Proto.")


def _get(path: str) -> tuple[int, bytes]:
    """Return status and first bytes of a page. Raises OSError if nothing answers. The environment's proxies are for other places."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{settings.PUBLIC_URL}{path}", timeout=SECONDS) as answer:
            return int(answer.status), answer.read(1000)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(1000)


def _socket() -> Iterator[Finding]:
    url = f"ws{settings.PUBLIC_URL.removeprefix('http')}/ws/client/"
    advice = "Have the proxy pass Upgrade and Connection on (nginx: proxy_set_header Upgrade $http_upgrade), HTTP/1.1 to us."
    try:
        asyncio.run(_open_socket(url))
    except InvalidStatus as error:
        yield wrong(PROXY, f"Sockets don't get through: {url} answered {error.response.status_code}.", advice)
    except (InvalidHandshake, WebSocketException, OSError, EOFError) as error:
        yield wrong(PROXY, f"Sockets don't get through: {error or type(error).__name__}.", advice)
    else:
        yield ok(PROXY, "Pages and sockets get through.")


async def _open_socket(url: str) -> None:
    """Open a client's socket; without a hello the server closes it by itself.

    On one thread: where one thread reads a TLS connection and another writes, now and then what is written is lost (Python 3.13.5).
    """
    async with connect(url, origin=settings.PUBLIC_URL, proxy=None, open_timeout=SECONDS, close_timeout=1):
        pass
