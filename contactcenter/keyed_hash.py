"""Hashes that nobody can make without the secret key; those of former keys (SECRET_KEY_FALLBACKS) still count."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import salted_hmac


def keyed_hash(salt: str, value: str) -> str:
    """The hash to store."""
    return salted_hmac(salt, value, algorithm="sha256").hexdigest()


def keyed_hashes(salt: str, value: str) -> list[str]:
    """The hashes to look for: with the key of today, then with former ones."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(salt, value, secret=key, algorithm="sha256").hexdigest() for key in keys]
