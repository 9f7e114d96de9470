"""How long a client in line is told to wait, and when nothing is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from sessions_app import selectors
from sessions_app.models import Operator
from sessions_app.rules.expected_wait import BASIS, expected_wait
from sessions_app.selectors import waiting_times
from tests.sessions_app.life import PHONE, Centre, row

MINUTE = 60


@pytest.fixture
def centre(db):
    cache.clear()
    yield Centre()
    cache.clear()


def test_without_enough_who_were_accepted_nothing_is_told():
    assert expected_wait([MINUTE] * (BASIS - 1), [10, 20], 1) is None
    assert expected_wait([], [], 1) is None


def test_where_few_come_the_next_in_line_waits_as_long_as_the_others_did():
    assert expected_wait([50, 60, 600], [], 1) == 57
    assert expected_wait([180, 180, 180], [], 1) == 157


def test_whoever_stands_further_back_waits_longer_in_proportion():
    first = expected_wait([180] * 20, [], 1)
    assert first == 90  # with twenty an hour who waited three minutes one stood in line before each
    assert [expected_wait([180] * 20, [], place) for place in (2, 4)] == [180, 360]


def test_one_very_long_wait_does_not_move_it():
    assert expected_wait([100, 110, 120], [], 1) == expected_wait([100, 110, 3000], [], 1)


def test_a_queue_that_has_stopped_moving_is_not_promised_to_move_as_before():
    moving = expected_wait([20] * 5, [5, 10], 1)
    stuck = expected_wait([20] * 5, [600, 610, 620, 630, 640, 650], 1)
    assert moving < 25 < 300 < stuck


def test_who_is_served_at_once_is_not_told_to_wait():
    assert expected_wait([0, 0, 0], [], 1) == 0


def accepted(centre, *seconds, ago=10, **fields):
    """Clients who had waited so long were accepted some minutes ago, and have left."""
    at = timezone.now() - timedelta(minutes=ago)
    for wait in seconds:
        session = centre.session(state="closed", accepted_at=at, **fields)
        type(row(session)).objects.filter(public_id=session).update(created_at=at - timedelta(seconds=wait))


def told(session):
    cache.clear()
    return waiting_times.expected_wait_of(row(session), selectors.position(row(session)))


def test_the_accepted_of_the_last_hour_in_the_group_count_and_no_others(centre):
    session = centre.enter()
    accepted(centre, 120, 120, 120, ago=61)
    accepted(centre, 120, 120, 120, entry="callback", callback_until=timezone.now())
    accepted(centre, 120, 120, 120, entry="invitation")
    accepted(centre, 120, 120, 120, message=True)
    assert told(session) is None
    accepted(centre, 120, 120)
    accepted(centre, 120, entry="videocall")
    assert told(session) == 109


def test_while_everybody_is_away_nothing_is_told(centre):
    session = centre.enter()
    accepted(centre, 120, 120, 120)
    Operator.objects.update(chosen="away")
    assert told(session) is None
    Operator.objects.update(chosen="online", lease_until=None)
    assert told(session) is None


def test_whoever_waits_for_a_phone_call_or_for_one_operator_is_told_nothing(centre):
    accepted(centre, 120, 120, 120)
    by_phone = centre.enter(entry="callback", phone=PHONE)
    for_one = centre.session(centre.david, state="waiting", operator_id=None, accepted_at=None, reserved_for_id=centre.anna.pk)
    assert told(by_phone) is told(for_one) is None


def test_everybody_in_line_stands_where_each_would_be_told_alone(centre):
    accepted(centre, 120, 120, 120)
    cache.clear()
    sessions = [centre.enter(centre.client(f"guest {number}")) for number in range(3)]
    sessions += [centre.enter(centre.client(f"caller {number}"), entry="callback", phone=PHONE) for number in range(2)]
    waits_for_anna = {"state": "waiting", "operator_id": None, "accepted_at": None, "reserved_for_id": centre.anna.pk}
    sessions += [centre.session(centre.client(f"friend {number}"), **waits_for_anna) for number in range(2)]
    sessions += [centre.enter(centre.client("the last"))]
    rows = type(row(sessions[0])).objects
    rows.filter(public_id=sessions[0]).update(away=True)
    rows.filter(public_id=sessions[3]).update(callback_from=timezone.now() + timedelta(hours=1))
    away_by_phone = centre.enter(centre.client("away"), entry="callback", phone=PHONE)
    rows.filter(public_id=away_by_phone).update(away=True)

    found = waiting_times.queue_statuses(row(sessions[0]).group_id)

    assert away_by_phone not in found
    assert [found[session].away for session in sessions] == [True] + [False] * 7
    for session in sessions:
        place = selectors.position(row(session))
        assert (found[session].place, found[session].expected) == (place, waiting_times.expected_wait_of(row(session), place))
    assert [found[session].place for session in sessions] == [1, 2, 3, 4, 4, 1, 2, 5]


def test_a_callback_for_later_stands_before_nobody_and_one_that_is_due_does(centre):
    later = centre.enter(entry="callback", phone=PHONE)
    session = centre.enter(centre.david)
    assert selectors.position(row(session)) == 2
    type(row(later)).objects.filter(public_id=later).update(callback_from=timezone.now() + timedelta(hours=1))
    assert selectors.position(row(session)) == 1
