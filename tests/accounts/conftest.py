"""A provider of single sign-on for a whole run, honest again before each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from accounts.oidc import discovery
from contactcenter.oidc_settings import OidcProvider
from tests.accounts.provider import CLIENT, SECRET, Provider
from tests.contactcenter.live import tabs_close  # noqa: F401


@pytest.fixture(autouse=True)
def no_code_was_used() -> None:
    """Forget the codes of authenticator apps that other tests used: accounts have the same numbers in every test."""
    cache.clear()


@pytest.fixture(scope="session")
def provider_server() -> Iterator[Provider]:
    server = Provider()
    yield server
    server.stop()


@pytest.fixture
def provider(provider_server: Provider, settings: Any) -> Provider:
    """The provider, which the product offers as *Company*; groups come from its claims."""
    provider_server.honest()
    discovery.forget()
    settings.OIDC_PROVIDERS = [
        OidcProvider(
            id="company", prefix="CONTACTCENTER_OIDC_", name="Company", issuer=provider_server.issuer, client_id=CLIENT,
            secret=SECRET, scopes=("openid", "email"), roles_claim="roles", operators=("operator",),
            supervisors=("supervisor",), groups_claim="", groups={},
        )
    ]  # fmt: skip
    return provider_server


@pytest.fixture
def by_groups(provider: Provider, settings: Any) -> None:
    """Let the claim ``teams`` decide on groups; *helpdesk* is what the provider calls our Support."""
    one = settings.OIDC_PROVIDERS[0]._replace(groups_claim="teams", groups={"helpdesk": "Support"})
    settings.OIDC_PROVIDERS = [one]
