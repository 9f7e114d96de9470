"""The sender of a file is looked up before its body is read, and again only if the body took long."""

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


def test_the_sender_of_a_fast_upload_is_looked_up_once(world: World, django_assert_num_queries: Any) -> None:
    scope = upload_of("Carla")
    assert http_auth._admission(scope).person == world.carla.sender
    with django_assert_num_queries(0):
        assert http_auth.writer(ASGIRequest(scope, io.BytesIO())).pk == world.carla.pk


def test_a_token_withdrawn_during_a_slow_upload_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = upload_of("Carla")
    assert http_auth._admission(scope).person == world.carla.sender
    withdraw("Carla")
    later = http_auth.time.monotonic() + http_auth.ADMITTED_SECONDS
    monkeypatch.setattr(http_auth, "time", SimpleNamespace(monotonic=lambda: later))
    with pytest.raises(Fault) as caught:
        http_auth.writer(ASGIRequest(scope, io.BytesIO()))
    assert caught.value.code == "token.invalid"


def test_a_sender_refused_before_the_body_is_not_admitted(world: World) -> None:
    scope = upload_of("not a token")
    assert http_auth._admission(scope).status == 401
    assert http_auth.ADMITTED not in scope
