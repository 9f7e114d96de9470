"""Clients: their data, their way through the website, their history, and how one is kept out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contactcenter.realtime.wire import Fault
from sessions_app import present
from sessions_app.models import Ban, Client, Session
from sessions_app.protocol import Page
from sessions_app.selectors import history
from sessions_app.services import clients, closing, entry, messages
from tests.sessions_app.life import Centre, bodies, refused, row, run, steps


@pytest.fixture
def centre(db):
    return Centre()


@pytest.fixture
def session(centre):
    return centre.accept(centre.enter())


def closed(centre, by, **fields):
    """A conversation with Anna that is over."""
    session = centre.accept(centre.enter(by, **fields))
    run(closing.session_end, centre.anna, session=session)
    run(closing.session_wrapup, centre.anna, session=session)
    return session


def found(centre, text, by=None):
    return [row.public_id for row in history.search(by or centre.anna, text)]


def test_the_operator_corrects_the_clients_data_and_operators_see_it(centre, session):
    run(clients.client_edit, centre.anna, session=session, name=" Carla  Nova ", email="c@example.com", phone="601")
    assert Client.objects.filter(name="Carla Nova", email="c@example.com", phone="601").exists()
    assert bodies(session, "client.changed", shared=False)[-1]["client"]["name"] == "Carla Nova"
    assert refused(clients.client_edit, centre.anna, session=session, name="", email="x", phone="") == "entry.email"


@pytest.mark.parametrize(
    ("who", "code"), [("boris", "session.not_found"), ("david", "session.not_found"), ("carla", "session.closed")]
)
def test_nobody_else_corrects_them(centre, session, who, code):
    assert refused(clients.client_edit, getattr(centre, who), session=session, name="X", email="", phone="") == code
    assert not Client.objects.filter(name="X").exists()


def test_the_last_twenty_pages_are_kept(centre, session):
    for number in range(25):
        run(clients.page_visit, centre.carla, session=session, page=Page(url=f"https://shop.example/{number}"))
    path = present.client_view(row(session)).path
    assert [page.url.rsplit("/", 1)[1] for page in path] == [str(number) for number in range(5, 25)]


def test_what_the_host_page_tells_replaces_what_it_told_before(centre, session):
    for plan in ("gold", "silver"):
        run(clients.parameters_set, centre.carla, parameters={"plan": plan})
    assert row(session).parameters == {"plan": "silver"}
    run(clients.parameters_set, centre.david, parameters={"plan": "none"})
    assert row(session).parameters == {"plan": "silver"}
    assert len(bodies(session, "client.changed", shared=True)) == 0


def test_a_history_is_one_clients_and_grows_only_by_proof(centre):
    first = closed(centre, centre.carla)
    Client.objects.filter(pk=centre.david.pk).update(email="same@example.com", external_id="7")
    Client.objects.filter(pk=centre.carla.pk).update(email="same@example.com", external_id="7")
    second = centre.accept(centre.enter(centre.david))
    assert present.operator_session_view(row(second)).history == []
    Client.objects.update(verified=True)
    view = present.operator_session_view(row(second))
    assert [past.id for past in view.history] == [first]
    assert view.client.earlier == 1


def test_a_past_session_is_read_by_its_operator_and_by_who_serves_its_client_now(centre):
    past = closed(centre, centre.carla)
    assert history.readable(centre.anna, past).public_id == past
    for by in (centre.boris, centre.carla):
        assert refused_reading(by, past) == "session.not_found"
    centre.accept(centre.enter(), centre.boris)
    assert history.readable(centre.boris, past).public_id == past
    assert refused_reading(centre.boris, "nothing") == "session.not_found"


def refused_reading(by, session):
    with pytest.raises(Fault) as caught:
        history.readable(by, session)
    return caught.value.code


def test_a_search_finds_what_people_wrote_and_who_they_are_and_nothing_of_others(centre):
    past = closed(centre, centre.carla, message='Boiler says "F.22" 100%_\\ now', email="carla@example.com", phone="601 123 456")
    for text in (
        "boiler",
        '"f.22"',
        "100%_",
        "_\\ now",
        "arla@exam",
        "601 123",
        "CARLA",
        f"#{row(past).number}",
        str(row(past).number),
    ):
        assert found(centre, text) == [past], text
    for text in ("1%0", "command", "text", "F_22", "999999999999", "nobody"):
        assert found(centre, text) == [], text
    assert found(centre, "boiler", centre.boris) == []


def test_a_ban_ends_the_session_and_tells_the_client_nothing_of_it(centre, session):
    run(clients.client_ban, centre.anna, session=session, reason="Threats")
    assert row(session).state == "wrapup"
    assert steps(session)[-2:] == ["banned", "ended"]
    assert [body["step"] for body in bodies(session, "session.changed", shared=True)] == ["queued", "accepted", "ended"]
    assert Ban.objects.get().reason == "Threats"


@pytest.mark.parametrize("start", [entry.entry_start, entry.message_leave])
def test_who_is_banned_comes_in_no_way(centre, session, start):
    run(clients.client_ban, centre.anna, session=session, reason="Threats")
    fields = {"entry": "chat"} if start is entry.entry_start else {"message": "x"}
    assert refused(start, centre.carla, **fields) == "entry.refused"
    run(start, centre.david, **fields)


def test_a_proven_identity_is_banned_in_every_browser(centre, session):
    Client.objects.update(external_id="7", verified=True)
    run(clients.client_ban, centre.anna, session=session, reason="Threats")
    assert refused(entry.entry_start, centre.david, entry="chat") == "entry.refused"
    Client.objects.filter(pk=centre.david.pk).update(verified=False)
    assert centre.enter(centre.david)


def test_a_network_address_is_banned_for_a_day(centre):
    session = centre.accept(centre.enter(address="hash"))
    run(clients.client_ban, centre.anna, session=session, reason="Threats")
    assert refused(entry.entry_start, centre.david, entry="chat", address="hash") == "entry.refused"
    Ban.objects.update(address_until=timezone.now() - timedelta(seconds=1))
    assert centre.enter(centre.david, address="hash")


@pytest.mark.parametrize(
    ("who", "code"), [("boris", "session.not_found"), ("david", "session.not_found"), ("carla", "session.closed")]
)
def test_only_the_operator_of_the_session_bans(centre, session, who, code):
    assert refused(clients.client_ban, getattr(centre, who), session=session, reason="x") == code
    assert refused(clients.client_ban, centre.anna, session=session, reason="  ") == "ban.reason"
    assert not Ban.objects.exists()
    assert row(session).state == "active"


def test_lifting_a_ban_lets_the_client_in_again(centre, session):
    run(clients.client_ban, centre.anna, session=session, reason="Threats")
    Ban.objects.all().delete()
    assert centre.enter() != session


def test_previews_are_the_first_thing_that_was_said(centre):
    session = centre.enter(message="First")
    run(messages.message_post, centre.carla, session=session, text="Second")
    (past,) = present.past_sessions(Session.objects.all())
    assert past.preview == "First"
