"""Network addresses as they're counted and banned: the owner of one IPv6 address has a whole network of them."""

from __future__ import annotations

import ipaddress
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

LONGEST: Final = 64
NARROW: Final = 64
"""Prefix of one household or one machine."""
WIDE: Final = 48
"""Prefix a provider may give to one customer."""
TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses that a translator wrote as IPv6 (RFC 6052)."""


def of_request(request: HttpRequest) -> str:
    """Return the sender's address: the connection's, or the one our own proxies report."""
    return _told(request.headers.get("X-Forwarded-For", "")) or str(request.META.get("REMOTE_ADDR", ""))


def of_scope(scope: Any) -> str:
    """Return the same for the scope of a socket."""
    values = [value.decode("latin-1") for name, value in scope.get("headers", []) if name == b"x-forwarded-for"]
    return _told(",".join(values)) or str((scope.get("client") or [""])[0])


def _told(forwarded: str) -> str:
    """Return the address the outermost of our own proxies reports; empty without proxies."""
    known = [part.strip() for part in forwarded.split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    return known[-trusted] if trusted and len(known) >= trusted else ""


def network(address: str) -> str:
    """Return an IPv4 address (also from its IPv6 form), the /64 of an IPv6 address, or any other text cut to LONGEST.

    >>> network("2001:db8:1:2:3::4"), network("::ffff:192.0.2.1")
    ('2001:db8:1:2::/64', '192.0.2.1')
    """
    known = _parsed(address)
    if isinstance(known, ipaddress.IPv6Address):
        return _around(known, NARROW)
    return str(known) if known else address.strip()[:LONGEST]


def site(address: str) -> str:
    """Return the /48 of an IPv6 address; empty for any other."""
    known = _parsed(address)
    return _around(known, WIDE) if isinstance(known, ipaddress.IPv6Address) else ""


def _around(address: ipaddress.IPv6Address, prefix: int) -> str:
    return str(ipaddress.IPv6Network((int(address), prefix), strict=False))


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Parse the address, without the port or the brackets some proxies add."""
    text = address.strip().partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        known = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped:
            return known.ipv4_mapped
        if known in TRANSLATED:
            return ipaddress.IPv4Address(int(known) & 0xFFFFFFFF)
    return known
