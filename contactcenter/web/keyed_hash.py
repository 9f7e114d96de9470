"""Hashes that nobody can compute without the secret key; former keys (SECRET_KEY_FALLBACKS) are still accepted."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import salted_hmac


def keyed_hash(salt: str, value: str) -> str:
    """Return the hash to store."""
    return salted_hmac(salt, value, algorithm="sha256").hexdigest()


def keyed_hashes(salt: str, value: str) -> list[str]:
    """Return the hashes to look for: with today's key, then with former ones."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(salt, value, secret=key, algorithm="sha256").hexdigest() for key in keys]
