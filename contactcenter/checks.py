"""Refuse to start with settings that are unsafe or can't work: in ``manage.py check``, and in the server itself.

Development is exempt: its key, addresses and accounts are for trying only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.checks import Error, register

KEY_LENGTH: Final = 50
KEY_CHARACTERS: Final = 5
TURN_SECRET_LENGTH: Final = 16
HERE: Final = ("localhost", "127.0.0.1", "::1")
MAKE_ONE: Final = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"


def start() -> None:
    """Exit with all errors in words, unless a server may start with these settings."""
    faults = environment()
    if faults:
        words = "\n".join(f"- {fault.msg} {fault.hint}" for fault in faults)
        raise SystemExit(f"The product does not start with this environment:\n{words}")


@register("contactcenter")
def environment(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """Return the errors of the environment; none in development."""
    if settings.DEVELOPMENT:
        return []
    found = [*_key(), *_public_url(), *_origins(), *_turn(), *_single_sign_on(), *_language()]
    return [Error(words, hint=hint, id=f"contactcenter.E{number:03}") for number, words, hint in found]


Found = Iterator[tuple[int, str, str]]


def _language() -> Found:
    if settings.HOUSE_LANGUAGE not in dict(settings.LANGUAGES):
        hint = f"Choose one of: {', '.join(dict(settings.LANGUAGES))}."
        yield 14, f"CONTACTCENTER_LANGUAGE is no language the product has texts in: {settings.HOUSE_LANGUAGE!r}.", hint


def _key() -> Found:
    for name, keys in (("SECRET_KEY", [settings.SECRET_KEY]), ("SECRET_KEY_FALLBACKS", settings.SECRET_KEY_FALLBACKS)):
        for key in map(str, keys):
            if len(key) < KEY_LENGTH or len(set(key)) < KEY_CHARACTERS or key.startswith("django-insecure-"):
                yield 1, f"{name} is too short or too simple: anyone who guesses it can sign in as anyone.", MAKE_ONE


def _public_url() -> Found:
    url = settings.PUBLIC_URL
    parts = _parts(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        yield 2, f"CONTACTCENTER_PUBLIC_URL is not a URL: {url!r}.", "Write it with its scheme, such as https://cc.example"
    elif url != f"{parts.scheme}://{parts.netloc}" or "@" in parts.netloc:
        hint = "The product needs its own host name, without a path, a query or a name before @."
        yield 3, f"CONTACTCENTER_PUBLIC_URL has more than scheme, host and port: {url!r}.", hint
    elif parts.scheme == "http" and parts.hostname not in HERE and not settings.PLAIN_HTTP:
        hint = "Use https, or set CONTACTCENTER_PLAIN_HTTP=1 for a network where that is intended; calls can't work there."
        yield 4, "CONTACTCENTER_PUBLIC_URL begins with http://: passwords and chats would cross the network unencrypted.", hint


def _origins() -> Found:
    for origin in settings.SOCKET_ORIGINS:
        parts = _parts(origin)
        exact = parts and parts.scheme in ("http", "https") and parts.hostname and origin == f"{parts.scheme}://{parts.netloc}"
        if not exact or "*" in origin:
            hint = "Write each as scheme, host and port, such as https://cc.example"
            yield 5, f"CONTACTCENTER_ORIGINS contains {origin!r}, which is not an exact origin.", hint


def _turn() -> Found:
    for name, urls, schemes in (
        ("CONTACTCENTER_STUN_URLS", settings.STUN_URLS, "stuns?"),
        ("CONTACTCENTER_TURN_URLS", settings.TURN_URLS, "turns?"),
    ):
        for url in urls:
            if not re.fullmatch(rf"{schemes}:[^\s/@]+", url):
                scheme = schemes.removesuffix("s?")
                hint = f"Write it such as {scheme}:{scheme}.example:3478 (RFC 7064, RFC 7065)"
                yield 6, f"{name} contains {url!r}, which browsers don't accept.", hint
    if settings.TURN_URLS and len(settings.TURN_SECRET) < TURN_SECRET_LENGTH:
        words = "CONTACTCENTER_TURN_SECRET is missing or too short: the relay would refuse everyone, or serve anyone."
        yield 7, words, f"{MAKE_ONE}, the same for the relay"
    if settings.RELAY_ONLY and not settings.TURN_URLS:
        hint = "Set CONTACTCENTER_TURN_URLS, or remove CONTACTCENTER_RELAY_ONLY."
        yield 8, "CONTACTCENTER_RELAY_ONLY is set but there is no relay: no call could connect.", hint


def _single_sign_on() -> Found:
    for provider in settings.OIDC_PROVIDERS:
        if provider.missing:
            words = f"Single sign-on by {provider.name!r} is set up by half: {', '.join(provider.missing)} missing."
            yield 9, words, "Set them, or remove the others that begin with CONTACTCENTER_OIDC_."
        parts = _parts(provider.issuer) if provider.issuer else None
        if provider.issuer and (parts is None or parts.scheme != "https") and not _is_here(parts):
            hint = "Use https: whoever is between us and the provider could sign in as anyone."
            yield 10, f"{provider.prefix}ISSUER is no https address: {provider.issuer!r}.", hint
        if "openid" not in provider.scopes:
            yield 11, f"{provider.prefix}SCOPES has no openid: the provider would send no ID token.", "Add it."
    ids = [provider.id for provider in settings.OIDC_PROVIDERS]
    if len(ids) != len(set(ids)) or not all(re.fullmatch(r"[a-z][a-z0-9]*", name) for name in ids):
        yield (
            12,
            "CONTACTCENTER_OIDC_PROVIDERS has a name twice, or one that isn't of letters and digits.",
            "Such as company,partner",
        )
    if settings.REQUIRE_SECOND_FACTOR == "off" and settings.OIDC_SECOND_FACTOR == "provider":
        hint = "Set CONTACTCENTER_REQUIRE_SECOND_FACTOR, or remove it."
        yield 13, "CONTACTCENTER_OIDC_SECOND_FACTOR has no effect: no second factor is required.", hint


def _is_here(parts: SplitResult | None) -> bool:
    return parts is not None and parts.hostname in HERE


def _parts(url: str) -> SplitResult | None:
    """Return the parts of an address; None if it can't be parsed, such as one whose port isn't a number."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
