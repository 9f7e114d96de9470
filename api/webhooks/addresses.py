"""Where webhooks may be sent: to public hosts by https. Everything inside our own network is refused in words.

A name is resolved, every address it has is checked, and the connection is made to a checked address: a name that changes in between
(DNS rebinding) gains nothing. Administrators allow networks of their own by CONTACTCENTER_WEBHOOK_ALLOW.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

Address = IPv4Address | IPv6Address
LONGEST: Final = 500
LOOPBACK: Final = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
GLOBAL_IPV6: Final = IPv6Network("2000::/3")
NOT_PUBLIC: Final = tuple(
    ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure's metadata, on a public address
        "192.0.0.0/24",  # protocol assignments, and the metadata of a cloud
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",
        "3fff::/20",
    )
)
NAT64: Final = IPv6Network("64:ff9b::/96")
COMPATIBLE: Final = IPv6Network("::/96")
LAST_IS_NUMBER: Final = re.compile(r"(?:^|\.)(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?$")


class AddressRefusedError(Exception):
    """The address isn't one we send to; the text says why."""


class UnknownHostError(Exception):
    """The name has no address, or none can be found just now."""


class Target(NamedTuple):
    """A webhook's URL in parts. ``host`` is the name for TLS and the header; ``path`` has the query."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def target(url: str) -> Target:
    """Take a URL apart. Raises AddressRefusedError for anything that isn't a plain https address; names aren't resolved."""
    if not url or len(url) > LONGEST or re.search(r"[\x00-\x20\x7f\\]", url) or not url.isascii():
        raise AddressRefusedError(
            _("Write the address in plain characters without spaces, such as https://crm.example.com/events")
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefusedError(_("This isn’t an address. Write it such as https://crm.example.com/events")) from None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("http", "https") or not host:
        raise AddressRefusedError(_("The address must begin with https:// and name a host."))
    if "@" in parts.netloc:
        raise AddressRefusedError(_("The address must not contain a user name or password: each event is signed instead."))
    if "#" in url:
        raise AddressRefusedError(_("Remove the part from # on: it’s never sent."))
    if "%" in parts.netloc:
        raise AddressRefusedError(_("Write the host name without %."))
    secure = parts.scheme == "https"
    port = port if port is not None else (443 if secure else 80)
    if port not in (80, 443) and port < 1024:
        raise AddressRefusedError(_("Port %(port)s belongs to another service. Use 443, or one from 1024 on.") % {"port": port})
    if LAST_IS_NUMBER.search(host) and _literal(host) is None:
        raise AddressRefusedError(_("Write the IP address in its usual form, such as 203.0.113.7."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, host, port, path)


Resolver = Callable[[str, int], Sequence[str]]


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host. Raises UnknownHostError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise UnknownHostError(_("%(host)s can’t be found.") % {"host": host}) from None
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def looked_up(url: str) -> Resolver:
    """Look the host of a URL up now, and return a resolver that gives the same answer. It never raises by itself."""
    try:
        to = target(url)
        found = [] if _literal(to.host) else resolve(to.host, to.port)
    except (AddressRefusedError, UnknownHostError) as error:
        refusal = error

        def again(_host: str, _port: int) -> list[str]:
            raise refusal

        return again
    return lambda _host, _port: found


def checked(to: Target, resolver: Resolver | None = None, *, loopback: bool = False) -> list[str]:
    """Return the addresses to connect to. Raises AddressRefusedError if any of the host's addresses isn't allowed.

    ``loopback``: this machine is allowed, as it always is in development.
    """
    literal = _literal(to.host)
    addresses = [str(literal)] if literal else (resolver or resolve)(to.host, to.port)
    for address in addresses:
        _check(address, to, loopback or settings.DEVELOPMENT)
    return list(addresses)


def _check(text: str, to: Target, this_machine: bool) -> None:
    address = _literal(text)
    if address is None:
        raise AddressRefusedError(_("%(host)s has an address that can’t be read.") % {"host": to.host})
    address = _embedded(address)
    loopback = any(address in network for network in LOOPBACK)
    allowed = any(address in network for network in settings.WEBHOOK_ALLOW) or (loopback and this_machine)
    if not allowed and not is_public(address):
        where = to.host if to.host == str(address) else f"{to.host} ({address})"
        words = _("%(where)s is inside a private or reserved network. Use a public address, or name the network in %(setting)s.")
        raise AddressRefusedError(words % {"where": where, "setting": "CONTACTCENTER_WEBHOOK_ALLOW"})
    if not to.secure and not loopback:
        raise AddressRefusedError(_("Use https: without it anyone on the way can read the events."))


def is_public(address: Address) -> bool:
    """Return whether this address belongs to the internet at large."""
    if address.is_multicast or not address.is_global or any(address in network for network in NOT_PUBLIC):
        return False
    return address.version == 4 or address in GLOBAL_IPV6


def _embedded(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address leads to: mapped, compatible, NAT64 and 6to4."""
    if isinstance(address, IPv4Address):
        return address
    if inner := address.ipv4_mapped or address.sixtofour:
        return inner
    if address in NAT64 or (address in COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None
