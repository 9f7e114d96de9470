"""Who sends a file is looked up before its body is read, and once more only if the body took its time."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIRequest

from contactcenter.realtime.wire import Fault
from sessions_app.auth import http_auth
from sessions_app.models import Client
from tests.world import World


def upload_of(token: str) -> dict[str, Any]:
    headers = [(b"authorization", f"Bearer {token}".encode()), (b"host", b"localhost")]
    return {"type": "http", "method": "POST", "path": "/share/upload/", "query_string": b"", "headers": headers}


def withdraw(token: str) -> None:
    Client.objects.filter(token_hash=http_auth.selectors.token_hash(token)).delete()


def test_a_file_that_arrives_at_once_is_its_senders_without_a_second_look(world: World, django_assert_num_queries: Any) -> None:
    scope = upload_of("Carla")
    assert http_auth._admission(scope).person == world.carla.sender
    with django_assert_num_queries(0):
        assert http_auth.writer(ASGIRequest(scope, io.BytesIO())).pk == world.carla.pk


def test_after_a_slow_body_a_withdrawn_token_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = upload_of("Carla")
    assert http_auth._admission(scope).person == world.carla.sender
    withdraw("Carla")
    later = http_auth.time.monotonic() + http_auth.ADMITTED_SECONDS
    monkeypatch.setattr(http_auth, "time", SimpleNamespace(monotonic=lambda: later))
    with pytest.raises(Fault) as caught:
        http_auth.writer(ASGIRequest(scope, io.BytesIO()))
    assert caught.value.code == "token.invalid"


def test_who_was_refused_before_the_body_is_admitted_to_nothing(world: World) -> None:
    scope = upload_of("not a token")
    assert http_auth._admission(scope).status == 401
    assert http_auth.ADMITTED not in scope
