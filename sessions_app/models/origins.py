"""Origins that supervisors allow: exact ones, as browsers write them; they're used in the policy of the widget's frame."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_FORM: Final = re.compile(r"(https?)://([^\s/\\?#@:,;*'\"<>%\[\]]+)(?::([0-9]{1,5}))?", re.IGNORECASE)
_HOST: Final = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_USUAL: Final = {"http": 80, "https": 443}
_HERE: Final = ("localhost", "127.0.0.1")


def exact_origin(written: object) -> str:
    """Return the origin as browsers write it: lower case, punycode, no default port. Raises ValidationError."""
    found = _FORM.fullmatch(written) if isinstance(written, str) else None
    scheme, host, port = found.groups() if found else ("", "", None)
    scheme, host = scheme.lower(), _ascii(host)
    if not _HOST.fullmatch(host) or not _address(host) or (port and not 0 < int(port) < 65_536):
        raise ValidationError(
            _(
                "“%(origin)s” is not an origin. Write https:// and the name of the website, with a port if it has one, "
                "and nothing else: https://www.example.com. Each name needs its own line; wildcards aren’t supported."
            ),
            params={"origin": written},
        )
    return f"{scheme}://{host}" + (f":{int(port)}" if port and int(port) != _USUAL[scheme] else "")


def unencrypted(origins: list[str]) -> list[str]:
    """Return the origins where browsers allow no camera and no microphone: plain http, except on this very machine."""
    return [origin for origin in origins if origin.startswith("http:") and origin.split("/")[2].split(":")[0] not in _HERE]


def _ascii(host: str) -> str:
    """Return the name as written in the DNS; empty if it can't be one."""
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return ""


def _address(host: str) -> bool:
    """A host whose last part is a number is an IP address, and must be a complete one."""
    if not host.rpartition(".")[2].isdigit():
        return True
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False
