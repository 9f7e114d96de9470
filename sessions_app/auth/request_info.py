"""Facts about the sender of a request: address, language, browser and system. Hints for operators, never a right to anything."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ua_parser import parse_os, parse_user_agent

from contactcenter.realtime.network_address import network
from contactcenter.realtime.wire import Fault
from contactcenter.web.keyed_hash import keyed_hash

AGENT_LENGTH: Final = 512
"""As much of a User-Agent is looked at; real ones are shorter."""
SYSTEMS: Final = {"Mac OS X": "macOS", "Chrome OS": "ChromeOS"}
"""What people call them now."""


def address_hash(plain: str) -> str:
    """Return the address in the form stored for bans: a keyed hash of the network, so that the database doesn't reveal where a
    client was.
    """
    return keyed_hash("sessions_app.address", network(plain)) if plain else ""


def require_same_origin(request: HttpRequest) -> None:
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
    program, system = parse_user_agent(agent[:AGENT_LENGTH]), parse_os(agent[:AGENT_LENGTH])
    name = " ".join(filter(None, (program.family, program.major))) if program else ""
    return name, SYSTEMS.get(system.family, system.family) if system else ""
