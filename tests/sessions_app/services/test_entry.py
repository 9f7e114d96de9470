"""How a client comes in: what is kept of what they wrote, and what is refused in words."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sessions_app.models import Client, Session
from sessions_app.protocol import Page
from sessions_app.selectors import client_of
from sessions_app.services import clients, entry
from tests.sessions_app.conftest import Place, bodies, log_of, refused, row_of, run, steps


def test_a_client_enters_with_name_and_first_message(place: Place) -> None:
    session = place.waiting(name="  Carla   Novak ", email="carla@example.com", topic="Heating", message="It is cold")
    row = row_of(session)
    assert (row.state, row.topic, row.client.name, row.client.email) == ("waiting", "Heating", "Carla Novak", "carla@example.com")
    assert steps(session) == ["queued"]
    assert [body["text"] for body in bodies(session, "message.posted")] == ["It is cold"]
    assert {line.name for line in log_of(session)} == {"Carla Novak"}


def test_who_is_in_the_queue_stays_where_they_are(place: Place) -> None:
    first = place.waiting()
    assert place.waiting(message="again") == first
    assert Session.objects.count() == 1
    assert bodies(first, "message.posted") == []


def test_after_the_end_a_client_may_come_again(place: Place) -> None:
    assert place.ended() != place.waiting()


@pytest.mark.parametrize("kind", ["videocall", "callback", "", "chat ", "admin"])
def test_what_the_widget_does_not_offer_is_refused(place: Place, kind: str) -> None:
    assert refused(entry.entry_start, place.carla, entry=kind) == "entry.unavailable"


@pytest.mark.parametrize("email", ["carla", "carla@", "@example.com", "carla@example", "a b@example.com", "a@b@example.com"])
def test_an_address_that_is_none_is_refused(place: Place, email: str) -> None:
    assert refused(entry.entry_start, place.carla, entry="chat", email=email) == "entry.email"


def test_consent_is_asked_for_where_the_widget_wants_it(place: Place) -> None:
    place.widget.consent_text = "I agree"
    place.widget.save()
    assert refused(entry.entry_start, place.carla, entry="chat") == "entry.consent"
    run(entry.entry_start, place.carla, entry="chat", consent=True)


def test_a_first_message_that_is_too_long_leaves_nothing(place: Place) -> None:
    assert refused(entry.entry_start, place.carla, entry="chat", message="x" * 4001) == "message.too_long"
    assert not Session.objects.exists()


def test_a_full_queue_lets_nobody_in_and_says_that_it_may_be_tried_again(place: Place) -> None:
    place.group.queue_size = 1
    place.group.save()
    place.waiting()
    assert refused(entry.entry_start, place.david, entry="chat") == "queue.full"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " https://x.example", "//x.example", "x"]
)
def test_only_addresses_of_the_web_are_kept_of_the_page(place: Place, url: str) -> None:
    session = place.waiting(page=Page(url=url, title="<b>Shop</b>", referrer=url))
    assert row_of(session).page == {"url": "", "title": "<b>Shop</b>", "referrer": ""}


def test_a_token_is_kept_as_a_hash_and_knows_its_client_until_it_runs_out(place: Place) -> None:
    client, token = run_create(place)
    assert token not in str(Client.objects.filter(pk=client.pk).values().get())
    assert client_of(token) == client
    assert client_of(token[:-1]) is None
    Client.objects.filter(pk=client.pk).update(token_until=timezone.now())
    assert client_of(token) is None


def test_a_token_of_a_widget_that_was_switched_off_is_worth_nothing(place: Place) -> None:
    _client, token = run_create(place)
    place.widget.active = False
    place.widget.save()
    assert client_of(token) is None


def run_create(place: Place) -> tuple[Client, str]:
    return clients.client_create(widget=place.widget, language="de-AT", browser="Firefox 140", os="Linux")
