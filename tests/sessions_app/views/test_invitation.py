"""The page of an invitation: its words, its data, and for whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.models import Invitation, Operator, Widget
from sessions_app.services import invitations
from tests.world import run

OVER = {
    "expired": {"expires_at": timezone.now() - timedelta(hours=1)},
    "used": {"uses": 1},
    "revoked": {"revoked_at": timezone.now()},
}


@pytest.fixture
def token(world):
    made = run(invitations.invitation_create, world.anna, seconds=3600, name="Nora Aalto")
    return made.link.rstrip("/").rsplit("/", 1)[1]


def page(client, token, name="invitation"):
    return client.get(reverse(name, args=[token]))


def test_it_has_what_entering_needs_and_no_other_data(client, token):
    data = page(client, token).context["data"]
    assert (data["operator"], data["invited"], data["code"], data["state"]) == ("Anna", "Nora Aalto", token, "open")
    assert data["expires"].endswith("Z")
    assert "email" not in str(data)


@pytest.mark.parametrize("reason", OVER)
def test_each_way_of_being_over_has_a_title_an_explanation_and_an_alternative(client, token, reason):
    Widget.objects.update(entries=["chat", "invitation"])
    Invitation.objects.update(**OVER[reason])
    answer = page(client, token)
    text = answer.content.decode()
    assert answer.status_code == 410
    assert f'data-reason="{reason}"' in text
    assert answer.context["title"] in text.split("</title>")[0]
    assert "Ask Anna for a new one" in text
    assert "#invitation" in text
    assert page(client, token, "invitation-state").json() == {"state": "over"}


def test_a_used_link_does_not_reveal_who_was_invited(world, client, token):
    world.active(entry="invitation", code=token)
    answer = page(client, token)
    assert answer.context["data"]["resume"] is True
    assert "Nora" not in answer.content.decode()
    assert "This invitation has been used" in answer.content.decode()


def test_a_waiting_page_gets_the_state(world, client, token):
    assert page(client, token, "invitation-state").json() == {"state": "open"}
    Operator.objects.filter(pk=world.anna.pk).update(lease_until=None)
    answer = page(client, token, "invitation-state")
    assert answer.json() == {"state": "offline"}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("guess", ["x", "a" * 32, "a" * 300])
def test_an_unknown_link_has_no_state(client, world, guess):
    assert page(client, guess, "invitation-state").status_code == 404
    assert page(client, guess).status_code == 404


def test_asking_for_the_state_is_rate_limited_like_opening(client, token, settings):
    settings.RATE_SCALE = 0.02
    assert [page(client, token, "invitation-state").status_code for _ in range(3)] == [200, 200, 429]


def test_what_is_agreed_to_is_in_the_language_of_the_page(client, token):
    written = {"consent_text": {"cs": "Smíme?"}, "privacy_url": {"cs": "https://shop.example/soukromi"}}
    Widget.objects.update(consent_text="May we?", privacy_url="https://shop.example/privacy", translations=written)

    def agreed(language):
        data = client.get(reverse("invitation", args=[token]), {"lang": language}).context["data"]
        return data["consent"], data["privacy"]

    assert agreed("cs") == ("Smíme?", "https://shop.example/soukromi")
    assert agreed("de") == ("May we?", "https://shop.example/privacy")
