"""The OpenAPI 3.1 document, written from the declared endpoints and their structs: nothing in it is written twice.

The same for the same endpoints, byte for byte, so the committed reference can be compared with it.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, Final

import msgspec
from msgspec import Struct

from api.rest.endpoint import ENDPOINTS, Endpoint
from api.rest.problem_codes import PROBLEMS
from api.rest.problems import CONTENT_TYPE, Problem
from api.scopes import SCOPES
from contactcenter.realtime import public_ids
from sessions_app import rate_limits

Json = dict[str, Any]
VERSION: Final = "1.0.0"
REFERENCE: Final = "#/components/schemas/{name}"
PARAMETERS: Final[dict[str, Json]] = {
    "session": {"description": "The session’s id."},
    "invitation": {"description": "The invitation’s id."},
    "client": {"description": "The client’s id."},
    "operator": {"description": "The operator’s id.", "schema": {"type": "integer", "minimum": 1, "maximum": 2**53 - 1}},
}
PUBLIC_ID: Final = {"type": "string", "pattern": f"^{public_ids.CHARACTERS}{{1,{public_ids.LENGTH}}}$"}
ALWAYS: Final = (
    "query.invalid", "token.missing", "token.unknown", "token.revoked", "token.expired", "token.scope", "rate.exceeded", "server.busy",
)  # fmt: skip
OF_CHANGES: Final = ("act.forbidden", "idempotency.key", "idempotency.reused")
OF_BODIES: Final = ("body.malformed", "body.too_large", "body.type", "body.invalid")
TAGS: Final = {
    "Sessions": "Contacts of clients, from the queue to the end; with what was said, sent and seen in them.",
    "Invitations": "Links and codes that lead a client straight to one operator.",
    "Operators": "The people who serve clients.",
    "Set-up": "What supervisors have set up, to read.",
    "Reports": "The numbers of the admin.",
    "Clients": "The people who contact us, and their right to a copy and to be forgotten.",
}
INTRODUCTION: Final = """\
Read and steer the contact centre from your own programs: what a supervisor sees and does in the admin, with the same rights and numbers.

**Tokens.** A supervisor makes one in the admin (“Integration”, “API tokens”), or an administrator with `manage.py api_token`. Send it as
`Authorization: Bearer cc_…`, never in an address. It has scopes and is bound to groups; what belongs to other groups isn’t there: 404.

**Lists** come in pages of up to 100: `{"items": […], "next": "…"}`. Send `next` as `cursor` to get the next page, until it is null.

**Refusals** are `application/problem+json` (RFC 9457). Programs decide by `code`, people read `detail`. Nothing has changed when you
get one. Unknown parameters and fields are refused, so that a slip of the pen isn’t ignored.

**Repeating.** Send an `Idempotency-Key` with what changes something, and repeat the request with it as often as you like: for a day it has
one effect, and you get the first answer again, with `Idempotent-Replayed: true`. A refused request keeps no key.

**Limits.** A token has a number of requests in a minute, which `RateLimit-Policy` and `RateLimit` tell with every answer. Beyond it
comes 429 with `Retry-After`.

**Caching.** Answers with an `ETag` can be asked for again with `If-None-Match`: 304 if nothing has changed.

Pages of other websites can’t use the API (there is no CORS): a token is a secret of your server."""


def document(server: str) -> Json:
    """Return the document for an installation at this address."""
    structs = [each for found in ENDPOINTS for each in (found.query, found.body, found.answer) if each is not None]
    (_roots, schemas) = msgspec.json.schema_components([*structs, Problem], ref_template=REFERENCE)
    queries = {found.query.__name__ for found in ENDPOINTS if found.query is not None}
    paths: dict[str, Json] = {}
    for found in ENDPOINTS:
        paths.setdefault(f"/api/v1{found.path}", {})[found.method.lower()] = _operation(found, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Contact centre",
            "version": VERSION,
            "description": INTRODUCTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "tags": [{"name": name, "description": words} for name, words in TAGS.items()],
        "paths": {path: paths[path] for path in sorted(paths)},
        "components": {
            "schemas": {name: _clean(schema) for name, schema in sorted(schemas.items()) if name not in queries},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "cc_…", "description": _scopes()}},
            "headers": HEADERS,
            "parameters": {"Idempotency-Key": IDEMPOTENCY_KEY},
        },
    }


def _scopes() -> str:
    from django.utils.translation import override

    with override("en"):
        return "Scopes:\n\n" + "\n".join(f"- `{name}`: {scope.words}" for name, scope in SCOPES.items())


def _operation(found: Endpoint, schemas: dict[str, Json]) -> Json:
    operation: Json = {
        "operationId": found.name,
        "tags": [found.tag],
        "summary": found.summary,
        "description": "\n\n".join(filter(None, [found.description, _needs(found)])),
        "security": [{"token": [scope]} for scope in found.scopes],
        "parameters": [*_path_parameters(found), *_query_parameters(found, schemas)],
    }
    if found.changes:
        operation["x-idempotency"] = "#/components/parameters/Idempotency-Key"
    if found.body is not None:
        required = bool(schemas[found.body.__name__].get("required"))
        operation["requestBody"] = {"required": required, "content": {"application/json": {"schema": _reference(found.body)}}}
    operation["responses"] = _responses(found)
    return operation


def _needs(found: Endpoint) -> str:
    return f"Needs the scope `{found.scopes[0]}`." if len(found.scopes) == 1 else "Needs any scope."


def _path_parameters(found: Endpoint) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": PUBLIC_ID, **PARAMETERS[name]}
        for name in re.findall(r"{(\w+)}", found.path)
    ]


def _query_parameters(found: Endpoint, schemas: dict[str, Json]) -> list[Json]:
    if found.query is None:
        return []
    whole = schemas[found.query.__name__]
    parameters = []
    for name, schema in whole["properties"].items():
        kept = _not_null(_clean(schema))
        words = kept.pop("description", "")
        parameters.append(
            {"name": name, "in": "query", "required": name in whole.get("required", ()), "description": words, "schema": kept}
        )  # fmt: skip
    return parameters


def _not_null(schema: Json) -> Json:
    """Return the schema of a parameter that may be left out: in an address there is no null."""
    schema = dict(schema)
    if schema.get("default", "") is None:
        del schema["default"]
    choices = [choice for choice in schema.pop("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        schema |= choices[0]
    elif choices:
        schema["anyOf"] = choices
    if "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
    return schema


def problems_of(found: Endpoint) -> list[str]:
    """Return the codes of all refusals of an endpoint, in the order of the list."""
    codes = {*ALWAYS, *found.problems} | ({*OF_CHANGES} if found.changes else set()) | ({*OF_BODIES} if found.body else set())
    return [code for code in PROBLEMS if code in codes]


def _responses(found: Endpoint) -> Json:
    status = HTTPStatus(found.status)
    good: Json = {"description": status.phrase, "headers": {name: _header(name) for name in ("RateLimit-Policy", "RateLimit")}}
    if found.answer is not None:
        good["content"] = {"application/json": {"schema": _reference(found.answer)}}
    if found.text:
        good["content"]["text/plain"] = {"schema": {"type": "string"}}
    if found.changes:
        good["headers"]["Idempotent-Replayed"] = _header("Idempotent-Replayed")
    responses: Json = {str(found.status): good}
    if not found.changes and found.etag:
        good["headers"]["ETag"] = _header("ETag")
        responses["304"] = {"description": "Nothing has changed since the answer with the ETag of If-None-Match."}
    by_status: dict[int, list[str]] = {}
    for code in problems_of(found):
        by_status.setdefault(PROBLEMS[code].status, []).append(code)
    for number, codes in sorted(by_status.items()):
        refusal: Json = {
            "description": " ".join(f"`{code}`: {PROBLEMS[code].meaning}" for code in codes),
            "content": {CONTENT_TYPE: {"schema": _reference(Problem), "example": _example(codes[0])}},
        }
        if number in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            refusal["headers"] = {"Retry-After": _header("Retry-After")}
        responses[str(number)] = refusal
    return responses


IDEMPOTENCY_KEY: Final[Json] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Makes a POST, PUT or DELETE repeatable: a new one for each request, such as a UUID.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "example": "6f1b1e0a-6a55-4a53-9d0c-6f3a0f6c9e1b",
}
"""Beside the operations, which all take it: a generator of requests would send one key with many bodies, as nobody should."""
HEADERS: Final[Json] = {
    "RateLimit-Policy": {
        "description": "The limit of the token: `q` requests in `w` seconds.",
        "schema": {"type": "string"},
        "example": f'"token";q={int(rate_limits.API_REQUESTS.person)};w={int(rate_limits.API_REQUESTS.seconds)}',
    },
    "RateLimit": {
        "description": "What is left of it: `r` requests now, all of them again in `t` seconds.",
        "schema": {"type": "string"},
        "example": '"token";r=588;t=2',
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}, "example": 5},
    "ETag": {"description": "Tells one state of the answer from another.", "schema": {"type": "string"}},
    "Idempotent-Replayed": {"description": "`true` if this is an earlier answer, sent again.", "schema": {"type": "string"}},
}


def _header(name: str) -> Json:
    return {"$ref": f"#/components/headers/{name}"}


def _example(code: str) -> Json:
    kind = PROBLEMS[code]
    return {"type": f"/api/#{code}", "title": kind.title, "status": kind.status, "detail": kind.meaning, "code": code}


def _reference(struct: type[Struct]) -> Json:
    return {"$ref": REFERENCE.format(name=struct.__name__)}


def _clean(schema: Any) -> Any:
    """Return a schema in the words of readers, without titles: docstrings mark names with two backticks and break lines."""
    if isinstance(schema, list):
        return [_clean(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    clean = {key: _words(value) if key == "description" else _clean(value) for key, value in schema.items() if key != "title"}
    if "properties" in schema:  # whose keys are names of fields, and one may be called title
        clean["properties"] = {name: _clean(each) for name, each in schema["properties"].items()}
    return clean


def _words(text: Any) -> Any:
    return " ".join(text.replace("``", "`").split()) if isinstance(text, str) else _clean(text)
