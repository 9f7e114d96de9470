"""The providers of single sign-on that are set up completely, by id."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from contactcenter.oidc_settings import OidcProvider


def offered() -> dict[str, OidcProvider]:
    """Return the providers a person can choose. A half-set one is an error of the environment (contactcenter/checks.py)."""
    return {provider.id: provider for provider in settings.OIDC_PROVIDERS if not provider.missing}


def app_of(provider: OidcProvider) -> Any:
    """Return the provider as django-allauth wants it."""
    from allauth.socialaccount.models import SocialApp

    return SocialApp(
        provider="single_sign_on",
        provider_id=provider.id,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.secret,
        settings={"server_url": provider.issuer, "oauth_pkce_enabled": True, "scope": list(provider.scopes)},
    )
