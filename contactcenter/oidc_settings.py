"""Providers of single sign-on as the environment names them. ``CONTACTCENTER_OIDC_…`` is one; with ``CONTACTCENTER_OIDC_PROVIDERS=a,b``
each has variables of its own, such as ``CONTACTCENTER_OIDC_A_ISSUER``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

PREFIX = "CONTACTCENTER_OIDC_"


class OidcProvider(NamedTuple):
    """``prefix``: of its variables. A claim is named by its path, such as ``realm_access.roles``."""

    id: str
    prefix: str
    name: str
    issuer: str
    client_id: str
    secret: str
    scopes: tuple[str, ...]
    roles_claim: str
    operators: tuple[str, ...]
    supervisors: tuple[str, ...]
    groups_claim: str
    groups: dict[str, str]

    @property
    def missing(self) -> list[str]:
        """Return the variables that must be set and aren't."""
        wanted = {"ISSUER": self.issuer, "CLIENT_ID": self.client_id, "CLIENT_SECRET": self.secret}
        return [self.prefix + name for name, value in wanted.items() if not value]


def providers(env: Any, ids: list[str]) -> list[OidcProvider]:
    """Return the providers the environment names, complete or not."""
    if ids:
        return [_provider(env, each.lower(), f"{PREFIX}{each.upper()}_") for each in ids]
    one = _provider(env, "oidc", PREFIX)
    return [one] if one.issuer or one.client_id or one.secret else []


def _provider(env: Any, name: str, prefix: str) -> OidcProvider:
    return OidcProvider(
        id=name,
        prefix=prefix,
        name=env.str(f"{prefix}NAME", default="Single sign-on"),
        issuer=env.str(f"{prefix}ISSUER", default=""),
        client_id=env.str(f"{prefix}CLIENT_ID", default=""),
        secret=env.str(f"{prefix}CLIENT_SECRET", default=""),
        scopes=tuple(env.list(f"{prefix}SCOPES", default=["openid", "profile", "email"])),
        roles_claim=env.str(f"{prefix}ROLES_CLAIM", default="roles"),
        operators=tuple(env.list(f"{prefix}OPERATORS", default=["operator"])),
        supervisors=tuple(env.list(f"{prefix}SUPERVISORS", default=["supervisor"])),
        groups_claim=env.str(f"{prefix}GROUPS_CLAIM", default=""),
        groups=env.dict(f"{prefix}GROUPS", default={}),
    )
