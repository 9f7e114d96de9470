"""From a provider's claims to what somebody is here: pure. A claim may be a list, one value, or values between spaces."""

from __future__ import annotations

from typing import Any, NamedTuple

from contactcenter.oidc_settings import OidcProvider

EVERY_GROUP = "*"
"""The value of a group's claim, or what one is mapped to, that stands for all groups of a supervisor."""


class Person(NamedTuple):
    """``groups``: names of our groups; None when the provider doesn't say."""

    subject: str
    email: str
    verified: bool
    user_name: str
    first_name: str
    last_name: str
    name: str
    operator: bool
    supervisor: bool
    groups: frozenset[str] | None


def person_of(claims: dict[str, Any], provider: OidcProvider) -> Person:
    """Return whom these claims are about."""
    roles = values(claims, provider.roles_claim)
    named = values(claims, provider.groups_claim) if provider.groups_claim else None
    email = str(claims.get("email") or "")
    first, last = str(claims.get("given_name") or ""), str(claims.get("family_name") or "")
    return Person(
        subject=str(claims["sub"]),
        email=email,
        verified=claims.get("email_verified") is True,
        user_name=str(claims.get("preferred_username") or email or claims["sub"]),
        first_name=first[:150],
        last_name=last[:150],
        name=(str(claims.get("name") or "") or f"{first} {last}".strip() or email.partition("@")[0])[:100],
        operator=bool(roles & set(provider.operators)),
        supervisor=bool(roles & set(provider.supervisors)),
        groups=None if named is None else frozenset(provider.groups.get(each, each) for each in named),
    )


def values(claims: dict[str, Any], path: str) -> set[str]:
    """Return the values of a claim named by its path; none if it isn't there or isn't text."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    if isinstance(found, str):
        return set(found.split())
    return {each for each in found if isinstance(each, str)} if isinstance(found, list) else set()
