"""Opening hours in their own time zone, across clock changes, and the times a client can be called."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.rules.opening_hours import DAYS, SHORTEST, is_open, next_opening, slots

WEEKDAYS = {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in DAYS[:5]}


@dataclass
class Rules:
    hours: dict = field(default_factory=dict)
    holidays: list = field(default_factory=list)
    timezone: str = "Europe/Prague"


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        ("2026-11-23 06:59", False),
        ("2026-11-23 07:00", True),
        ("2026-11-23 10:59:59", True),
        ("2026-11-23 11:00", False),
        ("2026-11-23 12:00", True),
        ("2026-11-23 16:00", False),
        ("2026-11-22 09:00", False),
        ("2026-07-20 06:00", True),
    ],
)
def test_hours_are_in_the_groups_time_zone(at, answer):
    assert is_open(Rules(WEEKDAYS), utc(at)) is answer


def test_without_hours_it_is_always_open():
    assert is_open(Rules(), utc("2026-01-01 03:00"))
    assert next_opening(Rules(), utc("2026-01-01 03:00")) == utc("2026-01-01 03:00")


def test_a_holiday_is_closed_from_midnight_to_midnight_local_time():
    rules = Rules({}, ["2026-12-24"])
    assert is_open(rules, utc("2026-12-23 22:59"))
    assert not is_open(rules, utc("2026-12-23 23:00"))
    assert not is_open(rules, utc("2026-12-24 22:59"))
    assert is_open(rules, utc("2026-12-24 23:00"))


def test_the_next_opening_skips_the_evening_the_weekend_and_holidays():
    rules = Rules(WEEKDAYS, ["2026-11-23"])
    assert next_opening(rules, utc("2026-11-20 16:00")) == utc("2026-11-24 07:00")


def test_the_next_opening_while_open_is_now():
    assert next_opening(Rules(WEEKDAYS), utc("2026-11-23 09:30")) == utc("2026-11-23 09:30")


def test_hours_without_any_opening_have_no_next_one():
    assert next_opening(Rules({"mon": []}), utc("2026-11-23 09:30")) is None


def test_an_opening_until_midnight_continues_into_the_next_day():
    rules = Rules({"mon": [["20:00", "24:00"]], "tue": [["00:00", "02:00"]]})
    assert all(is_open(rules, utc(at)) for at in ("2026-11-23 22:59", "2026-11-23 23:00", "2026-11-24 00:59"))
    assert not is_open(rules, utc("2026-11-24 01:00"))


def test_the_night_clocks_go_forward_is_an_hour_shorter():
    rules = Rules({"sun": [["01:00", "04:00"]]})
    open_minutes = [minute for minute in range(300) if is_open(rules, utc("2026-03-28 23:00") + timedelta(minutes=minute))]
    assert (open_minutes[0], len(open_minutes)) == (60, 120)


def test_an_opening_in_the_skipped_hour_keeps_its_length_or_vanishes():
    assert not any(_open_on_the_short_night([["02:00", "03:00"]]))
    assert sum(_open_on_the_short_night([["02:15", "02:45"]])) == 30


def test_an_opening_over_the_repeated_hour_includes_both():
    rules = Rules({"sun": [["02:00", "02:30"]]})
    open_minutes = [minute for minute in range(300) if is_open(rules, utc("2026-10-24 23:00") + timedelta(minutes=minute))]
    assert open_minutes == list(range(60, 150))


def _open_on_the_short_night(parts):
    rules = Rules({"sun": parts})
    return [is_open(rules, utc("2026-03-28 22:00") + timedelta(minutes=minute)) for minute in range(360)]


def test_slots_start_at_the_clients_full_hours_within_the_opening():
    found = slots(Rules(WEEKDAYS), utc("2026-11-23 05:00"), "Asia/Kolkata", days=1)
    starts = [str(slot.start.time())[:5] for slot in found]
    assert starts == ["07:00", "07:30", "08:30", "09:30", "10:30", "12:00", "12:30", "13:30", "14:30", "15:30"]
    assert found[0].end == found[1].start


def test_slots_that_have_begun_or_are_too_short_are_not_offered():
    rules = Rules({"mon": [["08:00", "10:20"]]})
    found = slots(rules, utc("2026-11-23 07:10"), "Europe/Prague", days=1)
    assert [(slot.start, slot.end) for slot in found] == [(utc("2026-11-23 08:00"), utc("2026-11-23 09:00"))]


def test_slots_reach_one_week_ahead():
    now = utc("2026-11-23 05:00")
    found = slots(Rules(WEEKDAYS), now, "Europe/Prague")
    assert len(found) == 5 * 8
    assert found[-1].start < now + timedelta(days=7)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "Europe", "/etc/passwd", "a\0b", "x" * 500])
def test_an_unknown_time_zone_is_an_error(zone):
    with pytest.raises(ValueError):
        slots(Rules(), utc("2026-11-23 05:00"), zone)


ZONES = st.sampled_from(["Europe/Prague", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", "Pacific/Apia"])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@st.composite
def days_of(draw):
    times = sorted(draw(st.lists(st.integers(0, 96), min_size=2, max_size=4, unique=True)))
    clocks = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in times[: len(times) // 2 * 2]]
    return [[start, end] for start, end in zip(clocks[::2], clocks[1::2], strict=True)]


RULES = st.builds(Rules, st.dictionaries(st.sampled_from(DAYS), days_of(), max_size=7), st.just(["2026-12-24"]), ZONES)


@given(RULES, MOMENTS)
def test_it_is_open_at_the_next_opening_and_not_before(rules, at):
    opening = next_opening(rules, at)
    if opening is None or opening == at:
        assert is_open(rules, at) is (opening == at)
    else:
        assert is_open(rules, opening)
        assert not is_open(rules, at + (opening - at) * 0.99)
        assert not is_open(rules, opening - timedelta(microseconds=1))


@given(RULES, MOMENTS, ZONES)
def test_slots_are_open_throughout_and_in_order(rules, now, zone):
    last = now
    for slot in slots(rules, now, zone):
        assert last <= slot.start
        assert now < slot.start
        assert SHORTEST <= slot.end - slot.start <= timedelta(hours=1)
        assert all(
            is_open(rules, at) for at in (slot.start, slot.start + (slot.end - slot.start) / 2, slot.end - timedelta(seconds=1))
        )
        last = slot.end
