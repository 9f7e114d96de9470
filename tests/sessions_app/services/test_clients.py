"""Clients: their data, path through the website, history, and bans."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contactcenter.realtime.wire import Fault
from sessions_app import present
from sessions_app.models import Ban, Client, Session
from sessions_app.protocol import Page
from sessions_app.selectors import history
from sessions_app.services import clients, entry, messages
from tests.world import bodies, refused, row_of, run, steps


@pytest.fixture
def session(world):
    return world.active()


def found(world, text, by=None):
    return [row.public_id for row in history.find(by or world.anna, text)]


def test_an_operators_corrections_of_client_data_are_shown_to_operators(world, session):
    run(clients.client_edit, world.anna, session=session, name=" Carla  Nova ", email="c@example.com", phone="601")
    assert Client.objects.filter(name="Carla Nova", email="c@example.com", phone="601").exists()
    assert bodies(session, "client.changed", shared=False)[-1]["client"]["name"] == "Carla Nova"
    assert refused(clients.client_edit, world.anna, session=session, name="", email="x", phone="").code == "entry.email"


@pytest.mark.parametrize(
    ("who", "code"), [("boris", "session.not_found"), ("david", "session.not_found"), ("carla", "session.closed")]
)
def test_nobody_else_corrects_client_data(world, session, who, code):
    assert refused(clients.client_edit, getattr(world, who), session=session, name="X", email="", phone="").code == code
    assert not Client.objects.filter(name="X").exists()


def test_the_last_twenty_pages_are_kept(world, session):
    for number in range(25):
        run(clients.page_visit, world.carla, session=session, page=Page(url=f"https://shop.example/{number}"))
    path = present.client_view(row_of(session)).path
    assert [page.url.rsplit("/", 1)[1] for page in path] == [str(number) for number in range(5, 25)]


def test_parameters_from_the_host_page_replace_earlier_ones(world, session):
    for plan in ("gold", "silver"):
        run(clients.parameters_set, world.carla, parameters={"plan": plan})
    assert row_of(session).parameters == {"plan": "silver"}
    run(clients.parameters_set, world.david, parameters={"plan": "none"})
    assert row_of(session).parameters == {"plan": "silver"}
    assert len(bodies(session, "client.changed", shared=True)) == 0


def test_history_is_per_client_and_merges_only_for_verified_identities(world):
    first = world.closed(world.carla)
    Client.objects.filter(pk=world.david.pk).update(email="same@example.com", external_id="7")
    Client.objects.filter(pk=world.carla.pk).update(email="same@example.com", external_id="7")
    second = world.active(world.david)
    assert present.operator_session_view(row_of(second)).history == []
    Client.objects.update(verified=True)
    view = present.operator_session_view(row_of(second))
    assert [past.id for past in view.history] == [first]
    assert view.client.earlier == 1


def test_a_past_session_is_readable_by_its_operator_and_the_clients_present_one(world):
    past = world.closed(world.carla)
    assert history.readable(world.anna, past).public_id == past
    for by in (world.boris, world.carla):
        assert refused_reading(by, past) == "session.not_found"
    world.active(operator=world.boris)
    assert history.readable(world.boris, past).public_id == past
    assert refused_reading(world.boris, "nothing") == "session.not_found"


def refused_reading(by, session):
    with pytest.raises(Fault) as caught:
        history.readable(by, session)
    return caught.value.code


def test_search_finds_texts_and_client_data_in_the_operators_own_sessions(world):
    past = world.closed(world.carla, message='Boiler says "F.22" 100%_\\ now', email="carla@example.com", phone="601 123 456")
    for text in (
        "boiler",
        '"f.22"',
        "100%_",
        "_\\ now",
        "carla@exam",
        "601 123",
        "1123456",
        "CARLA",
        f"#{row_of(past).number}",
        str(row_of(past).number),
    ):
        assert found(world, text) == [past], text
    for text in ("2%0", "command", "text", "F_23", "999999999999", "nobody"):
        assert found(world, text) == [], text
    assert found(world, "boiler", world.boris) == []


def test_a_ban_ends_the_session_without_telling_the_client(world, session):
    run(clients.client_ban, world.anna, session=session, reason="Threats")
    assert row_of(session).state == "wrapup"
    assert steps(session)[-2:] == ["banned", "ended"]
    assert [body["step"] for body in bodies(session, "session.changed", shared=True)] == ["queued", "accepted", "ended"]
    assert Ban.objects.get().reason == "Threats"


@pytest.mark.parametrize("start", [entry.entry_start, entry.message_leave])
def test_a_banned_client_can_use_no_entry(world, session, start):
    run(clients.client_ban, world.anna, session=session, reason="Threats")
    fields = {"entry": "chat"} if start is entry.entry_start else {"message": "x"}
    assert refused(start, world.carla, **fields).code == "entry.refused"
    run(start, world.david, **fields)


def test_a_proven_identity_is_banned_in_every_browser(world, session):
    Client.objects.update(external_id="7", verified=True)
    run(clients.client_ban, world.anna, session=session, reason="Threats")
    assert refused(entry.entry_start, world.david, entry="chat").code == "entry.refused"
    Client.objects.filter(pk=world.david.pk).update(verified=False)
    assert world.enter(world.david)


def test_a_network_address_is_banned_for_a_day(world):
    session = world.active(address="hash")
    run(clients.client_ban, world.anna, session=session, reason="Threats")
    assert refused(entry.entry_start, world.david, entry="chat", address="hash").code == "entry.refused"
    Ban.objects.update(address_until=timezone.now() - timedelta(seconds=1))
    assert world.enter(world.david, address="hash")


@pytest.mark.parametrize(
    ("who", "code"), [("boris", "session.not_found"), ("david", "session.not_found"), ("carla", "session.closed")]
)
def test_only_the_operator_of_the_session_bans(world, session, who, code):
    assert refused(clients.client_ban, getattr(world, who), session=session, reason="x").code == code
    assert refused(clients.client_ban, world.anna, session=session, reason="  ").code == "ban.reason"
    assert not Ban.objects.exists()
    assert row_of(session).state == "active"


def test_lifting_a_ban_lets_the_client_in_again(world, session):
    run(clients.client_ban, world.anna, session=session, reason="Threats")
    Ban.objects.all().delete()
    assert world.enter() != session


def test_a_preview_is_the_first_message(world):
    session = world.enter(message="First")
    run(messages.message_post, world.carla, session=session, text="Second")
    (past,) = present.past_sessions(Session.objects.all())
    assert past.preview == "First"
