"""From claims to a person: paths, lists and single values; only what is exactly true counts as verified."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.oidc.claims import person_of, values
from contactcenter.oidc_settings import OidcProvider

PROVIDER = OidcProvider(
    "company", "", "Company", "", "", "", (), "realm_access.roles", ("agent",), ("lead", "boss"), "teams", {"helpdesk": "Support"}
)


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        ({"a": {"b": ["x", "y"]}}, {"x", "y"}),
        ({"a.b": "x y"}, {"x", "y"}),
        ({"a": {"b": ["x", 1, None, {"y": 1}]}}, {"x"}),
        ({"a": {"b": {"x": 1}}}, set()),
        ({"a": ["b"]}, set()),
        ({"a": {"b": True}}, set()),
        ({}, set()),
    ],
)
def test_a_claim_is_found_by_its_path(claims: dict[str, Any], found: set[str]) -> None:
    assert values(claims, "a.b") == found


def test_roles_and_groups_are_mapped() -> None:
    person = person_of({"sub": 7, "realm_access": {"roles": ["boss", "x"]}, "teams": ["helpdesk", "Sales"]}, PROVIDER)
    assert (person.subject, person.operator, person.supervisor, person.groups) == ("7", False, True, {"Support", "Sales"})


@pytest.mark.parametrize("said", [None, False, "true", 1, "false"])
def test_an_address_is_verified_only_by_true(said: Any) -> None:
    assert not person_of({"sub": "1", "email": "a@b.example", "email_verified": said}, PROVIDER).verified


def test_without_a_groups_claim_groups_are_not_the_providers_affair() -> None:
    assert person_of({"sub": "1", "teams": ["helpdesk"]}, PROVIDER._replace(groups_claim="")).groups is None
