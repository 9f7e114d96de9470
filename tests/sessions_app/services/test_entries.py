"""Every way in but invitations: what is kept, what starts by itself, what is refused in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sessions_app import present, selectors
from sessions_app.models import Client, Operator, Session, Widget
from sessions_app.present import console
from sessions_app.protocol import Page
from sessions_app.selectors.availability import availability
from sessions_app.services import clients, closing, entry, queue, transitions
from tests.sessions_app.life import PHONE, Centre, bodies, refused, row, run, steps
from videocall.models import Call


@pytest.fixture
def centre(db):
    return Centre()


@pytest.mark.parametrize("kind", ["videocall", "callback"])
def test_the_call_starts_by_itself_when_the_operator_accepts(centre, kind):
    session = centre.accept(centre.enter(entry=kind, phone=PHONE))
    call = Call.objects.get(session__public_id=session)
    assert (call.state, call.prompt) == ("accepted", False)


def test_no_call_starts_in_a_chat(centre):
    centre.accept(centre.enter())
    assert not Call.objects.exists()


def test_no_call_starts_for_a_callback_whose_client_is_away(centre):
    session = centre.enter(entry="callback", phone=PHONE)
    Session.objects.update(away=True)
    centre.accept(session)
    assert row(session).state == "active"
    assert not Call.objects.exists()


def test_nor_for_one_whose_page_was_closed_a_moment_ago(centre):
    session = centre.enter(entry="callback", phone=PHONE)
    Session.objects.update(client_left_at=timezone.now())
    centre.accept(session)
    assert not Call.objects.exists()


def test_what_the_form_and_the_page_tell_is_kept(centre):
    page = Page(url="https://shop.example/a", title="A", referrer="javascript:alert(1)")
    session = centre.enter(
        entry="videocall",
        name=" Carla  Novak ",
        email="c@example.com",
        topic="Boiler",
        message="Hello",
        page=page,
        parameters={"plan": "gold"},
    )
    kept = row(session)
    view = present.operator_session_view(kept)
    assert (view.client.name, view.client.email, view.client.topic) == ("Carla Novak", "c@example.com", "Boiler")
    assert view.client.parameters == {"plan": "gold"}
    assert [page.url for page in view.client.path] == ["https://shop.example/a"]
    assert view.client.page.referrer == ""
    assert bodies(session, "message.posted") == [{"text": "Hello", "command": None}]


def test_an_entry_the_widget_does_not_offer_is_refused(centre):
    centre.widget.entries = ["chat"]
    centre.widget.save()
    assert refused(entry.entry_start, centre.carla, entry="videocall") == "entry.unavailable"
    assert not Session.objects.exists()


@pytest.mark.parametrize("kind", ["chat", "videocall"])
def test_outside_opening_hours_nobody_comes_in_to_talk(centre, kind):
    centre.close_doors()
    assert refused(entry.entry_start, centre.carla, entry=kind) == "entry.closed"


def test_the_device_check_shows_on_the_queue_item_before_anyone_accepts(centre):
    session = centre.enter(entry="videocall")
    run(clients.devices_check, centre.carla, session=session, microphone="granted", camera="no-device")
    (item,) = console.queue_of(Operator.objects.get(pk=centre.anna.pk))
    assert (item.devices.microphone, item.devices.camera) == ("granted", "no-device")
    assert refused(clients.devices_check, centre.david, session=session, microphone="off", camera="off") == "session.not_found"


def test_a_message_left_is_a_waiting_session_of_a_client_who_is_away(centre):
    centre.widget.message_email = "desk@shop.example"
    centre.widget.save()
    letter = run(entry.message_leave, centre.carla, message="Call me", name="Carla", email="c@example.com")
    assert (letter.to, letter.reply_to) == ("desk@shop.example", "c@example.com")
    kept = Session.objects.get()
    assert (kept.state, kept.message, kept.away) == ("waiting", True, True)
    assert selectors.current_session(Client.objects.get(pk=centre.carla.pk)) is None


def test_a_second_message_joins_the_first_and_a_chat_still_opens(centre):
    for text in ("One", "Two"):
        assert run(entry.message_leave, centre.carla, message=text) is None
    left = Session.objects.get()
    assert [body["text"] for body in bodies(left.public_id, "message.posted")] == ["One", "Two"]
    assert centre.enter() != left.public_id


def test_when_a_message_is_answered_its_client_is_in_that_session(centre):
    run(entry.message_leave, centre.carla, message="Call me")
    centre.accept(Session.objects.get().public_id)
    assert selectors.current_session(Client.objects.get(pk=centre.carla.pk)) == Session.objects.get()
    assert present.operator_session_view(Session.objects.get()).message is True


def test_an_empty_message_and_a_broken_address_are_refused(centre):
    assert refused(entry.message_leave, centre.carla, message="  ") == "message.empty"
    assert refused(entry.message_leave, centre.carla, message="x", email="nobody") == "entry.email"
    assert not Session.objects.exists()


def test_whoever_waits_may_leave_a_message_instead_and_nothing_that_was_written_is_lost(centre):
    session = centre.enter(message="My boiler shows F.22")
    Session.objects.update(offered_to=centre.anna.pk, offer_until=timezone.now() + timedelta(minutes=1))
    run(entry.message_leave, centre.carla, message="Write me", email="c@example.com", session=session)
    kept = row(session)
    assert (kept.state, kept.message, kept.away, kept.offered_to, kept.client.email) == (
        "waiting",
        True,
        True,
        None,
        "c@example.com",
    )
    assert kept.wait_until > timezone.now() + timedelta(days=1)
    assert [body["text"] for body in bodies(session, "message.posted")] == ["My boiler shows F.22", "Write me"]
    assert steps(session) == ["queued", "message"]
    assert selectors.current_session(kept.client) is None
    other = centre.enter(centre.david)
    assert selectors.position(row(other)) == 1
    centre.accept(session)


def test_a_client_who_left_a_message_does_not_come_back_by_a_page_that_is_still_open(centre):
    session = centre.enter()
    run(entry.message_leave, centre.carla, message="Write me", session=session)
    run(transitions.client_arrive, centre.carla, session=session, socket="another tab")
    assert row(session).away


def test_consent_is_not_asked_for_again_when_a_waiting_client_leaves_a_message(centre):
    session = centre.enter()
    centre.widget.consent_text = "I agree"
    centre.widget.save()
    run(entry.message_leave, centre.carla, message="Write me", session=session)
    assert row(session).message


def test_only_the_client_who_waits_leaves_a_message_instead(centre):
    session = centre.enter()
    assert refused(entry.message_leave, centre.david, message="x", session=session) == "session.not_found"
    by_phone = centre.enter(centre.david, entry="callback", phone=PHONE)
    assert refused(entry.message_leave, centre.david, message="x", session=by_phone) == "entry.unavailable"
    centre.accept(session)
    assert refused(entry.message_leave, centre.carla, message="x", session=session) == "session.closed"
    assert not Session.objects.filter(message=True).exists()


def test_a_message_instead_of_waiting_is_bounded_like_any_other(centre, settings):
    session = centre.enter()
    settings.WAITING_GROUP = 2
    assert refused(entry.message_leave, centre.carla, message="x", session=session) == "queue.full"
    assert (row(session).message, row(session).state) == (False, "waiting")


def test_an_operator_of_another_group_cannot_take_the_client(centre):
    session = centre.enter(entry="videocall")
    Operator.objects.get(pk=centre.boris.pk).groups.clear()
    assert refused(queue.session_accept, centre.boris, session=session) == "session.not_found"
    assert steps(session) == ["queued"]


WAYS_IN = {
    "chat": (entry.entry_start, {"entry": "chat"}),
    "videocall": (entry.entry_start, {"entry": "videocall"}),
    "callback": (entry.entry_start, {"entry": "callback", "phone": PHONE}),
    "message": (entry.message_leave, {"message": "Hello", "email": "carla@example.com"}),
}


@pytest.mark.parametrize("way", WAYS_IN)
def test_nobody_enters_by_a_widget_that_was_switched_off_while_they_looked_at_it(centre, way):
    service, fields = WAYS_IN[way]
    Widget.objects.update(active=False)
    assert refused(service, centre.carla, **fields) == "entry.closed"


@pytest.mark.parametrize("way", WAYS_IN)
def test_nobody_enters_with_a_token_that_has_run_out(centre, way):
    service, fields = WAYS_IN[way]
    Client.objects.update(token_until=timezone.now())
    assert refused(service, centre.carla, **fields) == "token.invalid"


def test_a_widget_that_is_switched_off_shows_itself_closed_in_every_way(centre):
    centre.widget.active = False
    stands = availability(centre.widget)
    assert (stands["state"], set(stands["entries"].values())) == ("offline", {stands["reason"]})
    assert set(stands["entries"]) == set(centre.widget.entries)


@pytest.mark.parametrize("change", [{"token_until": timezone.now()}, {"widget__active": False}])
def test_an_open_conversation_is_finished_whatever_becomes_of_token_and_widget(centre, change):
    session = centre.accept(centre.enter())
    if "token_until" in change:
        Client.objects.update(**change)
    else:
        Widget.objects.update(active=False)
    assert selectors.client_of("Carla").pk == centre.carla.pk
    assert selectors.client_of("David") is None
    run(closing.session_end, centre.anna, session=session)
    assert selectors.client_of("Carla") is None
