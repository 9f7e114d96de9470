"""Addresses on the public address of the product, whatever Host a proxy sends."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    """Return the address of this path for people and machines elsewhere."""
    return f"{settings.PUBLIC_URL}{path}"
