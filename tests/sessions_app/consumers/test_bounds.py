"""Limits on what strangers can add to the queue, and on what a console is sent: number, size, queries."""

import json
from datetime import timedelta

import msgspec
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contactcenter.realtime.wire import Fault, encode
from sessions_app import log, present, selectors
from sessions_app.actor import SYSTEM, Actor
from sessions_app.deadlines import expire_waits
from sessions_app.models import CannedResponse, Client, Group, Invitation, LogEntry, Operator, Session, Tag, User
from sessions_app.models.operator import CHATS
from sessions_app.present import console
from sessions_app.protocol import Page
from sessions_app.selectors import availability, history
from sessions_app.services import callbacks, clients, entry, invitations, messages, queue, redirect
from sessions_app.services.waiting_limits import PARTS
from tests.world import World, refused, row_of, run, steps

PHONE = "601 123 456"
LONG = "x" * 1900


@pytest.fixture
def world(db, monkeypatch):
    return World(people=False, clock=monkeypatch)


@pytest.fixture
def small(settings):
    """Room for twelve sessions in a group, four of them from one address."""
    settings.WAITING_GROUP, settings.WAITING_ADDRESS = 12, 4


def enter(world, kind, name, address=""):
    """Enter as a new client by this entry, or leave a message."""
    by = world.client(name)
    if kind == "message":
        return run(entry.message_leave, by, message="Call me", address=address)
    extra = {"phone": PHONE} if kind == "callback" else {}
    return run(entry.entry_start, by, entry=kind, address=address, **extra)


def until_full(world, kind, address="", most=1_000):
    """Return how many enter before one is refused, and the refusal."""
    for number in range(most):
        try:
            enter(world, kind, f"{kind} {number} {address}", address and f"{address}-{number}" if address == "many" else address)
        except Fault as fault:
            return number, fault.code, fault.retry
    return most, "", False


# Limits of the queue


def test_a_thousand_callbacks_stop_at_the_limit(world, settings):
    assert until_full(world, "callback", "many") == (settings.WAITING_GROUP * PARTS["callback"], "queue.full", True)
    assert until_full(world, "callback", "one")[0] == 0


@pytest.mark.parametrize(("kind", "most"), [("message", 6), ("callback", 9), ("chat", 12), ("videocall", 12)])
def test_each_entry_type_stops_at_its_share_of_the_queue(world, small, kind, most):
    assert until_full(world, kind, "many") == (most, "queue.full", True)


@pytest.mark.parametrize(("kind", "most"), [("message", 2), ("callback", 3), ("chat", 4), ("videocall", 4)])
def test_one_address_has_less_room_than_the_group(world, small, kind, most):
    assert until_full(world, kind, "here") == (most, "queue.address", True)
    enter(world, kind, "somebody else", "there")


def test_sessions_of_absent_clients_leave_room_for_present_ones(world, small):
    until_full(world, "message", "many")
    until_full(world, "callback", "many")
    assert Session.objects.filter(state="waiting").count() == 9
    assert availability.availability(world.widget)["entries"]["callback"] == "Too many people are waiting right now."
    assert enter(world, "chat", "Carla", "elsewhere")


def test_the_widget_shows_a_full_queue_before_anybody_tries(world, small):
    world.operator("Anna")
    until_full(world, "chat", "many")
    entries = availability.availability(world.widget)["entries"]
    assert {name for name, reason in entries.items() if reason} == {"chat", "videocall", "callback"}


def test_invited_clients_are_limited_per_operator(world, small):
    anna = world.operator("Anna")
    until_full(world, "chat", "many")
    code = run(invitations.invitation_create, anna, seconds=3600, reusable=True).code
    for number in range(12):
        run(entry.entry_start, world.client(f"guest {number}"), entry="invitation", code=code)
    words = "Too many people are waiting right now. Come back later."
    fault = refused(entry.entry_start, world.client("one more"), entry="invitation", code=code)
    assert (fault.code, fault.text) == ("queue.full", words)


def test_a_client_already_waiting_is_never_refused(world, small):
    session = enter(world, "chat", "Carla", "here")
    until_full(world, "chat", "here")
    by = Actor("client", Client.objects.get(name="Carla").pk, "Carla")
    assert run(entry.entry_start, by, entry="chat", address="here") == session


def test_a_second_message_of_the_same_client_joins_the_first(world, small):
    carla = world.client("Carla")
    for _number in range(5):
        run(entry.message_leave, carla, message="Are you there?", address="here")
    assert Session.objects.filter(message=True).count() == 1


def test_a_video_call_becomes_a_callback_only_within_their_share(world, small):
    by = world.client("Carla")
    session = run(entry.entry_start, by, entry="videocall")
    until_full(world, "callback", "many")
    assert refused(callbacks.callback_choose, by, session=session, phone=PHONE).code == "queue.full"


# Deadlines of left messages


def test_an_unanswered_message_is_missed_after_its_deadline(world, settings):
    enter(world, "message", "Carla")
    session = Session.objects.get().public_id
    world.later(86_400 * settings.MESSAGE_DAYS - 60)
    assert row_of(session).state == "waiting"
    world.later(120)
    assert (row_of(session).state, row_of(session).result) == ("missed", "Nobody answered the message in time.")
    assert steps(session) == ["queued", "missed"]


def test_writing_again_extends_the_deadline(world, settings):
    carla = world.client("Carla")
    run(entry.message_leave, carla, message="Hello")
    Client.objects.update(token_until=world.now + timedelta(days=90))
    world.later(86_400 * (settings.MESSAGE_DAYS - 1))
    run(entry.message_leave, carla, message="Still there?")
    world.later(86_400 * 2)
    assert Session.objects.get().state == "waiting"


def test_messages_without_a_stored_deadline_expire_by_age(world, settings):
    enter(world, "message", "Carla")
    Session.objects.update(wait_until=None, created_at=world.now - timedelta(days=31))
    settings.MESSAGE_DAYS = 0
    expire_waits(world.now)
    assert Session.objects.get().state == "waiting"
    settings.MESSAGE_DAYS = 30
    expire_waits(world.now)
    assert Session.objects.get().state == "missed"


def test_a_redirected_message_keeps_its_deadline(world):
    boris = world.operator("Boris")
    enter(world, "message", "Carla")
    until, session = Session.objects.get().wait_until, Session.objects.get().public_id
    elsewhere = Group.objects.create(name="Elsewhere")
    Operator.objects.get(pk=boris.pk).groups.add(elsewhere)
    for target in ({"operator": boris.pk}, {"group": elsewhere.pk}):
        run(redirect.session_redirect, SYSTEM, session=session, **target)
        assert row_of(session).wait_until == until


# Limits of what a console is sent


def a_queue(world, count, **fields):
    """Fill the queue with sessions whose page and path are the largest possible."""
    page = {"url": f"https://shop.example/{LONG}", "title": "", "referrer": f"https://other.example/{LONG}"}
    known = {"token_until": timezone.now(), "created_at": timezone.now(), "widget": world.widget}
    people = Client.objects.bulk_create(
        Client(name=f"C{number}", token_hash=f"{number} {fields}"[:64], **known) for number in range(count)
    )
    common = {"entry": "chat", "group": world.group, "widget": world.widget, "created_at": timezone.now(), "page": page}
    common |= {"path": [page] * 20, "parameters": {f"p{number}": "v" * 200 for number in range(20)}}
    return Session.objects.bulk_create(Session(client=client, **(common | fields)) for client in people)


def test_a_long_queue_is_sent_in_part_with_its_length(world):
    operator = Operator.objects.get(pk=world.operator("Anna").pk)
    a_queue(world, selectors.QUEUE_SHOWN + 20)
    shown = console.desk_changed(operator)
    assert (len(shown.queue), shown.waiting) == (selectors.QUEUE_SHOWN, selectors.QUEUE_SHOWN + 20)
    assert len(encode(shown)) < 100_000
    snapshot, _rows = console.desk_snapshot(operator)
    assert (len(snapshot.queue), snapshot.waiting) == (selectors.QUEUE_SHOWN, selectors.QUEUE_SHOWN + 20)


def test_present_clients_come_before_messages_and_callbacks_and_offers_come_first(world):
    anna = world.operator("Anna")
    operator = Operator.objects.get(pk=anna.pk)
    a_queue(world, selectors.QUEUE_SHOWN, message=True)
    later = world.session(entry="callback", callback_until=world.now, callback_from=world.now, callback_phone="+420601123456")
    here = world.session()
    mine = world.session(message=True, reserved_for_id=anna.pk)
    shown = [item.id for item in console.desk_changed(operator).queue]
    assert {later, here, mine} <= set(shown)
    assert shown == [session.public_id for session in selectors.queue_of(operator) if session.public_id in shown]


def test_path_parameters_and_long_urls_are_in_the_preview_and_not_in_the_queue_item(world):
    anna = world.operator("Anna")
    operator = Operator.objects.get(pk=anna.pk)
    (session,) = a_queue(world, 1)
    (item,) = console.desk_changed(operator).queue
    assert (item.client.path, item.client.parameters, item.client.page.referrer) == ([], {}, "")
    assert len(item.client.page.url) <= 140
    assert len(msgspec.json.encode(item)) < 1_000
    whole = present.operator_session_view(selectors.waiting_session_of(anna, session.public_id)).client
    assert (len(whole.path), len(whole.parameters)) == (20, 20)


@pytest.mark.parametrize("verified", [False, True])
def test_a_longer_queue_takes_no_more_queries(world, verified):
    operator = Operator.objects.get(pk=world.operator("Anna").pk)

    def statements():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            console.desk_changed(operator)
        return len(asked)

    a_queue(world, 2)
    Client.objects.update(verified=verified, external_id="customer-7")
    few = statements()
    a_queue(world, 50, entry="videocall")
    Client.objects.update(verified=verified, external_id="customer-7")
    assert statements() == few


def test_a_preview_reads_one_message_of_many(world):
    carla = world.client("Carla")
    session = world.session(carla)
    for text in ("First", *("y" * 4000 for _number in range(5))):
        run(messages.message_post, carla, session=session, text=text)
    assert present.previews([row_of(session)]) == {row_of(session).pk: "First"}


def test_earlier_sessions_are_counted_once_per_person(world):
    def client(name, external=""):
        by = world.client(name)
        Client.objects.filter(pk=by.pk).update(verified=bool(external), external_id=external)
        return by

    carla, david, phone, desktop = client("Carla"), client("David"), client("phone", "7"), client("desktop", "7")
    for by in (carla, carla, phone, desktop, desktop):
        run(entry.entry_start, by, entry="chat")
        Session.objects.filter(state="waiting").update(state="closed")
    rows = [row_of(world.session(by)) for by in (carla, david, phone)]
    counts = history.earlier_counts(rows)
    assert [counts[each.pk] for each in rows] == [2, 0, 3] == [history.earlier(each).count() for each in rows]


def test_a_page_of_long_entries_is_shorter_and_says_there_is_more(world):
    anna = world.operator("Anna")
    session = world.session(operator=anna)
    for number in range(60):
        run(messages.message_post, anna, session=session, text=f"{number} " + "\u010d" * 3_900)
    found, more = log.page(row_of(session), 61, "operator")
    assert more
    assert sum(len(bytes(line)) for line in found) <= log.PAGE_BYTES
    assert json.loads(bytes(found[-1]))["seq"] == 60
    again, _more = log.page(row_of(session), json.loads(bytes(found[0]))["seq"], "operator")
    assert json.loads(bytes(again[-1]))["seq"] == json.loads(bytes(found[0]))["seq"] - 1
    assert log.page(row_of(session), 1, "operator") == ([], False)
    assert log.page(row_of(session), 3, "client")[1] is False


def test_a_reusable_invitation_with_many_sessions_takes_one_query(world):
    anna = world.operator("Anna")
    run(invitations.invitation_create, anna, seconds=3600, reusable=True)
    invitation = Invitation.objects.get()
    for state in ("closed", "closed", "waiting"):
        world.session(state=state, invitation=invitation)
    operator = Operator.objects.get(pk=anna.pk)
    with CaptureQueriesContext(connection) as asked:
        (view,) = console.invitations(operator)
    assert (view.state, len(asked)) == ("waiting", 1)


@pytest.mark.parametrize("kind", [CannedResponse, Tag])
def test_lists_sent_whole_to_the_console_are_limited_and_say_so(world, monkeypatch, kind):
    monkeypatch.setattr(kind, "MOST", 2)
    name = "shortcut" if kind is CannedResponse else "name"
    for number in range(3):
        kind.objects.create(**{name: f"n{number}"})
    with pytest.raises(ValidationError, match="Delete one first"):
        kind(**{name: "one-more"}).full_clean(exclude=["text"])
    kind.objects.last().full_clean(exclude=["text"])
    snapshot, _rows = console.desk_snapshot(Operator.objects.get(pk=world.operator("Anna").pk))
    assert len(snapshot.canned if kind is CannedResponse else snapshot.tags) == 2


def test_the_chat_limit_never_exceeds_what_a_console_is_sent(world):
    operator = Operator(user=User.objects.create(username="x"), name="X", chat_limit=CHATS + 1)
    with pytest.raises(ValidationError, match=str(CHATS)):
        operator.full_clean()
    assert CHATS <= console.SESSIONS


def test_of_very_many_colleagues_only_present_ones_are_sent(world, monkeypatch):
    monkeypatch.setattr("sessions_app.selectors.operators.COLLEAGUES_SHOWN", 2)
    anna = world.operator("Anna")
    for name in ("Zoe", "Boris"):
        world.operator(name)
    world.operator("Away", lease_until=None)
    found = console.colleagues(Operator.objects.get(pk=anna.pk))
    assert [colleague.name for colleague in found] == ["Boris", "Zoe"]


def test_pages_of_the_path_are_kept_without_referrers(world):
    anna, carla = world.operator("Anna"), world.client("Carla")
    session = run(entry.entry_start, carla, entry="chat")
    run(queue.session_accept, anna, session=session)
    run(clients.page_visit, carla, session=session, page=Page(url="https://a.example", referrer=f"https://b.example/{LONG}"))
    assert (row_of(session).path, row_of(session).page["referrer"] != "") == (
        [{"url": "https://a.example", "title": "", "referrer": ""}],
        True,
    )
    assert LogEntry.objects.filter(kind="client.changed").count() == 1
