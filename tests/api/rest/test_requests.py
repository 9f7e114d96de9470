"""What is refused before anything is done, in problem+json; and what answers carry."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from api.resources import operators
from tests.api.program import program, refusal
from tests.world import World


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("stat=waiting", "query.invalid"),
        ("state=sleeping", "query.invalid"),
        ("limit=0", "query.invalid"),
        ("limit=101", "query.invalid"),
        ("limit=ten", "query.invalid"),
        ("limit=1&limit=2", "query.invalid"),
        ("since=yesterday", "query.invalid"),
        ("since=2026-11-29T08:00:00", "query.invalid"),
        ("client=%00", "query.invalid"),
        ("state=null", "query.invalid"),
        ("since=0.5", "query.invalid"),
        ("token=cc_x", "query.invalid"),
    ],
)
def test_a_query_that_is_not_understood(world: World, query: str, code: str) -> None:
    assert refusal(program().get(f"/sessions?{query}")) == (400, code)


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        ("{", "application/json", (400, "body.malformed")),
        ("[]", "application/json", (400, "body.malformed")),
        ("[" * 5_000, "application/json", (400, "body.malformed")),
        ("\ud800", "application/json", (400, "body.malformed")),
        ("operator=1", "application/x-www-form-urlencoded", (415, "body.type")),
        ("", "application/json", (422, "body.invalid")),
        ('{"operator": "Anna"}', "application/json", (422, "body.invalid")),
        ('{"operator": 1, "colour": "red"}', "application/json", (422, "body.invalid")),
        ('{"operator": 1, "valid_seconds": 1}', "application/json", (422, "body.invalid")),
        ('{"operator": 1, "name": "\\u0000"}', "application/json", (422, "body.invalid")),
        ('{"operator": 99999999999999999999}', "application/json", (422, "body.invalid")),
        ('{"operator": 1, "name": "' + "x" * 70_000 + '"}', "application/json", (413, "body.too_large")),
    ],
)
def test_a_body_that_is_not_understood(world: World, body: str, kind: str, expected: tuple[int, str]) -> None:
    raw = body.encode("utf-8", "surrogatepass")
    answer = program().client.generic("POST", "/api/v1/invitations", raw, content_type=kind)
    assert refusal(answer) == expected


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/sessions/%00", "session.not_found"),
        ("/sessions/" + "x" * 100, "session.not_found"),
        ("/nowhere", "path.not_found"),
        ("/sessions/", "path.not_found"),
        ("/", "path.not_found"),
    ],
)
def test_an_address_that_is_not_there(world: World, path: str, code: str) -> None:
    assert refusal(program().get(path)) == (404, code)


@pytest.mark.parametrize("operator", ["0", "-1", "x", "9" * 30, "²"])
def test_an_operator_that_is_not_there(world: World, operator: str) -> None:
    assert refusal(program().send("PUT", f"/operators/{operator}/state", {"state": "away"})) == (404, "operator.not_found")


def test_a_method_that_an_address_does_not_know(world: World) -> None:
    answer = program().send("PATCH", "/invitations", {})
    assert refusal(answer) == (405, "method.not_allowed")
    assert answer.headers["Allow"] == "GET, POST"
    assert refusal(program("other").send("OPTIONS", "/sessions"))[0] == 405


def test_other_websites_get_no_leave_to_use_it(world: World) -> None:
    answer = program().client.get("/api/v1/groups", headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_an_answer_that_has_not_changed_is_not_sent_again(world: World) -> None:
    found = program()
    first = found.get("/groups")
    again = found.client.get("/api/v1/groups", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    world.group.name = "Support and repairs"
    world.group.save()
    assert found.client.get("/api/v1/groups", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_acts_and_refusals_are_kept_in_no_cache(world: World) -> None:
    found = program()
    acted = found.send("POST", "/invitations", {"operator": world.anna.pk})
    assert {acted.headers["Cache-Control"], found.get("/nowhere").headers["Cache-Control"]} == {"no-store"}


def test_a_failure_is_answered_without_a_traceback(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(operators, "groups_for", broken)
    answer = program().get("/groups")
    assert refusal(answer) == (500, "server.error")
    assert "secret" not in answer.content.decode()


def test_a_query_the_database_does_not_take_is_a_failure_no_waiting_helps(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> None:
        cause = Exception()
        cause.sqlstate = "54011"
        raise OperationalError("target lists can have at most 1664 entries") from cause

    monkeypatch.setattr(operators, "groups_for", wrong)
    assert refusal(program().get("/groups")) == (500, "server.error")


def test_without_a_database_a_program_is_asked_to_come_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(operators, "groups_for", away)
    answer = program().get("/groups")
    assert refusal(answer) == (503, "server.busy")
    assert answer.headers["Retry-After"] == "5"
