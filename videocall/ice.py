"""ICE servers of a leg: addresses of STUN and TURN, with short-lived credentials.

Reads the settings and the session's widget, writes nothing. Only a current leg of a live call gets credentials.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from contactcenter.realtime.wire import Fault
from videocall.moves import LIVE, RUNNING
from videocall.protocol import IceServer

if TYPE_CHECKING:
    from videocall.models import Call

CREDENTIAL_SECONDS: Final = 600
"""How long a credential opens new allocations; a running one continues. A rejoin brings a fresh credential."""


def ice_servers(call: Call, leg: str, now: datetime) -> tuple[list[IceServer], bool]:
    """Return the servers for ``leg`` and whether it may use relayed candidates only.

    Raises ``call.not_found`` unless ``leg`` carries one side of ``call`` and the two may connect.
    """
    if not may_connect(call) or not leg or leg not in (call.client_leg, call.operator_leg):
        raise Fault("call.not_found", _("There’s no such call."))
    servers = []
    if settings.STUN_URLS:
        servers.append(IceServer(urls=list(settings.STUN_URLS)))
    if settings.TURN_URLS:
        username, password = credential(caller(call, leg), settings.TURN_SECRET, now)
        servers.append(IceServer(urls=list(settings.TURN_URLS), username=username, credential=password))
    return servers, relay_only(call)


def may_connect(call: Call) -> bool:
    """Whether the two browsers may connect in this state of the call: while it rings only if calls are armed."""
    return call.state in (LIVE if settings.ARMED_CALLS else RUNNING)


def caller(call: Call, leg: str) -> str:
    """Return an opaque name for this side of the call that stays the same whichever tab carries it.

    The relay counts allocations by name: a name the browser could choose would have no quota.
    """
    side = "client" if leg == call.client_leg else "operator"
    return salted_hmac("videocall.turn", f"{call.public_id} {side}", algorithm="sha256").hexdigest()[:24]


def relay_only(call: Call) -> bool:
    """Whether the two must not learn each other's network addresses: by the setting for all calls, or by the session's widget."""
    return bool(settings.RELAY_ONLY or call.session.widget.relay_only)


def credential(name: str, secret: str, now: datetime, *, seconds: int = CREDENTIAL_SECONDS) -> tuple[str, str]:
    """Return user name and password by the TURN REST convention: ``"<expiry>:<name>"`` and its HMAC-SHA1, base64."""
    username = f"{int(now.timestamp()) + seconds}:{name}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return username, base64.b64encode(digest).decode()
