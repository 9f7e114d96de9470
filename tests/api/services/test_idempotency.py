"""One effect and one answer for a repeated request, also when it comes fifty times at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from api.models import IdempotentAnswer
from api.services import idempotency
from sessions_app.models import Invitation
from tests.api.program import Program, program, refusal
from tests.world import World

AT_ONCE = 50


def invite(found: Program, world: World, key: str = "one", **fields: Any) -> Any:
    return found.send("POST", "/invitations", {"operator": world.anna.pk, "valid_seconds": 3600} | fields, key=key)


def test_a_repeated_request_gets_the_first_answer(world: World) -> None:
    found = program()
    first, second = invite(found, world), invite(found, world)
    assert (first.status_code, first.content) == (second.status_code, second.content) == (201, second.content)
    assert [each.headers.get("Idempotent-Replayed") for each in (first, second)] == [None, "true"]
    assert Invitation.objects.count() == 1


def test_another_request_with_the_key_is_refused(world: World) -> None:
    found = program()
    invite(found, world)
    assert refusal(invite(found, world, name="Emily")) == (422, "idempotency.reused")
    assert refusal(found.send("POST", f"/operators/{world.anna.pk}/sign-out", {}, key="one")) == (422, "idempotency.reused")
    assert Invitation.objects.count() == 1


def test_keys_of_two_tokens_are_apart(world: World) -> None:
    first, second = invite(program("one"), world), invite(program("two"), world)
    assert first.json()["id"] != second.json()["id"]


def test_a_refused_request_keeps_no_key(world: World) -> None:
    found = program()
    assert refusal(invite(found, world, operator=987654)) == (404, "operator.not_found")
    assert invite(found, world).status_code == 201


@pytest.mark.parametrize("key", ["x" * 256, "a b", "käse"])
def test_a_key_that_can_not_be_one_is_refused(world: World, key: str) -> None:
    assert refusal(invite(program(), world, key=key)) == (400, "idempotency.key")


def test_every_method_that_changes_something_takes_a_key(world: World) -> None:
    found, session = program(), world.active()
    invitation = invite(found, world).json()["id"]
    requests: list[tuple[str, str, Any]] = [
        ("POST", f"/sessions/{session}/end", {}),
        ("PUT", f"/operators/{world.anna.pk}/state", {"state": "away"}),
        ("POST", f"/operators/{world.boris.pk}/sign-out", {}),
        ("DELETE", f"/invitations/{invitation}", None),
    ]
    for method, path, body in requests:
        first, second = (found.send(method, path, body, key=path) for _time in range(2))
        assert (first.status_code, first.content) == (second.status_code, second.content)
        assert first.status_code < 300, first.content
        assert second.headers["Idempotent-Replayed"] == "true"


def test_answers_are_unreadable_in_the_database_and_gone_after_a_day(world: World) -> None:
    found = program()
    link = invite(found, world).json()["link"]
    row = IdempotentAnswer.objects.get()
    assert link.encode() not in bytes(row.answer)
    IdempotentAnswer.objects.update(at=timezone.now() - timedelta(hours=24))
    assert invite(found, world).json()["link"] != link
    idempotency.expire_answers(timezone.now() + timedelta(hours=25))
    assert not IdempotentAnswer.objects.exists()


def test_fifty_at_once_have_one_effect_and_one_answer(committed_world: World) -> None:
    found, start = program(), Barrier(AT_ONCE)

    def send(_number: int) -> tuple[int, bytes]:
        start.wait()
        answer = invite(Program(found.secret, found.token), committed_world)
        connection.close()
        return answer.status_code, answer.content

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = set(threads.map(send, range(AT_ONCE)))
    assert [status for status, _body in answers] == [201]
    assert Invitation.objects.count() == 1
