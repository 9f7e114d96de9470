"""The expected wait of a client in line, and when there is no estimate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from sessions_app import selectors
from sessions_app.models import Operator
from sessions_app.rules.expected_wait import BASIS, expected_wait
from sessions_app.selectors import waiting_times
from tests.world import PHONE, World, row_of

MINUTE = 60


@pytest.fixture
def world(db):
    cache.clear()
    yield World()
    cache.clear()


def test_without_enough_accepted_sessions_there_is_no_estimate():
    assert expected_wait([MINUTE] * (BASIS - 1), [10, 20], 1) is None
    assert expected_wait([], [], 1) is None


def test_in_a_short_queue_the_next_client_waits_as_long_as_the_others_did():
    assert expected_wait([50, 60, 600], [], 1) == 57
    assert expected_wait([180, 180, 180], [], 1) == 157


def test_the_wait_grows_in_proportion_to_the_position():
    first = expected_wait([180] * 20, [], 1)
    assert first == 90  # twenty an hour with a wait of three minutes: one other client in line on average
    assert [expected_wait([180] * 20, [], position) for position in (2, 4)] == [180, 360]


def test_one_outlier_does_not_change_the_estimate():
    assert expected_wait([100, 110, 120], [], 1) == expected_wait([100, 110, 3000], [], 1)


def test_a_stalled_queue_gets_a_longer_estimate():
    moving = expected_wait([20] * 5, [5, 10], 1)
    stuck = expected_wait([20] * 5, [600, 610, 620, 630, 640, 650], 1)
    assert moving < 25 < 300 < stuck


def test_immediate_service_gives_an_estimate_of_zero():
    assert expected_wait([0, 0, 0], [], 1) == 0


def insert_accepted(world, *seconds, ago=10, **fields):
    """Insert sessions accepted some minutes ago after these waits, and closed since."""
    at = timezone.now() - timedelta(minutes=ago)
    for wait in seconds:
        session = world.session(world.carla, world.anna, state="closed", accepted_at=at, **fields)
        type(row_of(session)).objects.filter(public_id=session).update(created_at=at - timedelta(seconds=wait))


def estimate_of(session):
    cache.clear()
    return waiting_times.expected_wait_of(row_of(session), selectors.position(row_of(session)))


def test_only_sessions_accepted_in_the_group_in_the_last_hour_count(world):
    session = world.enter()
    insert_accepted(world, 120, 120, 120, ago=61)
    insert_accepted(world, 120, 120, 120, entry="callback", callback_until=timezone.now())
    insert_accepted(world, 120, 120, 120, entry="invitation")
    insert_accepted(world, 120, 120, 120, message=True)
    assert estimate_of(session) is None
    insert_accepted(world, 120, 120)
    insert_accepted(world, 120, entry="videocall")
    assert estimate_of(session) == 109


def test_there_is_no_estimate_while_everybody_is_away(world):
    session = world.enter()
    insert_accepted(world, 120, 120, 120)
    Operator.objects.update(chosen="away")
    assert estimate_of(session) is None
    Operator.objects.update(chosen="online", lease_until=None)
    assert estimate_of(session) is None


def test_phone_callbacks_and_reserved_sessions_get_no_estimate(world):
    insert_accepted(world, 120, 120, 120)
    by_phone = world.enter(entry="callback", phone=PHONE)
    for_one = world.session(world.david, reserved_for_id=world.anna.pk)
    assert estimate_of(by_phone) is estimate_of(for_one) is None


def test_positions_in_bulk_equal_single_positions(world):
    insert_accepted(world, 120, 120, 120)
    cache.clear()
    sessions = [world.enter(world.client(f"guest {number}")) for number in range(3)]
    sessions += [world.enter(world.client(f"caller {number}"), entry="callback", phone=PHONE) for number in range(2)]
    sessions += [world.session(world.client(f"friend {number}"), reserved_for_id=world.anna.pk) for number in range(2)]
    sessions += [world.enter(world.client("the last"))]
    rows = type(row_of(sessions[0])).objects
    rows.filter(public_id=sessions[0]).update(away=True)
    rows.filter(public_id=sessions[3]).update(callback_from=timezone.now() + timedelta(hours=1))
    away_by_phone = world.enter(world.client("away"), entry="callback", phone=PHONE)
    rows.filter(public_id=away_by_phone).update(away=True)

    found = waiting_times.queue_statuses(row_of(sessions[0]).group_id)

    assert away_by_phone not in found
    assert [found[session].away for session in sessions] == [True] + [False] * 7
    for session in sessions:
        position = selectors.position(row_of(session))
        assert (found[session].place, found[session].expected) == (
            position,
            waiting_times.expected_wait_of(row_of(session), position),
        )
    assert [found[session].place for session in sessions] == [1, 2, 3, 4, 4, 1, 2, 5]


def test_a_callback_counts_in_the_queue_once_it_is_due(world):
    later = world.enter(entry="callback", phone=PHONE)
    session = world.enter(world.david)
    assert selectors.position(row_of(session)) == 2
    type(row_of(later)).objects.filter(public_id=later).update(callback_from=timezone.now() + timedelta(hours=1))
    assert selectors.position(row_of(session)) == 1
