"""Opening hours as a form: what is typed, what is stored, what is refused in words."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client as Browser
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.admin.forms.hours import HoursField, Typed, clock
from sessions_app.models import Group
from sessions_app.models.checks import check_hours
from sessions_app.rules.opening_hours import DAYS
from tests.sessions_app.admin import form_data
from tests.world import World


def field(days: dict[str, list[tuple[str, str]]], mode: str = "weekly") -> tuple[HoursField, Typed]:
    data = QueryDict(mutable=True)
    for name, value in form_data.hours(days, mode).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    hours = HoursField()
    return hours, hours.widget.value_from_datadict(data, {}, "hours")


def stored(days: dict[str, list[tuple[str, str]]], mode: str = "weekly") -> object:
    hours, typed = field(days, mode)
    return hours.clean(typed)


def refusal(days: dict[str, list[tuple[str, str]]], mode: str = "weekly") -> str:
    with pytest.raises(ValidationError) as error:
        stored(days, mode)
    return " ".join(error.value.messages)


@pytest.mark.parametrize(
    ("typed", "time"),
    [("8", "08:00"), ("8:30", "08:30"), ("8.30", "08:30"), ("0830", "08:30"), (" 17:00 ", "17:00"), ("5 pm", "17:00"),
     ("12am", "00:00"), ("12 PM", "12:00"), ("24:00", "24:00"), ("0", "00:00")],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed: str, time: str) -> None:
    assert clock(typed) == time


@pytest.mark.parametrize("typed", ["", "x", "25", "24:01", "8:60", "13 pm", "0 am", "8:5", "-1", "８:00x", "08:00:00"])
def test_anything_else_is_no_time(typed: str) -> None:
    with pytest.raises(ValueError):
        clock(typed)


def test_ranges_are_stored_in_order_and_blank_days_not_at_all() -> None:
    assert stored({"mon": [("13", "17"), ("8", "12")], "tue": [("", "")]}) == {"mon": [["08:00", "12:00"], ["13:00", "17:00"]]}


def test_midnight_ends_a_day() -> None:
    assert stored({"sat": [("18:00", "00:00")], "sun": [("0:00", "24:00")]}) == {
        "sat": [["18:00", "24:00"]], "sun": [["00:00", "24:00"]],
    }  # fmt: skip


def test_a_group_is_always_open_or_closed_by_choice_whatever_the_week_says() -> None:
    assert stored({"mon": [("x", "")]}, "always") == {}
    assert stored({"mon": [("8", "12")]}, "closed") == {"mon": []}


@pytest.mark.parametrize(
    ("ranges", "words"),
    [
        ([("17:00", "08:00")], "Monday: 17:00 is not before 08:00."),
        ([("08:00", "08:00")], "Monday: 08:00 is not before 08:00."),
        ([("08:00", "")], "Monday: Write both times"),
        ([("", "8")], "Monday: Write both times"),
        ([("early", "17:00")], "Monday: “early” is not a time."),
        ([("08:00", "12:00"), ("11:00", "13:00")], "Monday: 08:00–12:00 and 11:00–13:00 overlap."),
        ([(f"{hour}:{minute:02}", f"{hour}:{minute + 1:02}") for hour in range(21) for minute in (0,)], "at most 20 ranges"),
    ],
)
def test_a_day_that_makes_no_sense_is_named_with_the_reason(ranges: list[tuple[str, str]], words: str) -> None:
    assert words in refusal({"mon": ranges, "tue": [("8", "12")]})


def test_a_week_without_hours_and_an_unknown_mode_are_refused() -> None:
    assert "hours of at least one day" in refusal({})
    assert refusal({}, "sometimes") == refusal({}, "") == "Choose when the group is open."


clocks = st.integers(0, 24 * 60).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
ranges = st.lists(st.tuples(clocks, clocks), max_size=3)


@given(st.dictionaries(st.sampled_from(DAYS), ranges))
def test_what_the_form_accepts_is_what_the_model_accepts(days: dict[str, list[tuple[str, str]]]) -> None:
    """Whatever is stored looks the same in the form, and comes back unchanged."""
    try:
        hours = stored(days)
    except ValidationError:
        return
    check_hours(hours)
    hours_field, typed = field({day: [tuple(pair) for pair in pairs] for day, pairs in hours.items()})  # type: ignore[attr-defined]
    assert hours_field.clean(typed) == hours
    assert not hours_field.has_changed(hours, typed)


def test_a_wrong_time_is_kept_and_its_day_marked(led: Browser, world: World) -> None:
    address = f"/admin/sessions_app/group/{world.group.pk}/change/"
    form = form_data.group() | form_data.hours({"tue": [("half past 8", "17:00")]})
    page = unescape(led.post(address, form).content.decode())
    assert 'value="half past 8"' in page
    assert 'id="id_hours_tue_error">“half past 8” is not a time.' in page
    assert Group.objects.get(pk=world.group.pk).hours == {}


def test_hours_are_stored_and_shown_again(led: Browser, world: World) -> None:
    address = f"/admin/sessions_app/group/{world.group.pk}/change/"
    form = form_data.group() | form_data.hours({"mon": [("8", "17")]})
    assert led.post(address, form).status_code == 302
    assert Group.objects.get(pk=world.group.pk).hours == {"mon": [["08:00", "17:00"]]}
    page = led.get(address).content.decode()
    assert 'name="hours-mon-from" value="08:00"' in page
    assert 'value="weekly" data-test="hours-mode" checked' in page


def test_a_form_without_hours_changes_nothing(led: Browser, world: World) -> None:
    form = {name: value for name, value in form_data.group().items() if not name.startswith("hours")}
    page = led.post(f"/admin/sessions_app/group/{world.group.pk}/change/", form | {"hours": '{"mon": []}'})
    assert "Choose when the group is open." in page.content.decode()
