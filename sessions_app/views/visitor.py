"""Facts about the sender of a request: address, language, browser and system. Hints for operators, never a right to anything."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from contactcenter.keyed_hash import keyed_hash
from contactcenter.network_address import network
from contactcenter.realtime.wire import Fault

BROWSERS: Final = [("Edge", r"Edg(?:A|iOS)?/(\d+)"), ("Opera", r"OPR/(\d+)"), ("Samsung Internet", r"SamsungBrowser/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"), ("Chrome", r"(?:Chrome|CriOS)/(\d+)"), ("Safari", r"Version/(\d+).*Safari")]  # fmt: skip
SYSTEMS: Final = [("iOS", r"iPhone|iPad"), ("Android", r"Android"), ("Windows", r"Windows"), ("macOS", r"Macintosh"),
    ("ChromeOS", r"CrOS"), ("Linux", r"Linux")]  # fmt: skip


def address_hash(plain: str) -> str:
    """Return the address in the form stored for bans: a keyed hash of the network, so that the database doesn't reveal where a
    client was.
    """
    return keyed_hash("sessions_app.address", network(plain)) if plain else ""


def own_page(request: HttpRequest) -> None:
    """Raise Fault ``client.origin`` unless the request comes from our own page: of the public address, whatever Host the proxy sends, or of
    this one.
    """
    ours = {*settings.SOCKET_ORIGINS, settings.PUBLIC_URL, f"{request.scheme}://{request.get_host()}"}
    if request.headers.get("Origin", "") not in ours:
        raise Fault("client.origin", _("Only the widget’s own page can request this."))


def language(request: HttpRequest) -> str:
    """Return the reader's first language, such as ``de-AT``; empty if the browser doesn't say."""
    return re.split(r"[,;]", request.headers.get("Accept-Language", ""), maxsplit=1)[0].strip()[:35]


def browser(agent: str) -> tuple[str, str]:
    """Return browser with version, and system, in words; empty if unknown."""
    named = ((name, re.search(pattern, agent)) for name, pattern in BROWSERS)
    program = next((f"{name} {found[1]}" for name, found in named if found), "")
    system = next((name for name, pattern in SYSTEMS if re.search(pattern, agent)), "")
    return program, system
