"""The OpenAPI document as readers want it: chapters, operations, tables of parameters and fields. For the page and for docs/api.md."""

from __future__ import annotations

from typing import Any, NamedTuple

Json = dict[str, Any]


class Field(NamedTuple):
    """A parameter, or a field of a body or an answer."""

    name: str
    type: str
    required: bool
    meaning: str


class Operation(NamedTuple):
    """An operation with what it takes and answers."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    body: list[Field]
    status: str
    answer: str
    problems: list[str]


class Chapter(NamedTuple):
    """Operations of one kind of thing, and the structures they answer."""

    name: str
    meaning: str
    operations: list[Operation]


def introduction(found: Json) -> list[str]:
    """Return the paragraphs of the introduction."""
    return [" ".join(part.split()) for part in found["info"]["description"].split("\n\n")]


def chapters(found: Json) -> list[Chapter]:
    operations = [
        (operation["tags"][0], _operation(method, path, operation, found))
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
    ]
    return [
        Chapter(tag["name"], tag["description"], [operation for name, operation in operations if name == tag["name"]])
        for tag in found["tags"]
        if any(name == tag["name"] for name, _operation in operations)
    ]


def structures(found: Json) -> dict[str, tuple[str, list[Field]]]:
    """Return every structure with its meaning and fields."""
    return {
        name: (schema.get("description", ""), fields_of(schema))
        for name, schema in found["components"]["schemas"].items()
        if "properties" in schema
    }


def fields_of(schema: Json) -> list[Field]:
    required = schema.get("required", [])
    return [
        Field(name, type_of(each), name in required, each.get("description", "")) for name, each in schema["properties"].items()
    ]


def type_of(schema: Json) -> str:
    """Return a type as people write it: ``string or null``, ``list of SessionData``, ``integer from 1 to 100, default 50``."""
    default = schema.get("default")
    said = f", default {str(default).lower()}" if isinstance(default, bool | int | str) and default != "" else ""
    return f"{_bare_type_of(schema)}{said}"


def _bare_type_of(schema: Json) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_of(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join("null" if value is None else str(value) for value in schema["enum"])
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if kind == "object":
        return "object"
    if schema.get("format") in ("date-time", "date"):
        return {"date-time": "time", "date": "day"}[schema["format"]]
    bounds = [
        f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to"), ("maxLength", "up to")) if key in schema
    ]
    return " ".join([str(kind), *bounds])


def _operation(method: str, path: str, operation: Json, found: Json) -> Operation:
    status, good = next((code, answer) for code, answer in operation["responses"].items() if code.startswith("2"))
    schema = good.get("content", {}).get("application/json", {}).get("schema", {})
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    fields = fields_of(found["components"]["schemas"][type_of(body)]) if body else []
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=[
            Field(each["name"], type_of(each["schema"]), each["required"], each.get("description", ""))
            for each in _parameters(operation, found)
        ],
        body=fields,
        status=status,
        answer=type_of(schema) if schema else "",
        problems=[
            code
            for answer in operation["responses"].values()
            if "application/problem+json" in answer.get("content", {})
            for code in _codes(answer["description"])
        ],
    )


def _codes(words: str) -> list[str]:
    return [part for part in words.split("`")[1::2] if "." in part]


def _parameters(operation: Json, found: Json) -> list[Json]:
    """Return the parameters of an operation, with the header that all changing ones take."""
    kept: list[Json] = list(operation["parameters"])
    return [*kept, *found["components"]["parameters"].values()] if "x-idempotency" in operation else kept
