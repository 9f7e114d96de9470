"""Leaving a message by plain HTTP equals leaving it by socket; only the widget's own page can, at the rate of new clients."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Browser

from sessions_app import rate_limits
from sessions_app.models import Client, LogEntry, Session, Widget
from tests.world import World

OWN = {"Origin": "http://testserver", "User-Agent": "Firefox/140.0"}


def leave(headers: dict[str, str] | None = None, *, key: str = "shop", **fields: Any) -> Any:
    body = {"id": "1", "type": "message.leave", "name": "Emily", "message": "F.22 since Tuesday"} | fields
    return Browser().post(
        f"/widget/{key}/message/", json.dumps(body), content_type="application/json", headers=OWN | (headers or {})
    )


def test_a_left_message_waits_for_an_operator_and_its_author_gets_a_token(world: World) -> None:
    answer = leave(page={"url": "https://shop.example/boilers", "title": "Boilers", "referrer": ""})
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    session = Session.objects.get(message=True)
    assert session.page["title"] == "Boilers"
    assert "F.22 since Tuesday" in LogEntry.objects.get(session=session, kind="message.posted").body
    again = leave({"Authorization": f"Bearer {answer.json()['token']}"}, message="And it is cold")
    assert again.json() == answer.json()
    assert Session.objects.filter(message=True).count() == 1


def test_a_message_with_a_token_is_that_clients(world: World) -> None:
    assert leave({"Authorization": "Bearer Carla"}).json() == {"token": "Carla"}
    assert Session.objects.get(message=True).client_id == world.carla.pk


def test_a_token_of_another_widget_is_not_accepted(world: World) -> None:
    Widget.objects.create(key="other", name="Other", group=world.group)
    answer = leave({"Authorization": "Bearer Carla"}, key="other")
    assert answer.json()["token"] != "Carla"
    assert Session.objects.get(message=True).client_id != world.carla.pk


def test_its_language_and_consent_are_those_of_the_page_also_without_a_socket(world: World) -> None:
    Widget.objects.update(consent_text="May we?", translations={"consent_text": {"cs": "Smíme?"}})
    assert leave(language="cs", consent=True).status_code == 201
    session = Session.objects.get(message=True)
    assert (session.language, session.consents.get().text.text) == ("cs", "Smíme?")


def test_a_left_message_is_mailed_if_the_widget_says_so(world: World) -> None:
    Widget.objects.update(message_email="office@shop.example")
    leave(email="emily@posteo.example")
    [letter] = mail.outbox
    assert (letter.to, letter.reply_to) == (["office@shop.example"], ["emily@posteo.example"])


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"headers": {"Origin": "https://elsewhere.example"}}, 403, "client.origin"),
        ({"key": "nobody"}, 404, "widget.not_found"),
        ({"message": " "}, 400, "message.empty"),
        ({"email": "not complete"}, 400, "entry.email"),
        ({"type": "entry.start", "entry": "chat"}, 400, "command.unknown"),
        ({"more": 1}, 400, "command.invalid"),
        ({"name": "\ud83d"}, 400, "frame.text"),
    ],
)
def test_an_invalid_message_is_refused_in_words_and_leaves_nothing(
    world: World, change: dict[str, Any], status: int, code: str
) -> None:
    answer = leave(**change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["text"]
    assert not Session.objects.exists()


@pytest.mark.parametrize("body", [b"", b"\xff", b"[" * 100_000, b"[]", b"{"])
def test_anything_but_the_command_is_refused(world: World, body: bytes) -> None:
    answer = Browser().post("/widget/shop/message/", body, content_type="application/json", headers=OWN)
    assert answer.status_code == 400
    assert answer.json()["text"]


def test_excess_messages_are_refused_and_create_no_clients(world: World) -> None:
    before = Client.objects.count()
    # more than the limit: a slow machine refills some meanwhile
    answers = [leave(message=" ").status_code for _ in range(2 * int(rate_limits.NEW_CLIENTS.address))]
    assert set(answers) == {400, 429}
    assert Client.objects.count() == before
