"""Totals of calls: each step only for calls that came through all before it, drops by cause, by every grouping."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, timedelta

import pytest

from supervision.rules.funnel import STEPS, CallTotals, call_measures
from supervision.selectors import arrived, call_totals_by
from tests.supervision.calls import NOON, call
from tests.world import World


def totals(by: str = "day") -> CallTotals:
    return sum(call_totals_by(arrived(NOON.date(), NOON.date(), UTC), by, UTC).values(), CallTotals())


def test_a_step_counts_calls_that_came_through_all_before_it(world: World) -> None:
    call(world)
    call(world, ended_by="system", reason="connection-lost", state="failed")
    call(world, good_seconds=29)
    call(world, good_seconds=None)
    call(world, connected_at=None, ended_by="system", reason="not-connected", state="failed", good_seconds=None)
    call(world, allowed_at=None)
    call(world, accepted_at=None, allowed_at=None, connected_at=None, state="declined", reason="refused", good_seconds=None)
    call(world, at=NOON + timedelta(days=1))
    found = totals()
    assert [getattr(found, step) for step in STEPS] == [7, 6, 5, 4, 2, 1]
    assert found.drops == Counter(dropped_connection_lost=1, dropped_not_connected=1)


def test_a_running_call_is_in_the_funnel_as_far_as_it_came_and_is_no_drop(world: World) -> None:
    call(world, state="connected", ended_at=None, ended_by="", reason="")
    assert (totals().good, totals().ended_by_person, totals().drops.total()) == (1, 0, 0)


def test_time_to_picture_and_the_relays_share_are_those_of_connected_calls(world: World) -> None:
    for seconds, relayed in ((1.5, True), (2.0, False), (9.0, False)):
        call(world, connected_at=1 + seconds, picture_tenths=seconds * 10, relayed=relayed)
    call(world, connected_at=None, state="failed", ended_by="system", reason="not-connected")
    shown = call_measures(totals())
    assert (shown["picture_p50"], shown["picture_p95"], shown["share_relayed"]) == (2.0, 9.0, pytest.approx(1 / 3))


def test_every_grouping_counts_the_same_calls(world: World) -> None:
    call(world)
    call(world, entry="callback", connected_at=None)
    found = [totals(by) for by in ("entry", "widget", "group", "operator", "result", "hour", "weekday", "day", "week", "minute")]
    assert found[0].call_offered == 2
    assert all(one == found[0] for one in found)
    assert call_totals_by(arrived(date(2026, 3, 11), date(2026, 3, 12), UTC), "day", UTC) == {}
