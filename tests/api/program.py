"""A program that uses the API with a token of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.test import Client

from api.models import ApiToken
from api.scopes import ANY
from api.services.tokens import token_create
from sessions_app.models import Group
from tests.world import run

API = "/api/v1"


class Program:
    """``get`` and ``send`` return Django's response; ``json`` its body."""

    def __init__(self, secret: str, token: ApiToken) -> None:
        self.secret, self.token = secret, token
        self.client = Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(API + path, query)

    def items(self, path: str, **query: Any) -> list[Any]:
        """Return all items of a list, page by page."""
        found: list[Any] = []
        while True:
            page = self.json(self.get(path, **query))
            found += page["items"]
            if page["next"] is None:
                return found
            query["cursor"] = page["next"]

    def send(self, method: str, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        given = {"Idempotency-Key": key} if key else {}
        text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        kind = headers.pop("content_type", "application/json")
        return self.client.generic(method, API + path, text, content_type=kind, headers=given | headers)

    @staticmethod
    def json(answer: Any) -> Any:
        assert 200 <= answer.status_code < 300, (answer.status_code, answer.content)
        return answer.json()


def program(name: str = "CRM", scopes: Sequence[str] = ANY, groups: Sequence[Group] | None = None, **more: Any) -> Program:
    """Make a token with these scopes and return a program with it; ``groups``: None for all."""
    token, secret = run(token_create, name=name, scopes=list(scopes), groups=groups, **more)
    return Program(secret, token)


def refusal(answer: Any) -> tuple[int, str]:
    """Return status and code of a refusal, which has everything that problem+json asks for, and words."""
    assert answer.headers["Content-Type"] == "application/problem+json", (answer.status_code, answer.content)
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "code"}
    assert body["status"] == answer.status_code
    assert body["type"].endswith(f"#{body['code']}")
    assert body["title"]
    assert body["detail"]
    assert "Traceback" not in answer.content.decode()
    return answer.status_code, body["code"]
