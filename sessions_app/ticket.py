"""The return ticket: a client's token under seal, for a host page to hold while the frame may store nothing.

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
    """Whom a ticket is for: all of it must be the same again."""

    widget: str
    address: str
    agent: str

    def mark(self) -> str:
        """A sum of the three; what they are does not stand in the ticket."""
        return hashlib.sha256(json.dumps([self.widget, self.address, self.agent]).encode()).hexdigest()


def _seal() -> MultiFernet:
    """Closes with the secret key, opens with former ones as well."""
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"contactcenter return ticket").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def _as_written(ticket: str) -> bool:
    """Whether it is written the one way we write it: base64 ignores some bits of its last letter, and a seal does not see them."""
    try:
        return base64.urlsafe_b64encode(base64.urlsafe_b64decode(ticket)).decode() == ticket
    except ValueError:
        return False


def made(token: str, holder: Holder, *, now: int) -> str:
    """A ticket for this holder; ``now`` is in seconds since 1970."""
    return _seal().encrypt_at_time(json.dumps([holder.mark(), token]).encode(), now).decode()


def opened(ticket: str, holder: Holder, *, now: int) -> str:
    """The token in a ticket; empty when it is not ours, too old, or somebody else's."""
    if len(ticket) > LONGEST or not _as_written(ticket):
        return ""
    try:
        mark, token = json.loads(_seal().decrypt_at_time(ticket.encode(), SECONDS, now))
    except InvalidToken:
        return ""
    return str(token) if mark == holder.mark() else ""
