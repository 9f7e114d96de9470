"""Post a body to a checked address: no redirects, no proxy, no cookies, one connection for each request, all within a few seconds.

The parser is h11; the socket is asyncio's, since a deadline for the whole exchange also ends an answer that drips.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import h11
from django.utils.translation import gettext as _
from msgspec import Struct

from api.webhooks import addresses
from api.webhooks.addresses import Target
from contactcenter import VERSION

SECONDS: Final = 15.0
KEPT: Final = 1024
"""Bytes of an answer's body that are read. The rest isn't waited for."""
HEAD: Final = 16 * 1024


class Answer(Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    body: str


class ExchangeError(Exception):
    """There was no answer; the text says why. ``refused``: the address isn't one we send to."""

    def __init__(self, words: str, *, refused: bool = False) -> None:
        super().__init__(words)
        self.refused = refused


async def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float | None = None) -> Answer:
    """Return the answer, whatever its status. Raises ExchangeError in words, at the latest after ``seconds``."""
    seconds = SECONDS if seconds is None else seconds
    try:
        async with asyncio.timeout(seconds):
            return await _post(url, body, headers)
    except addresses.AddressRefusedError as error:
        raise ExchangeError(str(error), refused=True) from None
    except addresses.UnknownHostError as error:
        raise ExchangeError(str(error)) from None
    except TimeoutError:
        raise ExchangeError(_("There was no whole answer within %(seconds)d seconds.") % {"seconds": seconds}) from None
    except ssl.SSLCertVerificationError as error:
        raise ExchangeError(_("The certificate isn’t valid: %(why)s.") % {"why": error.verify_message}) from None
    except ssl.SSLError:
        raise ExchangeError(_("No encrypted connection could be made.")) from None
    except OSError:
        raise ExchangeError(_("The connection was refused or lost.")) from None
    except (h11.RemoteProtocolError, EOFError):
        raise ExchangeError(_("The answer wasn’t HTTP, or the connection was lost.")) from None


async def _post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    to = addresses.target(url)
    found = await asyncio.to_thread(addresses.checked, to)
    reader, writer = await _connect(to, found)
    try:
        return await _exchange(reader, writer, to, body, headers)
    finally:
        writer.transport.abort()


async def _connect(to: Target, found: list[str]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect to the first of the checked addresses that answers. TLS asks for the host's name."""
    tls: dict[str, Any] = {"ssl": _tls(), "server_hostname": to.host} if to.secure else {}
    error: OSError = ConnectionRefusedError()
    for address in found:
        try:
            return await asyncio.open_connection(address, to.port, limit=HEAD, **tls)
        except ssl.SSLError:
            raise
        except OSError as other:
            error = other
    raise error


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to: Target, body: bytes, headers: Mapping[str, str]
) -> Answer:
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD)
    always = {
        "host": to.authority,
        "content-type": "application/json",
        "content-length": str(len(body)),
        "user-agent": f"contactcenter/{VERSION}",
        "accept": "*/*",
        "connection": "close",
    }
    request = h11.Request(method="POST", target=to.path, headers=[*(always | dict(headers)).items()])
    for part in (request, h11.Data(body), h11.EndOfMessage()):
        writer.write(connection.send(part) or b"")
    await writer.drain()
    answer: h11.Response | None = None
    kept = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(HEAD))
        elif isinstance(event, h11.Response):
            answer = event
        elif isinstance(event, h11.Data):
            kept += event.data
        if answer is not None and (isinstance(event, (h11.EndOfMessage, h11.ConnectionClosed)) or len(kept) >= KEPT):
            found = {name.decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
            return Answer(answer.status_code, found, bytes(kept[:KEPT]).decode(errors="replace"))
        if isinstance(event, h11.ConnectionClosed):
            raise EOFError
