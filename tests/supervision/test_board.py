"""What is on the live board: rows and measures of this moment, bound to what a supervisor leads, and lists that show the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions_app.models import Operator, Session
from sessions_app.services import closing, presence
from supervision import board, present
from supervision.models import SessionOffer, StateSpan
from supervision.protocol import LiveBoard
from tests.supervision.supervisors import supervisor
from tests.world import World
from tests.world.services import run
from videocall.models import Call
from videocall.protocol import QualitySample
from videocall.quality import call_quality


def measured(found: LiveBoard, name: str) -> Any:
    return next(each.value for each in found.measures if each.name == name)


def ids(rows: Any) -> list[str]:
    return [row.id for row in rows]


@pytest.fixture
def centre(world: World) -> World:
    """Anna is online in one group, Oskar in the other; nobody has a past."""
    for actor in (world.anna, world.oskar):
        Operator.objects.filter(pk=actor.pk).update(lease_until=None)
        run(presence.operator_arrive, actor)
    return world


def test_it_shows_operators_with_state_reason_and_since_when(centre: World) -> None:
    run(presence.presence_set, centre.anna, state="away")
    rows = {row.name: row for row in present.live_board(None).operators}
    assert {name: row.state for name, row in rows.items()} == {"Anna": "away", "Boris": "offline", "Oskar": "online"}
    assert rows["Anna"].since is not None
    assert rows["Boris"].since is None


def test_a_session_goes_from_waiting_to_its_operator_and_away(centre: World) -> None:
    session = centre.enter()
    found = present.live_board(None)
    assert (ids(found.waiting), ids(found.sessions), found.groups[1].waiting) == ([session], [], {"chat": 1})
    centre.accept(session)
    found = present.live_board(None)
    anna = next(row for row in found.operators if row.name == "Anna")
    assert (ids(found.waiting), ids(found.sessions), anna.sessions) == ([], [session], [session])
    run(closing.session_end, centre.anna, session=session)
    found = present.live_board(None)
    anna = next(row for row in found.operators if row.name == "Anna")
    assert (ids(found.sessions), anna.state, anna.wrapup) == ([], "wrapup", session)


def test_left_messages_wait_apart(centre: World) -> None:
    centre.session(message=True)
    found = present.live_board(None)
    assert (found.waiting, found.messages, measured(found, "waiting")) == ([], 1, 0)


def test_the_longest_wait_is_of_a_client_on_a_page(centre: World) -> None:
    now = timezone.now()
    assert measured(present.live_board(None), "longest_wait") is None
    centre.session(created_at=now - timedelta(seconds=30))
    later = {"callback_from": now + timedelta(hours=1), "callback_until": now + timedelta(hours=2)}
    centre.session(entry="callback", created_at=now - timedelta(hours=1), **later)
    centre.session(entry="callback", created_at=now - timedelta(hours=1), callback_until=now + timedelta(hours=2), away=True)
    found = present.live_board(None)
    assert measured(found, "longest_wait") == pytest.approx(30, abs=2)
    assert measured(found, "waiting") == 3


def test_a_bound_supervisor_sees_only_their_groups_rows_and_numbers(centre: World) -> None:
    theirs = centre.enter()
    centre.session(group=centre.other_group)
    found = present.live_board(board.scope_of(supervisor("sofia", centre.group)))
    assert ids(found.waiting) == [theirs]
    assert {row.name for row in found.operators} == {"Anna", "Boris"}
    assert [row.name for row in found.groups] == ["Support"]
    assert [measured(found, name) for name in ("waiting", "offered", "online")] == [1, 1, 1]
    nothing = present.live_board(frozenset())
    assert (nothing.waiting, nothing.operators, nothing.groups, measured(nothing, "offered")) == ([], [], [], 0)


def test_nothing_to_divide_is_no_number(centre: World) -> None:
    found = present.live_board(None)
    assert {each.name for each in found.measures if each.value is None} == {
        "service_level", "speed_of_answer", "longest_wait", "abandon_rate", "handling_time", "talk_time", "wrapup_time", "missed_offers",
        "satisfaction",
    }  # fmt: skip


def test_the_golden_set_gives_the_numbers_of_reports(centre: World) -> None:
    """Ten sessions: seven accepted in 20 s, one after 45 s, one left after 3 s and one after 30 s."""
    now = timezone.now()
    for wait in (*range(5, 19, 2), 45):
        taken = {"accepted_at": now + timedelta(seconds=wait), "operator_id": centre.anna.pk}
        over = {"ended_at": now + timedelta(seconds=wait + 300), "closed_at": now + timedelta(seconds=wait + 360)}
        centre.session(created_at=now, state="closed", **taken, **over)
    for wait in (3, 30):
        end = now + timedelta(seconds=wait)
        centre.session(created_at=now, state="abandoned", ended_at=end, closed_at=end)
    found = present.live_board(None)
    assert measured(found, "service_level") == pytest.approx(7 / 9)
    assert measured(found, "abandon_rate") == pytest.approx(1 / 9)
    assert (measured(found, "offered"), measured(found, "short_abandoned")) == (10, 1)


@pytest.fixture
def busy(centre: World) -> World:
    """A day with something in every number."""
    now = timezone.now()
    for wait in (5, 10, 45):
        centre.session(
            created_at=now, accepted_at=now + timedelta(seconds=wait), ended_at=now + timedelta(seconds=90), state="closed",
            closed_at=now + timedelta(seconds=99), operator_id=centre.anna.pk, rating=wait // 9 or 1,
        )  # fmt: skip
    for wait in (2, 60):
        end = now + timedelta(seconds=wait)
        centre.session(created_at=now, state="abandoned", ended_at=end, closed_at=end)
    offered = centre.session(created_at=now, state="missed", ended_at=now, closed_at=now)
    SessionOffer.objects.create(
        session=Session.objects.get(public_id=offered), operator_id=centre.anna.pk, offered_at=now, until=now, outcome="ran_out"
    )
    centre.session(created_at=now, entry="callback", callback_until=now)
    centre.session(created_at=now - timedelta(days=1), state="missed")
    centre.session(message=True)
    centre.enter()
    centre.active(centre.david)
    run(presence.presence_set, centre.oskar, state="away")
    StateSpan.objects.filter(operator=centre.boris.pk).delete()
    return centre


SHOWN = {
    "offered": 8, "accepted": 4, "abandoned": 2, "short_abandoned": 1, "missed": 1, "service_level": 6, "speed_of_answer": 4,
    "longest_wait": 2, "abandon_rate": 7, "handling_time": 3, "talk_time": 3, "wrapup_time": 3, "occupancy": 2, "missed_offers": 1,
    "satisfaction": 3, "rated": 3, "waiting": 2, "active": 1, "calls": 0, "online": 1, "away": 1,
}  # fmt: skip
"""How many rows the list behind each number has."""


def test_each_link_lists_exactly_what_its_number_counts(busy: World) -> None:
    browser = Browser()
    browser.force_login(supervisor("sofia", superuser=True))
    found = present.live_board(None)
    counted = {each.name: browser.get(each.link).context["cl"].result_count for each in found.measures}
    assert counted == SHOWN
    shares = {"service_level", "speed_of_answer", "longest_wait", "abandon_rate", "handling_time", "talk_time", "wrapup_time"}
    counts = {name: count for name, count in SHOWN.items() if name not in shares | {"occupancy", "missed_offers", "satisfaction"}}
    assert {name: measured(found, name) for name in counts} == counts


def test_the_number_of_statements_does_not_grow_with_the_rows(busy: World) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            present.live_board(None)
        return len(asked)

    before = statements()
    for number in range(10):
        busy.operator(f"Operator {number}")
        busy.session()
        busy.session(operator=busy.anna)
    assert statements() == before


@pytest.fixture
def call(centre: World) -> Call:
    """A connected call of Anna's with a client."""
    session = Session.objects.get(public_id=centre.active())
    return Call.objects.create(
        session=session, operator_id=centre.anna.pk, state="connected", connected_at=timezone.now(), created_at=timezone.now(),
        client_leg="new", operator_leg="desk",
    )  # fmt: skip


def report(world: World, call: Call, who: Any, leg: str, level: int) -> None:
    sample = QualitySample(loss=0, delay=0, jitter=0, frozen=0, kbit=900, height=480, level=level)
    run(call_quality, who, call=call.public_id, leg=leg, every=5, relayed=False, samples=[sample])


def quality() -> Any:
    (session,) = present.live_board(None).sessions
    assert session.call
    return session.call.quality


def test_a_calls_quality_is_what_the_side_that_has_it_worse_reported_last(centre: World, call: Call) -> None:
    assert quality() is None
    report(centre, call, centre.anna, "desk", 0)
    assert quality() == "good"
    report(centre, call, centre.carla, "new", 2)
    assert quality() == "bad"
    report(centre, call, centre.carla, "new", 1)
    assert quality() == "weak"
    Call.objects.filter(pk=call.pk).update(client_leg="newer")
    assert quality() == "good", "a tab that no longer carries the call doesn't count"


def test_calls_are_counted_while_both_sides_want_them(centre: World, call: Call) -> None:
    for state, count in {"asked": 0, "requested": 0, "accepted": 1, "connected": 1, "reconnecting": 1, "ended": 0}.items():
        Call.objects.filter(pk=call.pk).update(state=state)
        assert measured(present.live_board(None), "calls") == count, state
