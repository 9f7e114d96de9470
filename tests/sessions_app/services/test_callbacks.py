"""CallBack: phone numbers, times, tries, and turning a video call into one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sessions_app import log, present, selectors
from sessions_app.models import Operator, Session
from sessions_app.present import console
from sessions_app.rules import opening_hours
from sessions_app.services import callbacks, entry
from tests.world import PHONE, bodies, refused, row_of, run, steps


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("601 123 456", "CZ", "+420601123456"),
        ("+420 601 123 456", "DE", "+420601123456"),
        ("00420601123456", "DE", "+420601123456"),
        ("(030) 23125 000", "DE", "+493023125000"),
        ("+44 20 7946 0018", "CZ", "+442079460018"),
    ],
)
def test_phone_numbers_are_normalised(written, country, kept):
    assert callbacks.phone_number(written, country) == kept


@pytest.mark.parametrize(
    "written", ["", "abc", "12", "112", "906 123 456", "+420 906 123 456", "0900 5 123456", "+1", "601 123 456 ext. 5", "9" * 200]
)
def test_invalid_and_forbidden_numbers_are_refused_in_words(world, written):
    assert refused(entry.entry_start, world.carla, entry="callback", phone=written).code == "callback.phone"
    assert not Session.objects.exists()


def test_as_soon_as_possible_expires_after_a_day(world, settings):
    settings.CALLBACK_HOURS = 24
    kept = row_of(world.enter(entry="callback", phone=PHONE, zone="Asia/Kolkata"))
    assert (kept.callback_phone, kept.callback_zone) == ("+420601123456", "Asia/Kolkata")
    assert kept.callback_until - kept.callback_from == timedelta(hours=24)
    assert kept.wait_until is None
    assert present.session_view(kept).callback.shown == "+420 601 123 456"


def test_an_offered_time_can_be_chosen(world):
    slot = opening_hours.slots(world.group, timezone.now(), "Europe/Prague")[5]
    kept = row_of(world.enter(entry="callback", phone=PHONE, slot=slot.start.isoformat(), zone="Europe/Prague"))
    assert (kept.callback_from, kept.callback_until) == slot


@pytest.mark.parametrize("slot", ["tomorrow", "2020-01-01T10:00:00Z", "2999-01-01T10:00:00Z", "2026-11-23T10:00:00", "9" * 190])
def test_a_time_that_was_not_offered_is_refused(world, slot):
    assert refused(entry.entry_start, world.carla, entry="callback", phone=PHONE, slot=slot).code == "callback.slot"


def test_outside_opening_hours_a_time_must_be_chosen(world):
    world.close_hours()
    assert refused(entry.entry_start, world.carla, entry="callback", phone=PHONE).code == "callback.closed"


@pytest.mark.parametrize("zone", ["../../etc/passwd", "Nowhere/City", "a" * 190])
def test_an_unknown_time_zone_is_refused(world, zone):
    assert refused(entry.entry_start, world.carla, entry="callback", phone=PHONE, zone=zone).code == "callback.zone"


def test_a_waiting_video_call_becomes_a_callback_and_keeps_its_place_and_its_entry(world):
    first, second = world.enter(entry="videocall"), world.enter(world.david, entry="videocall")
    run(callbacks.callback_choose, world.carla, session=first, phone=PHONE)
    queue = console.queue_of(Operator.objects.get(pk=world.anna.pk))
    assert [item.id for item in queue] == [first, second]
    assert (queue[0].entry, queue[0].callback.phone) == ("videocall", "+420601123456")
    assert steps(first) == ["queued", "callback"]


def test_only_a_waiting_client_can_choose_it(world):
    session = world.enter(entry="videocall")
    assert refused(callbacks.callback_choose, world.david, session=session, phone=PHONE).code == "session.not_found"
    world.accept(session)
    assert refused(callbacks.callback_choose, world.carla, session=session, phone=PHONE).code == "session.closed"
    assert refused(callbacks.callback_choose, world.anna, session=session, phone=PHONE).code == "session.closed"
    assert row_of(session).callback_until is None


def test_tries_are_counted_and_logged_for_operators_only(world):
    session = world.enter(entry="callback", phone=PHONE)
    Session.objects.update(away=True)
    world.accept(session)
    for outcome in ("no-answer", "called"):
        run(callbacks.callback_try, world.anna, session=session, outcome=outcome)
    assert bodies(session, "callback.tried", shared=False) == [
        {"outcome": "no-answer", "tries": 1}, {"outcome": "called", "tries": 2},
    ]  # fmt: skip
    assert bodies(session, "callback.tried", shared=True) == []
    assert row_of(session).state == "active"
    assert present.operator_session_view(row_of(session)).callback.tries == 2
    assert present.session_view(row_of(session)).callback.tries == 0


def test_only_its_operator_notes_a_try_and_only_for_callbacks(world):
    session = world.enter(entry="callback", phone=PHONE)
    assert refused(callbacks.callback_try, world.anna, session=session, outcome="called").code == "session.not_found"
    world.accept(session)
    assert refused(callbacks.callback_try, world.boris, session=session, outcome="called").code == "session.not_found"
    assert refused(callbacks.callback_try, world.carla, session=session, outcome="called").code == "session.closed"
    chat = world.active(world.david, world.boris)
    assert refused(callbacks.callback_try, world.boris, session=chat, outcome="called").code == "callback.none"


def unanswered(world, **fields):
    """Return a CallBack of Anna's whose client is gone and doesn't answer the phone."""
    session = world.enter(entry="callback", phone=PHONE, zone="Asia/Kolkata", **fields)
    Session.objects.update(away=True)
    world.accept(session)
    run(callbacks.callback_try, world.anna, session=session, outcome="no-answer")
    return session


@pytest.mark.parametrize(("delay", "later"), [("quarter", timedelta(minutes=15)), ("hour", timedelta(hours=1))])
def test_an_unanswered_callback_returns_to_the_queue_for_later(world, delay, later):
    session = unanswered(world)
    run(callbacks.callback_postpone, world.anna, session=session, delay=delay)
    kept = row_of(session)
    assert (kept.state, kept.operator) == ("waiting", None)
    assert abs(kept.callback_from - timezone.now() - later) < timedelta(seconds=5)
    assert kept.callback_until - kept.callback_from == timedelta(hours=24)
    assert not selectors.sessions_of(Operator.objects.get(pk=world.anna.pk)).exists()
    assert [item.id for item in console.queue_of(Operator.objects.get(pk=world.boris.pk))] == [session]
    postponed = {"outcome": "postponed", "tries": 1, "starts_at": str(log.moment(kept.callback_from))}
    assert bodies(session, "callback.tried", shared=False)[1:] == [postponed]
    assert bodies(session, "callback.tried", shared=True) == []
    assert steps(session)[-1] == "postponed"
    world.accept(session, world.boris)


def test_tomorrow_means_the_clients_chosen_hour_in_their_time_zone(world):
    slot = opening_hours.slots(world.group, timezone.now(), "Asia/Kolkata")[30]
    session = unanswered(world, slot=slot.start.isoformat())
    run(callbacks.callback_postpone, world.anna, session=session, delay="tomorrow")
    zone = ZoneInfo("Asia/Kolkata")
    start = row_of(session).callback_from.astimezone(zone)
    assert start.date() == timezone.now().astimezone(zone).date() + timedelta(days=1)
    assert start.time() == slot.start.astimezone(zone).time()


def test_without_a_chosen_time_tomorrow_means_the_hour_of_the_try(world):
    session = unanswered(world)
    run(callbacks.callback_postpone, world.anna, session=session, delay="tomorrow")
    assert abs(row_of(session).callback_from - timezone.now() - timedelta(days=1)) < timedelta(seconds=5)


def test_outside_opening_hours_the_next_try_is_at_the_next_opening(world):
    session = unanswered(world)
    opens = (timezone.now() + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    world.group.timezone, world.group.hours = "UTC", {opening_hours.DAYS[opens.weekday()]: [["09:00", "17:00"]]}
    world.group.save()
    run(callbacks.callback_postpone, world.anna, session=session, delay="hour")
    assert row_of(session).callback_from == opens


def test_only_its_operator_postpones_a_callback_and_only_while_the_client_is_gone(world):
    session = unanswered(world)
    chat = world.active(world.david, world.boris)
    assert refused(callbacks.callback_postpone, world.boris, session=chat, delay="hour").code == "callback.none"
    for who, code in ((world.boris, "session.not_found"), (world.carla, "session.closed")):
        assert refused(callbacks.callback_postpone, who, session=session, delay="hour").code == code
    Session.objects.update(away=False)
    assert refused(callbacks.callback_postpone, world.anna, session=session, delay="hour").code == "callback.here"
    Session.objects.update(away=True)
    world.close_hours()
    assert refused(callbacks.callback_postpone, world.anna, session=session, delay="hour").code == "callback.closed"
    assert (row_of(session).state, steps(session)[-1]) == ("active", "accepted")


def test_a_waiting_chat_can_become_a_callback_too(world):
    session = world.enter()
    run(callbacks.callback_choose, world.carla, session=session, phone=PHONE)
    assert (row_of(session).entry, row_of(session).callback_phone, steps(session)) == (
        "chat",
        "+420601123456",
        ["queued", "callback"],
    )


def test_offered_times_are_within_opening_hours(world):
    world.group.hours = {"mon": [["08:00", "10:00"]]}
    world.group.timezone = "UTC"
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert [slot.start.hour for slot in opening_hours.slots(world.group, now, "UTC")] == [8, 9]
