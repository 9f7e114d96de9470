"""The relay: each of its addresses is asked for two relayed ones, which then send to each other (RFC 8656)."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple
from urllib.parse import parse_qs

import aioice.stun
import aioice.turn
from django.conf import settings

from operation.doctor.finding import Finding, ok, warning, wrong
from videocall.ice import credential

PART: Final = "relay"
SECONDS: Final = 8.0
PORTS: Final = {"turn": 3478, "turns": 5349}


class Address(NamedTuple):
    """A TURN URI in parts (RFC 7065)."""

    host: str
    port: int
    transport: str
    encrypted: bool


def examine() -> Iterator[Finding]:
    if not settings.TURN_URLS:
        yield warning(
            PART, "There is none: people behind strict firewalls can't call.", "Run coturn and set CONTACTCENTER_TURN_URLS."
        )
        return
    for url in settings.TURN_URLS:
        try:
            asyncio.run(asyncio.wait_for(_relay(address_of(url)), SECONDS))
        except aioice.stun.TransactionFailed as error:
            code = error.response.attributes.get("ERROR-CODE", (0, ""))
            yield wrong(PART, f"{url} refuses us: {code[0]} {code[1]}.", _advice(int(code[0])))
        except TimeoutError:
            yield wrong(PART, f"{url} does not answer, or doesn't relay.", "Open its ports, those of the relayed range too.")
        except (OSError, ssl.SSLError, aioice.stun.TransactionTimeout) as error:
            yield wrong(
                PART, f"{url} can't be reached: {error or 'no answer'}.", "Check that coturn runs, its port and certificate."
            )
        else:
            yield ok(PART, f"{url} relays both ways.")


def _advice(code: int) -> str:
    if code == 401:
        return "CONTACTCENTER_TURN_SECRET must be coturn's static-auth-secret; both clocks must agree."
    return "See what coturn's log says: quotas, peers it refuses, or addresses it lacks."


def address_of(url: str) -> Address:
    """Return the parts of ``turn:host:port?transport=udp``.

    >>> address_of("turns:turn.example?transport=tcp")
    Address(host='turn.example', port=5349, transport='tcp', encrypted=True)
    """
    scheme, _colon, rest = url.partition(":")
    place, _mark, query = rest.partition("?")
    host, _colon, port = (
        place.rpartition(":") if place.count(":") == 1 or (place.startswith("[") and "]:" in place) else (place, "", "")
    )
    transport = parse_qs(query).get("transport", ["tcp" if scheme == "turns" else "udp"])[0]
    return Address(host.strip("[]"), int(port or PORTS[scheme]), transport, scheme == "turns")


class _Peer(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.heard: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, _address: object) -> None:
        if not self.heard.done():
            self.heard.set_result(data)


async def _relay(address: Address) -> None:
    """Send between two relayed addresses until both have heard of each other."""
    name, password = credential("doctor", settings.TURN_SECRET, datetime.now(UTC))
    tls = ssl.create_default_context() if address.encrypted else None
    ends = []
    try:
        for _end in range(2):
            ends.append(
                await aioice.turn.create_turn_endpoint(
                    _Peer, (address.host, address.port), name, password, ssl=tls, transport=address.transport
                )
            )
        (one, first), (other, second) = ends
        places = [transport.get_extra_info("sockname") for transport in (one, other)]
        while not (first.heard.done() and second.heard.done()):
            one.sendto(b"ping", places[1])
            other.sendto(b"ping", places[0])
            await asyncio.sleep(0.1)
    finally:
        for transport, _peer in ends:
            transport.close()
        await asyncio.sleep(0.05)
