"""Requests of the HTTP fuzzer: any person at any address by any method, with forms as the pages have them and then changed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from tests.fuzz import programs
from tests.fuzz.endpoints import patterns
from tests.fuzz.forms import Form
from tests.fuzz.mutations import damaged_text, dumped
from tests.fuzz.words import CSRF, FIELDS, FILES, HEADERS, MARK, OBJECTS, QUERIES, TEXTS, WRONG
from tests.servers.form import multipart

PEOPLE: Final = {"nobody": 4, "client": 5, "operator": 5, "supervisor": 3, "superuser": 3, "program": 5}
"""The pages of the admin are by far the slowest."""
METHODS: Final = {"GET": 50, "POST": 40, "HEAD": 3, "OPTIONS": 2, "PUT": 2, "PATCH": 1, "DELETE": 2, "TRACE": 1, "BREW": 1}
KEPT: Final = 300
ROWS: Final = re.compile(r"^/admin/\w+/(\w+)/<")
TAKEN: Final[dict[str, list[str]]] = {
    "key": ["demo", "demo", "demo", "x", MARK],
    "app_label": ["sessions_app", "videocall", "supervision", "x"],
    "provider_id": ["oidc", "x"],
    "act": ["test", "rotate", "replay", "x"],
    "content_type_id": ["1", "7", "x"],
    "url": ["x", "sessions_app", "sessions_app/x/"],
    "rest": ["x", "sessions/x/y"],
}
"""Parameters of addresses with values of their own."""
IDS: Final = {
    "object_id", "pk", "id", "public_id", "signed", "name", "token", "client", "session", "invitation", "operator",
}  # fmt: skip
"""Parameters that name a row: what the pages have shown, what the people own, or anything."""


@dataclass(frozen=True)
class Request:
    """One request, as it is sent."""

    who: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""

    def story(self) -> str:
        """Return it as people read it."""
        return f"{self.who}: {self.method} {self.path}\n{self.headers}\n{self.body[:600]!r}"


@dataclass
class Known:
    """What the pages have shown so far, for each person."""

    forms: dict[str, list[tuple[str, Form]]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    ids: dict[str, list[Any]] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    """Primary keys of the cast's own rows, by model."""


def make(rng: Random, known: Known, session: str) -> Request:
    """Return the next request."""
    who = rng.choices(list(PEOPLE), list(PEOPLE.values()))[0]
    if who == "program":
        return _with_odd_header(rng, Request(who, *programs.ask(rng, known.ids)))
    method = rng.choices(list(METHODS), list(METHODS.values()))[0]
    forms = [form for form in known.forms.get(who, []) if form[1].method == "POST"]
    if method == "POST" and forms and rng.random() < 0.6:
        page, form = rng.choice(forms)
        path, headers, body = form.action or page, *_filled(rng, form)
    else:
        path, headers, body = _path(rng, known, who), {}, b""
        if method not in ("GET", "HEAD") or rng.random() < 0.02:
            headers, body = _body(rng, known, session)
    return _with_odd_header(rng, Request(who, method, path, headers, body))


def _with_odd_header(rng: Random, request: Request) -> Request:
    headers = request.headers
    if rng.random() < 0.2:
        name = rng.choice(list(HEADERS))
        headers = {**headers, name: rng.choice(HEADERS[name])}
    return replace(request, headers=headers, path=_safe(request.path))


def _safe(path: str) -> str:
    """Return a path that fits on one line of a request; what it means stays the same."""
    return quote(path, safe="/?&=%#+:;,@!$'()*~[]{}|^`\\<>\"-._") or "/"


def _path(rng: Random, known: Known, who: str) -> str:
    links = known.links.get(who, [])
    if links and rng.random() < 0.35:
        parts = urlsplit(rng.choice(links))
        query = parse_qsl(parts.query, keep_blank_values=True)
        if query and rng.random() < 0.5:
            at = rng.randrange(len(query))
            query[at] = (query[at][0], rng.choice([*TEXTS, *OBJECTS, MARK]).encode("utf-8", "replace").decode())
        return parts.path + (f"?{urlencode(query)}" if query else "")
    found = patterns()
    route = rng.choice([each for each in found if each.startswith("/admin/") == (rng.random() < 0.5)] or found)
    model = ROWS.match(route)
    rows = known.rows.get(model[1], []) if model else []
    path = re.sub(r"<(\w+)>", lambda parameter: _parameter(rng, known, rows, parameter[1]), route)
    if rng.random() < 0.03:
        path = damaged_text(rng, path)
    if rng.random() < 0.5:
        names = rng.sample(list(QUERIES), rng.randint(1, 3))
        pairs = [(name, rng.choice([*QUERIES[name], MARK]) if rng.random() < 0.8 else rng.choice(TEXTS)) for name in names]
        path += "?" + urlencode([(name, value.encode("utf-8", "replace")) for name, value in pairs])
    return path


def _parameter(rng: Random, known: Known, rows: list[int], name: str) -> str:
    if name in TAKEN:
        return rng.choice(TAKEN[name])
    if rows and name in ("object_id", "pk", "id") and rng.random() < 0.5:
        return str(rng.choice(rows))
    if (ids := known.ids.get(name)) and rng.random() < 0.7:
        return str(rng.choice(ids))
    return rng.choice(OBJECTS)


def _filled(rng: Random, form: Form) -> tuple[dict[str, str], bytes]:
    """Return headers and body of a form that was filled in, mostly as it stood."""
    pairs: list[tuple[str, str]] = []
    changed = (
        set(rng.sample(range(len(form.fields)), min(len(form.fields), rng.choice([0, 1, 1, 2, 4])))) if form.fields else set()
    )
    for at, (name, kind, values) in enumerate(form.fields):
        if name == "csrfmiddlewaretoken":
            pairs.append((name, CSRF))
        elif kind in ("checkbox", "radio", "submit", "button") and at not in changed:
            if rng.random() < 0.5:
                pairs.append((name, rng.choice(values)))
        elif at in changed:
            pairs += _changed(rng, name, values)
        else:
            pairs.append((name, values[0]))
    return _encoded(rng, [(name, value) for name, value in pairs if name])


def _changed(rng: Random, name: str, values: list[str]) -> list[tuple[str, str]]:
    match rng.randrange(6):
        case 0:
            return []
        case 1:
            return [(name, rng.choice(values))] * 2
        case 2:
            return [(name, str(rng.choice(WRONG)))]
        case 3:
            return [(name, rng.choice(values))]
        case 4:
            return [(name, rng.choice(OBJECTS))]
        case _:
            return [(name, rng.choice([*TEXTS, MARK]))]


def _encoded(rng: Random, pairs: list[tuple[str, str]]) -> tuple[dict[str, str], bytes]:
    clean = [(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in pairs]
    if rng.random() < 0.3:
        name, content = rng.choice(FILES)
        body, kind = multipart({key.decode(): value.decode() for key, value in clean}, name, content)
        return {"Content-Type": kind}, body
    return {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(clean).encode()


def _body(rng: Random, known: Known, session: str) -> tuple[dict[str, str], bytes]:
    """Return a body for an endpoint without a form."""
    ids = {"session": session, "share": rng.choice(known.ids.get("public_id") or ["unknown"])}
    names = rng.sample(list(FIELDS), rng.randint(0, 6))
    pairs = [(name, re.sub(r"\{(session|share)\}", lambda found: ids[found[1]], rng.choice(FIELDS[name]))) for name in names]
    match rng.randrange(8):
        case 0:
            return {"Content-Type": "application/json"}, dumped(dict(pairs)).encode()
        case 1:
            value: Any = rng.choice(WRONG)
            return {"Content-Type": "application/json"}, damaged_text(rng, json.dumps({"x": value})).encode("utf-8", "replace")
        case 2:
            return {"Content-Type": "multipart/form-data; boundary=b"}, rng.randbytes(rng.choice([0, 1, 50, 3000]))
        case 3:
            headers, body = _encoded(rng, pairs)
            at = rng.randrange(len(body) + 1)
            return headers, body[:at] + rng.randbytes(4) + body[at + 4 :]
        case 4:
            return {}, damaged_text(rng, "id=1&name=x").encode("utf-8", "replace")
        case _:
            return _encoded(rng, [*pairs, ("csrfmiddlewaretoken", CSRF)])
