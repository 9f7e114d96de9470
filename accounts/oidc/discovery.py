"""A provider's configuration and keys, fetched over HTTP and kept for ten minutes: it need not answer twice for every sign-in."""

from __future__ import annotations

import time
from typing import Any, Final

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error


class ProviderAwayError(OAuth2Error):
    """The provider doesn't answer: nobody's fault here, and no attempt to guess anything."""


KEPT_SECONDS: Final = 600.0
PAUSE_SECONDS: Final = 5.0
"""Shortest time between two looks for a key that wasn't there."""
_kept: Final[dict[str, tuple[float, dict[str, Any]]]] = {}


def configuration(issuer: str) -> dict[str, Any]:
    """Return the provider's configuration. Raises OAuth2Error if it isn't one of this issuer."""
    found = _fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration", KEPT_SECONDS)
    if found.get("issuer") != issuer:
        raise OAuth2Error("the configuration is of another issuer")
    return found


def keys(address: str, *, anew: bool = False) -> dict[str, Any]:
    """Return the provider's keys; ``anew``: one is missing among those that are kept."""
    return _fetched(address, PAUSE_SECONDS if anew else KEPT_SECONDS)


def forget() -> None:
    """Fetch everything anew: for tests."""
    _kept.clear()


def _fetched(address: str, seconds: float) -> dict[str, Any]:
    at, found = _kept.get(address, (0.0, {}))
    if at and time.monotonic() - at < seconds:
        return found
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderAwayError(f"the provider does not answer ({type(error).__name__})") from None
    if not isinstance(found, dict):
        raise OAuth2Error("the provider's answer is no object")
    _kept[address] = (time.monotonic(), found)
    return found
