"""Verify an ID token: signature, issuer, audience, times. The nonce is compared where the state of the sign-in is known (adapter.py)."""

from __future__ import annotations

from typing import Any, Final

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

from accounts.oidc import discovery

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key only the provider has: none, and nothing made with the client's secret."""
LEEWAY_SECONDS: Final = 30
REQUIRED: Final = ("iss", "sub", "aud", "exp", "iat", "nonce")


def verified(token: str, config: dict[str, Any], *, issuer: str, client_id: str) -> dict[str, Any]:
    """Return the claims of a token that is valid now. Raises OAuth2Error, with the reason for the log."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(token, config["jwks_uri"]),
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY_SECONDS,
            options={"require": list(REQUIRED)},
        )
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise OAuth2Error(f"the token is not valid: {type(error).__name__}") from None
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client_id:
        raise OAuth2Error("the token is for another client, too")
    return claims


def _key(token: str, address: str) -> jwt.PyJWK:
    """Return the provider's key that the token names. Looks again if the provider may have changed its keys."""
    kid = jwt.get_unverified_header(token).get("kid")
    found = _found(kid, discovery.keys(address)) or _found(kid, discovery.keys(address, anew=True))
    if found is None:
        raise OAuth2Error("the token is signed with an unknown key")
    return found


def _found(kid: Any, keys: dict[str, Any]) -> jwt.PyJWK | None:
    usable = [each for each in jwt.PyJWKSet.from_dict(keys).keys if each.public_key_use in (None, "sig")]
    if kid is None:
        return usable[0] if len(usable) == 1 else None
    return next((each for each in usable if each.key_id == kid), None)
