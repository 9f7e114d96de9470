"""Secrets of webhooks: made, kept encrypted, and used to sign.

A secret must be readable to sign with it, so it can't be hashed. It's encrypted with a key derived from SECRET_KEY: a copy of the database
alone is of no use. Former keys (SECRET_KEY_FALLBACKS) still read what they wrote.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from standardwebhooks import Webhook as Signer

PREFIX: Final = "whsec_"
BYTES: Final = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def encrypt(secret: str) -> str:
    return _fernet((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).encrypt(secret.encode()).decode()


def decrypt(stored: str) -> str | None:
    """Return the secret; None if it was encrypted with a key that is no longer known."""
    try:
        return _fernet((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).decrypt(stored.encode()).decode()
    except InvalidToken:
        return None


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=b"api.webhooks.secrets").derive(key.encode()))


def headers(event_id: str, body: str, at: datetime, signing: Iterable[str]) -> dict[str, str]:
    """Return the headers of Standard Webhooks, with a signature by each of the secrets. ``at`` is in UTC."""
    signatures = [Signer(secret).sign(event_id, at, body) for secret in signing]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
