"""The widget's own page gets a token, a return ticket for it, and the token back. Nobody else does."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from sessions_app.models import Client, Widget
from tests.world import World

OWN = {"Origin": "http://testserver", "User-Agent": "Firefox/140.0"}


def post(what: str, headers: dict[str, str] | None = None, *, key: str = "shop", address: str = "192.0.2.7", **body: Any) -> Any:
    return Browser(REMOTE_ADDR=address).post(
        f"/widget/{key}/{what}/", json.dumps(body), content_type="application/json", headers=OWN | (headers or {})
    )


def ticket(token: str = "Carla") -> str:
    answer = post("ticket", {"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.json()["ticket"])


def test_a_new_client_gets_a_valid_token(world: World) -> None:
    answer = post("client")
    assert answer.status_code == 201
    again = post("return", ticket=ticket(answer.json()["token"]))
    assert again.json() == {"token": answer.json()["token"]}


def test_the_same_browser_exchanges_the_ticket_for_the_token(world: World) -> None:
    given = ticket()
    assert "Carla" not in given
    answer = post("return", ticket=given)
    assert (answer.status_code, answer.json()) == (200, {"token": "Carla"})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "change",
    [{"address": "192.0.2.8"}, {"headers": {"User-Agent": "Chrome/140.0"}}, {"key": "other"}],
    ids=["address", "browser", "widget"],
)
def test_the_ticket_is_refused_elsewhere_in_words(world: World, change: dict[str, Any]) -> None:
    Widget.objects.create(key="other", name="Other", group=world.group)
    answer = post("return", ticket=ticket(), **change)
    assert answer.status_code == 410
    assert answer.json()["code"] == "ticket.invalid"
    assert "start a new one" in answer.json()["text"]


@pytest.mark.parametrize("body", [{}, {"ticket": 7}, {"ticket": "x" * 2000}, {"ticket": "é"}])
def test_anything_but_a_ticket_is_refused_the_same_way(world: World, body: dict[str, Any]) -> None:
    assert post("return", **body).status_code == 410


def test_a_body_other_than_a_json_object_is_refused_the_same_way(world: World) -> None:
    for body in (
        b"",
        b"[]",
        b"{",
        b"\xff",
        b"[" * 200_000,
        b'{"ticket":' * 50_000,
        b'{"ticket":"\\ud800"}',
        b"9" * 5000,
        b"x" * 2_000_000,
    ):
        answer = Browser().post("/widget/shop/return/", body, content_type="application/json", headers=OWN)
        assert answer.status_code == 410
        assert answer.json()["text"]


def test_a_ticket_expires_with_its_token_and_after_twelve_hours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    given = ticket()
    later = timezone.now() + timedelta(hours=13)
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: later)
        assert post("return", ticket=given).status_code == 410
    Client.objects.filter(pk=world.carla.pk).update(token_hash="gone")
    assert post("return", ticket=given).status_code == 410


def test_without_a_valid_token_of_this_widget_there_is_no_ticket(world: World) -> None:
    Widget.objects.create(key="other", name="Other", group=world.group)
    assert post("ticket").status_code == 401
    assert post("ticket", {"Authorization": "Bearer nobody"}).status_code == 401
    assert post("ticket", {"Authorization": "Bearer Carla"}, key="other").status_code == 401


@pytest.mark.parametrize("what", ["client", "ticket", "return"])
@pytest.mark.parametrize("origin", ["https://shop.example", "null", ""])
def test_the_host_page_cannot_request_these(world: World, what: str, origin: str) -> None:
    answer = post(what, {"Origin": origin, "Authorization": "Bearer Carla"}, ticket=ticket())
    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_frame_at_the_public_url_is_accepted_behind_any_proxy(world: World, settings: Any) -> None:
    settings.PUBLIC_URL = "https://cc.example:8443"
    settings.SOCKET_ORIGINS = ["https://cc.example:8443", "https://other.example"]
    for origin in settings.SOCKET_ORIGINS:
        assert post("client", {"Origin": origin, "Host": "cc.example"}).status_code == 201
    assert post("client", {"Origin": "https://cc.example", "Host": "cc.example"}).status_code == 403


@pytest.mark.parametrize("what", ["client", "ticket", "return"])
def test_requests_are_rate_limited(world: World, what: str, settings: Any) -> None:
    settings.RATE_SCALE = 0.1
    before = Client.objects.count()
    answers = [post(what, {"Authorization": "Bearer Carla"}, address=f"2001:db8::{host:x}").status_code for host in range(60)]
    assert 429 not in answers[:3]
    assert set(answers[3:]) == {429}
    assert Client.objects.count() <= before + 3


def test_an_unknown_widget_has_no_clients(world: World) -> None:
    assert post("client", key="nobody").status_code == 404
