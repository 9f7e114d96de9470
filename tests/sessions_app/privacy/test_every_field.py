"""Each column of a client and of a session is decided on: exported or not, erased or kept. A new one fails here until it is."""

from __future__ import annotations

import inspect
import re

from sessions_app.models import Client, Session
from sessions_app.privacy import export
from sessions_app.privacy.services.erasure import DETAILS, WORDS

OURS = {
    Client: "id token_hash token_until",
    Session: (
        "id head shared client_delivered client_read operator_delivered operator_read client_socket away offered_to offer_until "
        "passed_by open_to_all wait_until reserved_for invitation"
    ),
}
"""What says nothing about the client: not exported."""
KEPT = {
    Client: "id public_id widget created_at erased_at",
    Session: (
        "id public_id widget group client operator entry state message invitation reserved_for offered_to offer_until passed_by "
        "open_to_all wait_until callback_from callback_until callback_tries rating tags created_at accepted_at ended_at closed_at ended_by "
        "result head shared client_delivered client_read operator_delivered operator_read client_left_at client_seen_at away erased_at"
    ),
}
"""What stays when a client is erased: numbers, times, and what the place itself has chosen."""


def columns(model: type[Client | Session]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def test_everything_about_a_client_is_exported() -> None:
    source = inspect.getsource(export)
    for model, row in ((Client, "client"), (Session, "row")):
        read = set(re.findall(rf"\b{row}\.(\w+)", source))
        assert columns(model) - read == set(OURS[model].split()) & (columns(model) - read), columns(model) - read


def test_everything_else_is_erased() -> None:
    assert columns(Client) == {*KEPT[Client].split(), *DETAILS, "verified", "token_hash", "token_until"}
    assert columns(Session) == {*KEPT[Session].split(), *WORDS}
