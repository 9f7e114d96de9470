"""The return ticket: a client's token, sealed, for a host page to hold while the frame can't store anything.

Only this server can open it, and only for the browser, network address and widget it was made for. Pure but for the clock inside the seal.
See docs/decisions/return-ticket.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from msgspec import Struct

SECONDS: Final = 12 * 3600
LONGEST: Final = 1000


class Holder(Struct, frozen=True):
    """The holder of a ticket: all three must match."""

    widget: str
    address: str
    agent: str

    def mark(self) -> str:
        """Return a hash of the three; the ticket doesn't contain them."""
        return hashlib.sha256(json.dumps([self.widget, self.address, self.agent]).encode()).hexdigest()


def _seal() -> MultiFernet:
    """Seals with the secret key, unseals with former ones as well."""
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"contactcenter return ticket").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def _as_written(ticket: str) -> bool:
    """Whether it has the one spelling we use: base64 ignores some bits of its last letter, and the seal doesn't see them."""
    try:
        return base64.urlsafe_b64encode(base64.urlsafe_b64decode(ticket)).decode() == ticket
    except ValueError:
        return False


def seal(token: str, holder: Holder, *, now: int) -> str:
    """Return a ticket for this holder; ``now`` is in seconds since 1970."""
    return _seal().encrypt_at_time(json.dumps([holder.mark(), token]).encode(), now).decode()


def unseal(ticket: str, holder: Holder, *, now: int) -> str:
    """Return the token in a ticket; empty if it's forged, too old, or someone else's."""
    if len(ticket) > LONGEST or not _as_written(ticket):
        return ""
    try:
        mark, token = json.loads(_seal().decrypt_at_time(ticket.encode(), SECONDS, now))
    except InvalidToken:
        return ""
    return str(token) if mark == holder.mark() else ""
