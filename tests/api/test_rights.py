"""Rights of every operation, made from the served document: a new one can't be forgotten (P1)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser

from api import urls  # noqa: F401 - declares the endpoints
from api.models import ApiToken
from api.rest.openapi import document
from api.services.tokens import token_revoke
from sessions_app.models import Client, Session
from sessions_app.services.invitations import invitation_create
from tests.api.program import Program, program, refusal
from tests.world import World, run
from videocall.models import Call

Json = dict[str, Any]
DOCUMENT = document(settings.PUBLIC_URL)
OPERATIONS = {
    operation["operationId"]: (method.upper(), path.removeprefix("/api/v1"), operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
IDS = {"session", "invitation", "operator", "client"}
UNKNOWN = {"session": "unknown", "invitation": "unknown", "operator": 987654, "client": "unknown"}
EMAIL = "c@example.com"


@pytest.fixture
def shop(world: World) -> dict[str, Any]:
    """Ids of the shop: Carla's session with a call, its client, an invitation of Anna's."""
    Client.objects.filter(pk=world.carla.pk).update(email=EMAIL)
    session = world.active()
    row = Session.objects.select_related("client").get(public_id=session)
    call = Call.objects.create(session=row, operator_id=world.anna.pk, state="ended", created_at=row.created_at)
    invitation = run(invitation_create, world.anna, seconds=3600, name="Emily").invitation.id
    return {
        "session": session, "client": row.client.public_id, "operator": world.anna.pk, "invitation": invitation, "call": call.public_id
    }  # fmt: skip


def value_of(schema: Json) -> Any:
    """Return the smallest value a schema allows."""
    if "$ref" in schema:
        return body_of(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "enum" in schema:
        return schema["enum"][0]
    return {"integer": schema.get("minimum", 1), "boolean": False, "string": "x" * schema.get("minLength", 1)}[schema["type"]]


def body_of(schema: Json) -> Json:
    return {name: value_of(schema["properties"][name]) for name in schema.get("required", [])}


def ask(by: Program | Browser, operation: str, ids: dict[str, Any]) -> Any:
    """Send the smallest valid request of an operation, with these ids in its address and body."""
    method, path, declared = OPERATIONS[operation]
    query = {
        each["name"]: value_of(each["schema"]) for each in declared["parameters"] if each["in"] == "query" and each["required"]
    }
    if "email" in query:
        query["email"] = EMAIL
    path = re.sub(r"{(\w+)}", lambda found: str(ids[found[1]]), path)
    body = None
    if "requestBody" in declared:
        body = value_of(declared["requestBody"]["content"]["application/json"]["schema"])
        body |= {name: ids[name] for name in IDS & body.keys()}
    if isinstance(by, Browser):
        return by.generic(method, f"/api/v1{path}", "{}", content_type="application/json", query_params=query)
    return by.get(path, **query) if method == "GET" else by.send(method, path, body)


def names_a_row(operation: str) -> bool:
    """Whether an id of a row is in the operation's address or needed in its body."""
    _method, path, declared = OPERATIONS[operation]
    schema = declared.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return bool(re.findall(r"{(\w+)}", path) or (schema and IDS & value_of(schema).keys()))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_nobody_without_a_token_gets_in(shop: dict[str, Any], operation: str) -> None:
    answer = ask(Browser(raise_request_exception=False), operation, shop)
    assert refusal(answer) == (401, "token.missing")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_cookie_signs_nobody_in(shop: dict[str, Any], admin_client: Browser, operation: str) -> None:
    assert refusal(ask(admin_client, operation, shop)) == (401, "token.missing")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_token_without_the_scope_is_refused(shop: dict[str, Any], operation: str) -> None:
    found = program()
    allowed = {scope for each in OPERATIONS[operation][2]["security"] for scope in each["token"]}
    others = sorted(set(found.token.scopes) - allowed)
    ApiToken.objects.filter(pk=found.token.pk).update(scopes=others)
    assert refusal(ask(found, operation, shop)) == (403, "token.scope")


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if names_a_row(name)])
def test_rows_of_other_groups_look_like_unknown_ones(world: World, shop: dict[str, Any], operation: str) -> None:
    elsewhere = program(groups=[world.other_group])
    foreign, unknown = ask(elsewhere, operation, shop), ask(elsewhere, operation, UNKNOWN)
    assert refusal(foreign)[0] == 404
    assert foreign.json() == unknown.json()
    assert ask(program("Shop", groups=[world.group]), operation, shop).status_code not in (401, 403, 404)


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if not names_a_row(name)])
def test_lists_hold_nothing_of_other_groups(world: World, shop: dict[str, Any], operation: str) -> None:
    theirs = [str(shop[name]) for name in ("session", "client", "invitation", "call")] + ["Carla", "Anna", "Support", "Shop"]
    elsewhere = ask(program(groups=[world.other_group]), operation, shop)
    assert elsewhere.status_code == 200, elsewhere.content
    assert not [word for word in theirs if f'"{word}"' in elsewhere.content.decode()]
    own = ask(program("Shop", groups=[world.group]), operation, shop)
    assert own.status_code == 200


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_revoked_token_is_refused_at_once(shop: dict[str, Any], operation: str) -> None:
    found = program()
    run(token_revoke, token=found.token.pk)
    assert refusal(ask(found, operation, shop)) == (401, "token.revoked")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_unknown_parameters_are_refused(shop: dict[str, Any], operation: str) -> None:
    method, path, _declared = OPERATIONS[operation]
    path = re.sub(r"{(\w+)}", lambda found: str(shop[found[1]]), path)
    assert refusal(program().send(method, f"{path}?stat=waiting", {})) == (400, "query.invalid")
