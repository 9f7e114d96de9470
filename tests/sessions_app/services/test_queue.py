"""The queue: accepting, offering to one operator at a time, and missing."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.models import Group, LogEntry, Operator, Session
from sessions_app.present import console
from sessions_app.selectors import availability
from sessions_app.services.presence import operator_sign_out, presence_set
from sessions_app.services.queue import session_accept, session_pass
from tests.world import World, refused, row_of, run, steps

OFFER = settings.OFFER_SECONDS


@pytest.fixture
def world(transactional_db, monkeypatch):
    return World(people=False, clock=monkeypatch)


@pytest.fixture
def one_by_one(transactional_db, monkeypatch):
    """A group with single offers: Anna is idle, Boris has one chat, Cyril has two."""
    world = World(people=False, clock=monkeypatch, offers_to_one=True)
    world.anna, world.boris, world.cyril = (world.operator(name) for name in ("Anna", "Boris", "Cyril"))
    for operator in (world.boris, world.cyril, world.cyril):
        world.session(operator=operator)
    return world


def refusals_of(operator, *sessions):
    found = selectors.refusals(Operator.objects.get(pk=operator.pk), [row_of(session) for session in sessions])
    return [found[session] for session in sessions]


def test_the_first_to_accept_wins_and_the_other_is_told_who(world):
    anna, boris = world.operator("Anna"), world.operator("Boris")
    session = world.session()
    run(session_accept, anna, session=session)
    assert (row_of(session).state, row_of(session).operator_id) == ("active", anna.pk)
    assert Operator.objects.get(pk=anna.pk).served_at == world.now
    fault = refused(session_accept, boris, session=session)
    assert (fault.code, fault.text) == ("session.taken", "Anna has taken this client.")


def test_accepting_again_changes_nothing(world):
    anna = world.operator("Anna")
    session = world.session()
    run(session_accept, anna, session=session)
    run(session_accept, anna, session=session)
    assert steps(session) == ["accepted"]


def test_of_two_operators_accepting_at_once_exactly_one_wins_300_times(transactional_db):
    world = World(people=False)
    pair = [world.operator(name, chat_limit=1000) for name in ("Anna", "Boris")]
    sessions = [world.session() for _ in range(300)]
    start = Barrier(2)

    def accept_all(operator):
        won = []
        try:
            for session in sessions:
                start.wait()
                with contextlib.suppress(Fault):
                    perform(session_accept, key=session, by=operator, session=session)
                    won.append(session)
        finally:
            connection.close()
        return won

    with ThreadPoolExecutor(2) as threads:
        anna, boris = threads.map(accept_all, pair)
    assert sorted(anna + boris) == sorted(sessions)
    owners = dict(Session.objects.values_list("public_id", "operator"))
    assert all(owners[session] == pair[0].pk for session in anna)
    assert all(owners[session] == pair[1].pk for session in boris)
    assert LogEntry.objects.filter(kind="session.changed").count() == 300


def test_an_operator_who_accepts_many_at_once_stops_at_the_limit(transactional_db):
    world = World(people=False)
    anna = world.operator("Anna", chat_limit=3)
    sessions = [world.session() for _ in range(8)]
    start = Barrier(len(sessions))

    def accept(session):
        start.wait()
        try:
            perform(session_accept, key=session, by=anna, session=session)
        except Fault as fault:
            return fault.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(sessions)) as threads:
        codes = sorted(threads.map(accept, sessions))
    assert codes == [""] * 3 + ["operator.unavailable"] * 5
    assert Session.objects.filter(operator=anna.pk, state="active").count() == 3


@pytest.mark.parametrize(
    ("operator", "words"),
    [
        ({"lease_until": None}, "You’re offline."),
        ({"chosen": "away"}, "You’re away. Go online to accept."),
        ({"chat_limit": 0}, "You’re at your limit of 0 conversations."),
        ({"takes_chat": False}, "You’ve turned chats off."),
    ],
)
def test_an_unavailable_operator_sees_why_in_the_queue_and_when_accepting(world, operator, words):
    anna = world.operator("Anna", **operator)
    session = world.session()
    assert refusals_of(anna, session) == [words]
    fault = refused(session_accept, anna, session=session)
    assert (fault.code, fault.text) == ("operator.unavailable", words)
    assert row_of(session).state == "waiting"


def test_an_open_wrap_up_prevents_accepting(world):
    anna = world.operator("Anna")
    world.session(operator=anna, state="wrapup")
    assert refused(session_accept, anna, session=world.session()).text == "Finish the wrap-up to accept again."


@pytest.mark.parametrize("entry", ["videocall", "invitation", "callback"])
def test_an_entry_that_starts_a_call_needs_no_other_conversation(world, entry):
    anna = world.operator("Anna")
    session = world.session(entry=entry)
    other = world.session(operator=anna)
    fault = refused(session_accept, anna, session=session)
    assert (fault.code, fault.text) == (
        "call.unavailable",
        "To take a call, end your conversation first.",
    )
    Session.objects.filter(public_id=other).update(state="closed")
    run(session_accept, anna, session=session)
    assert row_of(session).state == "active"


def test_with_video_switched_off_only_chats_are_taken(world):
    anna = world.operator("Anna", takes_video=False)
    assert refused(session_accept, anna, session=world.session(entry="videocall")).text == "You’ve turned video calls off."
    run(session_accept, anna, session=world.session())


def test_a_callback_of_an_absent_client_is_accepted_beside_a_chat(world):
    anna = world.operator("Anna", takes_video=False)
    world.session(operator=anna)
    until = world.now + timedelta(hours=1)
    session = world.session(entry="callback", away=True, callback_until=until)
    run(session_accept, anna, session=session)
    assert row_of(session).state == "active"


def test_nothing_is_accepted_during_a_call(world):
    anna = world.operator("Anna")
    run(session_accept, anna, session=world.session(entry="videocall"))
    fault = refused(session_accept, anna, session=world.session())
    assert (fault.code, fault.text) == ("operator.unavailable", "You’re in a call.")


def test_only_its_operator_sees_and_accepts_a_reserved_session(world):
    anna, boris = world.operator("Anna"), world.operator("Boris")
    session = world.session(entry="invitation", reserved_for_id=boris.pk)
    assert list(selectors.queue_of(Operator.objects.get(pk=anna.pk))) == []
    assert refused(session_accept, anna, session=session).code == "session.not_found"
    assert list(selectors.queue_of(Operator.objects.get(pk=boris.pk))) == [row_of(session)]
    run(session_accept, boris, session=session)


def test_a_session_can_be_reserved_for_an_operator_outside_the_group(world):
    dora = world.operator("Dora", group=Group.objects.create(name="Sales"))
    session = world.session(reserved_for_id=dora.pk)
    assert refused(session_accept, dora, session=world.session()).code == "session.not_found"
    run(session_accept, dora, session=session)


def test_by_default_a_session_is_open_to_all(world):
    world.operator("Anna")
    session = world.session()
    world.later(1)
    assert (row_of(session).offered_to, row_of(session).open_to_all) == (None, False)


def test_a_session_is_offered_to_the_least_loaded_operator_only(one_by_one):
    session = one_by_one.session()
    one_by_one.later(1)
    assert row_of(session).offered_to_id == one_by_one.anna.pk
    assert row_of(session).offer_until == one_by_one.now + timedelta(seconds=OFFER)
    words = "This client is being offered to Anna."
    assert refusals_of(one_by_one.boris, session) == [words]
    fault = refused(session_accept, one_by_one.boris, session=session)
    assert (fault.code, fault.text) == ("session.offered", words)
    run(session_accept, one_by_one.anna, session=session)
    assert (row_of(session).state, row_of(session).offered_to, row_of(session).offer_until) == ("active", None, None)


def test_an_expired_offer_goes_to_the_next_operator_and_finally_to_all(one_by_one):
    session = one_by_one.session()
    asked = []
    for seconds in (1, OFFER, OFFER):
        one_by_one.later(seconds)
        asked.append(row_of(session).offered_to_id)
    assert asked == [one_by_one.anna.pk, one_by_one.boris.pk, one_by_one.cyril.pk]
    one_by_one.later(OFFER - 1)
    assert row_of(session).offered_to_id == one_by_one.cyril.pk
    one_by_one.later(1)
    assert (row_of(session).offered_to, row_of(session).open_to_all) == (None, True)
    run(session_accept, one_by_one.boris, session=session)


def test_an_offer_expires_on_time_even_before_a_sweep(one_by_one):
    session = one_by_one.session()
    one_by_one.later(1)
    one_by_one.now += timedelta(seconds=OFFER)
    run(session_accept, one_by_one.boris, session=session)


def test_passing_offers_it_to_the_next_at_once_and_can_be_repeated(one_by_one):
    session = one_by_one.session()
    one_by_one.later(1)
    run(session_pass, one_by_one.anna, session=session)
    assert row_of(session).offered_to_id == one_by_one.boris.pk
    run(session_pass, one_by_one.anna, session=session)
    assert row_of(session).offered_to_id == one_by_one.boris.pk
    assert refused(session_pass, one_by_one.cyril, session=session).code == "session.not_offered"


@pytest.mark.parametrize("gone", ["away", "signed out"])
def test_the_next_sweep_moves_an_offer_from_an_operator_who_goes_away(one_by_one, gone):
    session = one_by_one.session()
    one_by_one.later(1)
    if gone == "away":
        run(presence_set, one_by_one.anna, state="away")
    else:
        run(operator_sign_out, one_by_one.anna)
    one_by_one.later(1)
    assert row_of(session).offered_to_id == one_by_one.boris.pk
    assert row_of(session).passed_by == []


def test_two_waiting_sessions_are_offered_to_two_operators(one_by_one):
    sessions = [one_by_one.session(), one_by_one.session()]
    one_by_one.later(1)
    assert {row_of(session).offered_to_id for session in sessions} == {one_by_one.anna.pk, one_by_one.boris.pk}


def test_turning_off_single_offers_withdraws_pending_ones(one_by_one):
    session = one_by_one.session()
    one_by_one.later(1)
    Group.objects.update(offers_to_one=False)
    one_by_one.later(1)
    assert row_of(session).offered_to is None


def test_messages_reservations_and_later_callbacks_are_not_offered(one_by_one):
    later = one_by_one.now + timedelta(hours=1)
    sessions = [
        one_by_one.session(message=True, away=True),
        one_by_one.session(reserved_for_id=one_by_one.anna.pk),
        one_by_one.session(entry="callback", callback_from=later, callback_until=later + timedelta(hours=1)),
    ]
    one_by_one.later(1)
    assert [row_of(session).offered_to for session in sessions] == [None] * 3
    one_by_one.later(3600)
    assert row_of(sessions[2]).offered_to_id == one_by_one.anna.pk


def test_two_simultaneous_sweeps_make_one_offer(one_by_one):
    session = one_by_one.session()
    start = Barrier(2)

    def once(_number):
        start.wait()
        try:
            one_by_one.later(0)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(once, range(2)))
    assert (row_of(session).offered_to_id, row_of(session).passed_by) == (one_by_one.anna.pk, [])


@pytest.mark.parametrize(("language", "words"), [("en", "Nobody was free in time."), ("de", "Niemand war rechtzeitig frei.")])
def test_a_client_waiting_beyond_the_longest_wait_is_missed_in_words(world, settings, language, words):
    settings.HOUSE_LANGUAGE = language
    session = world.session(wait_until=world.now + timedelta(seconds=60))
    world.later(59)
    assert row_of(session).state == "waiting"
    world.later(1)
    assert (row_of(session).state, row_of(session).result, steps(session)) == ("missed", words, ["missed"])
    assert row_of(session).closed_at == world.now


def test_a_failing_sweep_of_one_session_does_not_delay_others(world, monkeypatch):
    monkeypatch.setattr("sessions_app.services.transitions.client_away", lambda *, session: 1 / 0)
    world.session(client_left_at=world.now)
    session = world.session(wait_until=world.now + timedelta(seconds=60))
    world.later(60)
    assert row_of(session).state == "missed"


def test_a_callback_waits_until_its_window_ends_without_its_client(world):
    until = world.now + timedelta(hours=2)
    session = world.session(entry="callback", callback_until=until, wait_until=world.now, client_left_at=world.now)
    world.later(7199)
    assert row_of(session).state == "waiting"
    world.later(1)
    assert (row_of(session).state, row_of(session).result) == ("missed", "The time for the CallBack is over.")


def test_a_left_message_waits_without_its_client(world):
    session = world.session(message=True, away=True, client_left_at=world.now)
    world.later((settings.MESSAGE_DAYS - 1) * 86_400)
    assert row_of(session).state == "waiting"


@pytest.mark.parametrize("fields", [{"message": True}, {"entry": "callback"}])
def test_an_accepted_message_or_callback_survives_the_clients_absence(world, fields):
    anna = world.operator("Anna", lease_until=world.now + timedelta(days=1))
    until = world.now + timedelta(hours=2) if "entry" in fields else None
    session = world.session(**fields, callback_until=until, away=True, client_left_at=world.now)
    world.later(settings.CLIENT_GRACE_SECONDS)
    run(session_accept, anna, session=session)
    world.later(settings.CLIENT_GRACE_SECONDS)
    assert row_of(session).state == "active"


def test_positions_count_only_sessions_in_line(world):
    anna = world.operator("Anna")
    later = world.now + timedelta(hours=1)
    first = world.session()
    world.session(message=True, away=True)
    world.session(entry="callback", callback_until=later, away=True)
    world.session(entry="invitation", reserved_for_id=anna.pk)
    connected = world.session(entry="callback", callback_until=later)
    last = world.session()
    assert [selectors.position(row_of(session)) for session in (first, connected, last)] == [1, 2, 3]


# The widget's availability


def widget_state(world):
    found = availability.availability(world.widget, world.now)
    return found["state"], found["reason"]


def entry_reasons(world):
    return availability.availability(world.widget, world.now)["entries"]


def test_an_offline_widget_offers_only_callbacks_and_invitations(world):
    world.operator("Anna", lease_until=world.now)
    words = "Nobody is here right now."
    assert widget_state(world) == ("offline", words)
    assert entry_reasons(world) == {"chat": words, "videocall": words, "callback": "", "invitation": ""}


def test_the_widget_says_when_everybody_is_away(world):
    world.operator("Anna", chosen="away")
    assert widget_state(world) == ("offline", "We’re away for a moment.")


def test_outside_hours_the_widget_says_when_it_opens(world):
    world.operator("Anna")
    world.now = world.now.replace(year=2026, month=11, day=21, hour=12, minute=0)
    Group.objects.update(hours={"mon": [["08:00", "12:00"]]})
    world.widget.group.refresh_from_db()
    assert widget_state(world) == ("offline", "We are closed now and open again on Monday 23 November at 08:00.")


def test_a_group_that_never_opens_is_closed(world):
    Group.objects.update(hours={"mon": []})
    world.widget.group.refresh_from_db()
    assert widget_state(world) == ("offline", "We are closed.")


def test_with_all_operators_occupied_it_is_busy_and_clients_may_wait(world):
    world.session(operator=world.operator("Anna", chat_limit=1))
    assert widget_state(world) == ("busy", "All operators are busy right now.")
    assert set(entry_reasons(world).values()) == {""}


def test_with_a_full_queue_it_is_busy_and_closed_to_new_clients(world):
    world.operator("Anna")
    Group.objects.update(queue_size=2)
    world.widget.group.refresh_from_db()
    world.session()
    world.session(message=True, away=True)
    assert widget_state(world) == ("online", "")
    world.session()
    words = "Too many people are waiting right now."
    assert widget_state(world) == ("busy", words)
    assert entry_reasons(world) == {"chat": words, "videocall": words, "callback": "", "invitation": ""}


def test_an_entry_no_operator_takes_is_closed(world):
    world.operator("Anna", takes_video=False)
    assert widget_state(world) == ("online", "")
    assert entry_reasons(world)["videocall"] == "Nobody is available for a video call right now."
    Operator.objects.update(takes_video=True, takes_chat=False)
    assert entry_reasons(world)["chat"] == "Nobody is available for a chat right now."


def test_colleagues_and_groups_are_shown_with_their_load(world):
    anna, boris = world.operator("Anna"), world.operator("Boris", chosen="away")
    world.operator("Cyril", lease_until=None)
    world.session(operator=boris)
    world.session()
    shown = selectors.colleagues(Operator.objects.get(pk=anna.pk))
    assert [(each.operator.name, each.state, each.active) for each in shown] == [("Boris", "away", 1), ("Cyril", "offline", 0)]
    assert [(each.group.name, each.waiting, each.online) for each in selectors.groups_with_load()] == [("Support", 1, 1)]
    assert [each.online for each in console.group_views(Operator.objects.get(pk=anna.pk))] == [
        0
    ]  # no operator is their own colleague
