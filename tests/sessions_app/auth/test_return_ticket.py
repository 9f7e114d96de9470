"""A return ticket works for its browser for half a day, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from sessions_app.auth.return_ticket import SECONDS, Holder, seal, unseal

EMILY = Holder("shop", "192.0.2.7", "Firefox")
NOW = 1_700_000_000


def test_its_holder_gets_the_token_back_until_it_expires() -> None:
    ticket = seal("secret", EMILY, now=NOW)
    assert unseal(ticket, EMILY, now=NOW + SECONDS) == "secret"
    assert unseal(ticket, EMILY, now=NOW + SECONDS + 1) == ""


@pytest.mark.parametrize("change", [{"widget": "other"}, {"address": "192.0.2.8"}, {"agent": "Chrome"}])
def test_nobody_else_gets_the_token(change: dict[str, str]) -> None:
    assert unseal(seal("secret", EMILY, now=NOW), replace(EMILY, **change), now=NOW) == ""


def test_its_content_is_unreadable_and_never_the_same_twice() -> None:
    tickets = {seal("secret", EMILY, now=NOW) for _ in range(3)}
    assert len(tickets) == 3
    assert not [ticket for ticket in tickets if "secret" in ticket or EMILY.address in ticket]


def test_one_altered_letter_invalidates_it() -> None:
    ticket = seal("secret", EMILY, now=NOW)
    for place in range(len(ticket)):
        other = "A" if ticket[place] != "A" else "B"
        assert unseal(ticket[:place] + other + ticket[place + 1 :], EMILY, now=NOW) == ""


@pytest.mark.parametrize("nonsense", ["", "x", "é", "A" * 5000, "gAAAAA"])
def test_nonsense_is_no_ticket(nonsense: str) -> None:
    assert unseal(nonsense, EMILY, now=NOW) == ""


def test_a_ticket_needs_the_servers_secret(settings) -> None:
    ticket = seal("secret", EMILY, now=NOW)
    settings.SECRET_KEY = "another"
    assert unseal(ticket, EMILY, now=NOW) == ""


def test_a_ticket_of_a_former_key_is_valid_while_that_key_is_a_fallback(settings: Any) -> None:
    ticket = seal("secret", EMILY, now=NOW)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert unseal(ticket, EMILY, now=NOW) == unseal(seal("secret", EMILY, now=NOW), EMILY, now=NOW) == "secret"
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(ticket, EMILY, now=NOW) == ""
