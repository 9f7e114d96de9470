"""Entering by chat: what is stored of the client's words, and what is refused."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sessions_app.models import Client, Session
from sessions_app.protocol import Page
from sessions_app.selectors import client_of
from sessions_app.services import clients, entry
from tests.world import World, bodies, log_of, refused, row_of, run, steps


def test_a_client_enters_with_name_and_first_message(world: World) -> None:
    session = world.enter(name="  Carla   Novak ", email="carla@example.com", topic="Heating", message="It is cold")
    row = row_of(session)
    assert (row.state, row.topic, row.client.name, row.client.email) == ("waiting", "Heating", "Carla Novak", "carla@example.com")
    assert steps(session) == ["queued"]
    assert [body["text"] for body in bodies(session, "message.posted")] == ["It is cold"]
    assert {line.name for line in log_of(session)} == {"Carla Novak"}


def test_entering_again_keeps_the_place_in_the_queue(world: World) -> None:
    first = world.enter()
    assert world.enter(message="again") == first
    assert Session.objects.count() == 1
    assert bodies(first, "message.posted") == []


def test_a_client_may_enter_again_after_the_end(world: World) -> None:
    assert world.ended() != world.enter()


@pytest.mark.parametrize("kind", ["videocall", "callback", "", "chat ", "admin"])
def test_entries_the_widget_does_not_offer_are_refused(world: World, kind: str) -> None:
    world.widget.entries = ["chat"]
    world.widget.save()
    assert refused(entry.entry_start, world.carla, entry=kind).code == "entry.unavailable"


@pytest.mark.parametrize("email", ["carla", "carla@", "@example.com", "carla@example", "a b@example.com", "a@b@example.com"])
def test_an_invalid_address_is_refused(world: World, email: str) -> None:
    assert refused(entry.entry_start, world.carla, entry="chat", email=email).code == "entry.email"


def test_consent_is_required_if_the_widget_asks_for_it(world: World) -> None:
    world.widget.consent_text = "I agree"
    world.widget.save()
    assert refused(entry.entry_start, world.carla, entry="chat").code == "entry.consent"
    run(entry.entry_start, world.carla, entry="chat", consent=True)


def test_a_first_message_that_is_too_long_leaves_no_session(world: World) -> None:
    assert refused(entry.entry_start, world.carla, entry="chat", message="x" * 4001).code == "message.too_long"
    assert not Session.objects.exists()


def test_a_full_queue_refuses_as_retryable(world: World) -> None:
    world.group.queue_size = 1
    world.group.save()
    world.enter()
    assert refused(entry.entry_start, world.david, entry="chat").code == "queue.full"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " https://x.example", "//x.example", "x"]
)
def test_only_http_urls_of_the_page_are_kept(world: World, url: str) -> None:
    session = world.enter(page=Page(url=url, title="<b>Shop</b>", referrer=url))
    assert row_of(session).page == {"url": "", "title": "<b>Shop</b>", "referrer": ""}


def test_a_token_is_stored_as_a_hash_and_identifies_its_client_until_it_expires(world: World) -> None:
    client, token = run_create(world)
    assert token not in str(Client.objects.filter(pk=client.pk).values().get())
    assert client_of(token) == client
    assert client_of(token[:-1]) is None
    Client.objects.filter(pk=client.pk).update(token_until=timezone.now())
    assert client_of(token) is None


def test_a_token_of_an_inactive_widget_is_invalid(world: World) -> None:
    _client, token = run_create(world)
    world.widget.active = False
    world.widget.save()
    assert client_of(token) is None


def run_create(world: World) -> tuple[Client, str]:
    return clients.client_create(widget=world.widget, language="de-AT", browser="Firefox 140", os="Linux")
