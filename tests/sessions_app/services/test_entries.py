"""Every entry but invitations: what is kept, and what is refused in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sessions_app import present, selectors
from sessions_app.models import Client, Operator, Session, Widget
from sessions_app.present import console
from sessions_app.protocol import Page
from sessions_app.selectors.availability import availability
from sessions_app.services import clients, closing, entry, queue, transitions
from tests.world import PHONE, bodies, refused, row_of, run, steps


def test_data_from_the_form_and_the_page_is_kept(world):
    page = Page(url="https://shop.example/a", title="A", referrer="javascript:alert(1)")
    session = world.enter(
        entry="videocall",
        name=" Carla  Novak ",
        email="c@example.com",
        topic="Boiler",
        message="Hello",
        page=page,
        parameters={"plan": "gold"},
    )
    kept = row_of(session)
    view = present.operator_session_view(kept)
    assert (view.client.name, view.client.email, view.client.topic) == ("Carla Novak", "c@example.com", "Boiler")
    assert view.client.parameters == {"plan": "gold"}
    assert [page.url for page in view.client.path] == ["https://shop.example/a"]
    assert view.client.page.referrer == ""
    assert bodies(session, "message.posted") == [{"text": "Hello", "command": None}]


def test_an_entry_the_widget_does_not_offer_is_refused(world):
    world.widget.entries = ["chat"]
    world.widget.save()
    assert refused(entry.entry_start, world.carla, entry="videocall").code == "entry.unavailable"
    assert not Session.objects.exists()


@pytest.mark.parametrize("kind", ["chat", "videocall"])
def test_chat_and_video_are_closed_outside_opening_hours(world, kind):
    world.close_hours()
    assert refused(entry.entry_start, world.carla, entry=kind).code == "entry.closed"


def test_the_device_check_is_on_the_queue_item_before_acceptance(world):
    session = world.enter(entry="videocall")
    run(clients.devices_check, world.carla, session=session, microphone="granted", camera="no-device")
    (item,) = console.queue_of(Operator.objects.get(pk=world.anna.pk))
    assert (item.devices.microphone, item.devices.camera) == ("granted", "no-device")
    assert (
        refused(clients.devices_check, world.david, session=session, microphone="off", camera="off").code == "session.not_found"
    )


def test_a_left_message_is_a_waiting_session_of_an_absent_client(world):
    world.widget.message_email = "desk@shop.example"
    world.widget.save()
    letter = run(entry.message_leave, world.carla, message="Call me", name="Carla", email="c@example.com")
    assert (letter.to, letter.reply_to) == ("desk@shop.example", "c@example.com")
    kept = Session.objects.get()
    assert (kept.state, kept.message, kept.away) == ("waiting", True, True)
    assert selectors.current_session(Client.objects.get(pk=world.carla.pk)) is None


def test_a_second_message_joins_the_first_and_a_chat_still_opens(world):
    for text in ("One", "Two"):
        assert run(entry.message_leave, world.carla, message=text) is None
    left = Session.objects.get()
    assert [body["text"] for body in bodies(left.public_id, "message.posted")] == ["One", "Two"]
    assert world.enter() != left.public_id


def test_accepting_a_left_message_brings_its_client_into_the_session(world):
    run(entry.message_leave, world.carla, message="Call me")
    world.accept(Session.objects.get().public_id)
    assert selectors.current_session(Client.objects.get(pk=world.carla.pk)) == Session.objects.get()
    assert present.operator_session_view(Session.objects.get()).message is True


def test_an_empty_message_and_a_broken_address_are_refused(world):
    assert refused(entry.message_leave, world.carla, message="  ").code == "message.empty"
    assert refused(entry.message_leave, world.carla, message="x", email="nobody").code == "entry.email"
    assert not Session.objects.exists()


def test_a_waiting_client_can_leave_a_message_without_losing_earlier_ones(world):
    session = world.enter(message="My boiler shows F.22")
    Session.objects.update(offered_to=world.anna.pk, offer_until=timezone.now() + timedelta(minutes=1))
    run(entry.message_leave, world.carla, message="Write me", email="c@example.com", session=session)
    kept = row_of(session)
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
    other = world.enter(world.david)
    assert selectors.position(row_of(other)) == 1
    world.accept(session)


def test_an_open_page_does_not_bring_back_a_client_who_left_a_message(world):
    session = world.enter()
    run(entry.message_leave, world.carla, message="Write me", session=session)
    run(transitions.client_arrive, world.carla, session=session, socket="another tab")
    assert row_of(session).away


def test_consent_is_not_asked_for_again_when_a_waiting_client_leaves_a_message(world):
    session = world.enter()
    world.widget.consent_text = "I agree"
    world.widget.save()
    run(entry.message_leave, world.carla, message="Write me", session=session)
    assert row_of(session).message


def test_only_a_waiting_client_can_leave_a_message_instead(world):
    session = world.enter()
    assert refused(entry.message_leave, world.david, message="x", session=session).code == "session.not_found"
    by_phone = world.enter(world.david, entry="callback", phone=PHONE)
    assert refused(entry.message_leave, world.david, message="x", session=by_phone).code == "entry.unavailable"
    world.accept(session)
    assert refused(entry.message_leave, world.carla, message="x", session=session).code == "session.closed"
    assert not Session.objects.filter(message=True).exists()


def test_a_message_left_while_waiting_counts_towards_the_limits(world, settings):
    session = world.enter()
    settings.WAITING_GROUP = 2
    assert refused(entry.message_leave, world.carla, message="x", session=session).code == "queue.full"
    assert (row_of(session).message, row_of(session).state) == (False, "waiting")


def test_an_operator_of_another_group_cannot_take_the_client(world):
    session = world.enter(entry="videocall")
    Operator.objects.get(pk=world.boris.pk).groups.clear()
    assert refused(queue.session_accept, world.boris, session=session).code == "session.not_found"
    assert steps(session) == ["queued"]


WAYS_IN = {
    "chat": (entry.entry_start, {"entry": "chat"}),
    "videocall": (entry.entry_start, {"entry": "videocall"}),
    "callback": (entry.entry_start, {"entry": "callback", "phone": PHONE}),
    "message": (entry.message_leave, {"message": "Hello", "email": "carla@example.com"}),
}


@pytest.mark.parametrize("way", WAYS_IN)
def test_nobody_enters_through_a_widget_deactivated_meanwhile(world, way):
    service, fields = WAYS_IN[way]
    Widget.objects.update(active=False)
    assert refused(service, world.carla, **fields).code == "entry.closed"


@pytest.mark.parametrize("way", WAYS_IN)
def test_nobody_enters_with_an_expired_token(world, way):
    service, fields = WAYS_IN[way]
    Client.objects.update(token_until=timezone.now())
    assert refused(service, world.carla, **fields).code == "token.invalid"


def test_an_inactive_widget_shows_every_entry_as_closed(world):
    world.widget.active = False
    stands = availability(world.widget)
    assert (stands["state"], set(stands["entries"].values())) == ("offline", {stands["reason"]})
    assert set(stands["entries"]) == set(world.widget.entries)


@pytest.mark.parametrize("change", [{"token_until": timezone.now()}, {"widget__active": False}])
def test_an_open_conversation_survives_token_expiry_and_widget_deactivation(world, change):
    session = world.active()
    if "token_until" in change:
        Client.objects.update(**change)
    else:
        Widget.objects.update(active=False)
    assert selectors.client_of("Carla").pk == world.carla.pk
    assert selectors.client_of("David") is None
    run(closing.session_end, world.anna, session=session)
    assert selectors.client_of("Carla") is None
