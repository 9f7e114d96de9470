"""The served document: valid, complete, and true of every answer (Schemathesis, P1)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Final

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client as Browser
from hypothesis import HealthCheck, assume, settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.rest.endpoint import ENDPOINTS
from api.scopes import SCOPES
from contactcenter.realtime import token_bucket
from sessions_app.models import Client, Session
from sessions_app.services.invitations import invitation_create
from tests.api.program import program
from tests.world import World, run
from videocall.models import Call

served = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
EXAMPLES: Final = 12
"""Requests of each operation and kind. ``SCHEMATHESIS`` of the long form is in docs/fuzzing.md."""


@pytest.fixture
def document(client: Browser) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_every_endpoint_is_in_it_with_words_a_scope_and_its_refusals(document: dict[str, Any]) -> None:
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    assert {operation["operationId"] for operation in operations} == {found.name for found in ENDPOINTS}
    for operation in operations:
        assert operation["summary"], operation["operationId"]
        assert {scope for each in operation["security"] for scope in each["token"]} <= set(SCOPES)
        assert {"400", "401", "403", "429", "503"} <= set(operation["responses"])
        assert all(each["description"] for each in operation["parameters"]), operation["operationId"]


def test_every_required_field_is_there(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert "title" in schemas["Problem"]["properties"]
    assert [
        name for name, schema in schemas.items() if not set(schema.get("required", ())) <= schema.get("properties", {}).keys()
    ] == []


def test_everything_answered_is_described(document: dict[str, Any]) -> None:
    assert [name for name, schema in document["components"]["schemas"].items() if not schema.get("description")] == []


def test_every_text_a_program_sends_says_which_characters_it_may_have(document: dict[str, Any]) -> None:
    """No NUL: a generator of valid requests finds one that is refused only now and then."""
    sent = [
        (operation["operationId"], schema)
        for methods in document["paths"].values()
        for operation in methods.values()
        for schema in (
            *(each["schema"] for each in operation["parameters"]),
            *(media["schema"] for media in operation.get("requestBody", {}).get("content", {}).values()),
        )
    ]
    assert len(sent) > 40
    texts = [(name, text) for name, schema in sent for text in texts_of(schema, document["components"]["schemas"])]
    assert len(texts) > 20
    assert [(name, text) for name, text in texts if not {"pattern", "enum", "const", "format"} & text.keys()] == []


def texts_of(schema: dict[str, Any], named: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the schemas of texts inside."""
    if name := schema.get("$ref", "").rpartition("/")[2]:
        yield from texts_of(named[name], named)
    if schema.get("type") == "string":
        yield schema
    inside = [*schema.get("anyOf", []), *schema.get("properties", {}).values(), schema.get("items")]
    for each in inside:
        if isinstance(each, dict):
            yield from texts_of(each, named)


def test_the_reference_is_up_to_date() -> None:
    call_command("api_reference", "--check")


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Requests leave the test's own connection open, as with Django's test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def target(world: World, settings: Any, kept_connection: None) -> dict[str, Any]:
    """Rows to ask for, and the headers of a token that may do everything."""
    settings.RATE_SCALE = 1_000
    token_bucket.forget()
    session = world.active()
    row = Session.objects.get(public_id=session)
    Call.objects.create(session=row, operator_id=world.anna.pk, state="ended", created_at=row.created_at)
    Client.objects.filter(pk=world.carla.pk).update(email="c@example.com")
    return {
        "session": session,
        "client": row.client.public_id,
        "operator": world.boris.pk,
        "invitation": run(invitation_create, world.anna, seconds=3600).invitation.id,
        "headers": {"Authorization": f"Bearer {program().secret}"},
        "turn": itertools.cycle((True, False)),
    }


@served.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_the_document_says(case: Any, target: dict[str, Any]) -> None:
    if case.path_parameters and next(target["turn"]) and case.meta.generation.mode.is_positive:
        case.path_parameters = {name: target.get(name, value) for name, value in case.path_parameters.items()}
    assume([] not in (case.query or {}).values())  # no list is sent: what should be wrong about the request isn't there
    case.call_and_validate(headers=target["headers"] | {"Accept-Encoding": "identity"})
