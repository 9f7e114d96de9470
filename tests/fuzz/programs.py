"""Requests of programs to the REST API: of every endpoint, with queries and bodies generated from what it declares, and then damaged."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any, Final
from urllib.parse import urlencode

from tests.fuzz.endpoints import endpoints
from tests.fuzz.messages import build_fields
from tests.fuzz.mutations import damaged, dumped
from tests.fuzz.words import OBJECTS, TEXTS

KNOWN: Final = {
    "session": "session",
    "client": "client",
    "invitation": "invitation",
    "operator": "operator",
    "group": "group",
    "cursor": "next",
}
"""Names of parameters and fields, and where their values come from."""
NOBODY: Final = re.compile(r'"?@\{(\w+)\.\d+\}"?')
KEYS: Final = ["same", "same", "x" * 255, "x" * 256, "ä", ""]
WHOLE: Final = 0.6
"""Share of requests that are sent as declared."""
Parts = tuple[str, str, dict[str, str], bytes]
"""Method, path, headers, body."""


def ask(rng: Random, ids: dict[str, list[Any]]) -> Parts:
    """Return the next request of a program that knows these ids."""
    asked = rng.choice(endpoints())
    path = "/api/v1" + re.sub(r"\{(\w+)\}", lambda found: str(_id(rng, ids, found[1])), asked.path)
    headers: dict[str, str] = {}
    if asked.query is not None and rng.random() < 0.7:
        query = _known(rng, ids, build_fields(rng, asked.query))
        if rng.random() > WHOLE:
            query[rng.choice([*query, "x"])] = rng.choice(TEXTS)
        path += "?" + urlencode(
            [(name, str(value).encode("utf-8", "replace")) for name, value in query.items() if value is not None]
        )
    body = b""
    if asked.body is not None:
        headers["Content-Type"] = "application/json"
        fields = _known(rng, ids, build_fields(rng, asked.body))
        text = dumped(fields) if rng.random() < WHOLE else _known_text(ids, damaged(rng, fields or {"x": 1}))
        body = text.encode("utf-8", "surrogatepass")
    if asked.method != "GET" and rng.random() < 0.3:
        headers["Idempotency-Key"] = rng.choice(KEYS)
    return asked.method, path, headers, body


def learn(ids: dict[str, list[Any]], path: str, body: bytes) -> None:
    """Remember the ids of an answer: what they belong to is in the address."""
    found = re.match(r"/api/v1/(\w+?)s(?:[/?]|$)", path)
    try:
        answer = json.loads(body)
    except ValueError:
        return
    if not found or not isinstance(answer, dict):
        return
    for row in [answer, *answer.get("items", [])]:
        if isinstance(row, dict) and row.get("id"):
            ids.setdefault(found[1], []).append(row["id"])
    if answer.get("next"):
        ids.setdefault("next", []).append(answer["next"])
    for pool in ids.values():
        del pool[:-20]


def _id(rng: Random, ids: dict[str, list[Any]], name: str) -> Any:
    pool = ids.get(KNOWN[name])
    return rng.choice(pool) if pool and rng.random() < 0.85 else rng.choice(OBJECTS)


def _known(rng: Random, ids: dict[str, list[Any]], fields: dict[str, Any]) -> dict[str, Any]:
    """Fill in the ids of rows."""
    return {name: _id(rng, ids, name) if name in KNOWN and value is not None else value for name, value in fields.items()}


def _known_text(ids: dict[str, list[Any]], text: str) -> str:
    return NOBODY.sub(lambda found: json.dumps((ids.get(found[1]) or ["unknown"])[-1]), text)
