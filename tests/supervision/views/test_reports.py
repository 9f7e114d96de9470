"""Reports (A6): the golden numbers on the page, in JSON and in CSV; links to exactly the counted sessions; bad questions in words."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from sessions_app.models import Session, User
from supervision.models import SessionOffer, StateSpan
from tests.supervision.calls import call
from tests.world import World
from videocall.models import Call

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = {"from": "2026-03-10", "to": "2026-03-10"}


def arrive(world: World, at: datetime = NOON, *, accepted: float | None = None, left: float | None = None, **columns: Any) -> str:
    """Insert a session that was accepted, or whose client left, so many seconds after entering the queue."""
    columns = {"created_at": at, "state": "waiting"} | columns
    if accepted is not None:
        times = {"accepted_at": at + timedelta(seconds=accepted), "ended_at": at + timedelta(seconds=accepted + 300)}
        columns |= {"state": "closed", "operator_id": world.anna.pk, "closed_at": at + timedelta(seconds=accepted + 360)} | times
    if left is not None:
        moment = at + timedelta(seconds=left)
        columns |= {"state": "abandoned", "ended_at": moment, "closed_at": moment}
    return world.session(**columns)


@pytest.fixture
def golden(world: World) -> World:
    """Ten sessions: seven accepted in 20 s, one after 45 s, one left after 3 s and one after 30 s."""
    for number in range(7):
        arrive(world, accepted=5 + 2 * number)
    arrive(world, accepted=45)
    arrive(world, left=3)
    arrive(world, left=30)
    return world


@pytest.fixture
def supervisor(db: None) -> Browser:
    User.objects.create_superuser("sofia", password="Sofia")
    browser = Browser()
    browser.login(username="sofia", password="Sofia")
    return browser


def asked(browser: Browser, **query: str) -> Any:
    return browser.get(reverse("reports"), DAY | query)


def json_of(browser: Browser, **query: str) -> dict[str, Any]:
    return dict(asked(browser, format="json", **query).json())


def test_the_golden_set_gives_the_golden_numbers_everywhere(golden: World, supervisor: Browser) -> None:
    total = json_of(supervisor)["total"]
    assert total["service_level"] == pytest.approx(7 / 9)
    assert total["abandon_rate"] == pytest.approx(1 / 9)
    assert (total["offered"], total["accepted"], total["short_abandoned"], total["abandoned"]) == (10, 8, 1, 2)
    assert total["speed_of_answer"] == pytest.approx((sum(range(5, 19, 2)) + 45) / 8)
    assert (total["talk_time"], total["wrapup_time"], total["handling_time"]) == (300, 60, 360)
    lines = list(csv.DictReader(io.StringIO(asked(supervisor, format="csv").content.decode("utf-8-sig"))))
    assert float(lines[-1]["service_level"]) == total["service_level"]
    page = asked(supervisor).content.decode()
    assert "78%" in page
    assert "11%" in page


def test_a_report_on_one_operator_has_the_offers_made_to_them_whoever_accepted_in_the_end(
    golden: World, supervisor: Browser
) -> None:
    """Boris let an offer run out, then Anna accepted: it's missed by Boris, and no line of Anna's."""
    taken = Session.objects.filter(state="closed").latest("pk")
    offer = {"session": taken, "offered_at": NOON, "until": NOON}
    SessionOffer.objects.create(**offer, operator_id=golden.boris.pk, outcome="ran_out")
    SessionOffer.objects.create(**offer, operator_id=golden.anna.pk, outcome="accepted")
    missed = {}
    for by in ("operator", "day"):
        for name, actor in (("anna", golden.anna), ("boris", golden.boris)):
            found = json_of(supervisor, by=by, operator=str(actor.pk))
            assert by != "operator" or len(found["rows"]) == 1
            missed[by, name] = found["total"]["missed_offers"]
    assert missed == {("operator", "anna"): 0, ("operator", "boris"): 1, ("day", "anna"): 0, ("day", "boris"): 1}


def test_totals_of_every_grouping_are_the_same(golden: World, supervisor: Browser) -> None:
    SessionOffer.objects.create(
        session=Session.objects.filter(state="closed").latest("pk"),
        operator_id=golden.anna.pk,
        outcome="ran_out",
        offered_at=NOON,
        until=NOON,
    )
    totals = [
        json_of(supervisor, by=by)["total"]
        for by in ("entry", "widget", "group", "operator", "result", "hour", "weekday", "day", "week")
    ]
    assert all(total == totals[0] for total in totals)
    assert totals[0]["missed_offers"] == 1


def test_each_bar_leads_to_exactly_its_sessions(golden: World, supervisor: Browser) -> None:
    arrive(golden, NOON + timedelta(hours=3), accepted=1, entry="videocall", result="Solved")
    arrive(golden, NOON - timedelta(hours=12), left=30)
    arrive(golden, NOON + timedelta(days=1), accepted=1)
    arrive(golden, entry="callback")
    arrive(golden, message=True)
    for by in ("entry", "widget", "group", "operator", "result", "hour", "weekday", "day", "week"):
        page = asked(supervisor, by=by).context["rows"]
        for line in page:
            shown = supervisor.get(line["row"].link)
            assert shown.status_code == 200, line["row"].link
            assert shown.context["cl"].result_count == line["row"].totals.offered, (by, line["row"].key)


def test_each_step_of_the_funnel_leads_to_exactly_its_calls(world: World, supervisor: Browser) -> None:
    call(world)
    call(world, entry="callback", good_seconds=29)
    call(world, ended_by="", reason="")
    call(world, connected_at=None, state="failed", ended_by="system", reason="not-connected", good_seconds=None)
    call(world, accepted_at=None, allowed_at=None, connected_at=None, state="declined", good_seconds=None)
    call(world, at=NOON + timedelta(days=1))
    for filters in ({}, {"entry": "callback"}, {"operator": "Anna"}, {"group": world.group.name, "widget": world.widget.key}):
        steps = asked(supervisor, **filters).context["video"]["steps"]
        counts = [supervisor.get(step["link"]).context["cl"].result_count for step in steps]
        assert counts == [step["count"] for step in steps], filters
        assert counts[0] > 0


def test_callbacks_are_counted_apart_and_left_messages_not_at_all(golden: World, supervisor: Browser) -> None:
    arrive(golden, entry="callback", accepted=3600)
    arrive(golden, message=True)
    found = json_of(supervisor)
    assert (found["total"]["offered"], found["callbacks"]["offered"]) == (10, 1)


def test_each_group_has_its_own_target(golden: World, supervisor: Browser) -> None:
    golden.group.answer_seconds, golden.group.short_seconds = 60, 1
    golden.group.save()
    total = json_of(supervisor)["total"]
    assert (total["service_level"], total["short_abandoned"]) == (pytest.approx(8 / 10), 0)


def test_filters_narrow_and_the_period_before_is_compared(golden: World, supervisor: Browser) -> None:
    arrive(golden, NOON - timedelta(days=1), accepted=5)
    found = json_of(supervisor, operator="Anna", widget="shop", group="Support", entry="chat")
    assert (found["total"]["offered"], found["before"]["offered"]) == (8, 1)
    assert json_of(supervisor, operator="Boris")["total"]["offered"] == 0


def test_a_day_is_cut_in_the_places_zone_also_when_clocks_change(world: World, supervisor: Browser, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Prague"
    prague = ZoneInfo("Europe/Prague")
    with timezone.override(prague):
        for hour, minute in ((0, 0), (23, 59)):
            arrive(world, datetime(2026, 3, 29, hour, minute, tzinfo=prague), accepted=1)
        arrive(world, datetime(2026, 3, 30, 0, 0, tzinfo=prague), accepted=1)
        found = supervisor.get(reverse("reports"), {"from": "2026-03-29", "to": "2026-03-29", "format": "json"}).json()
    assert [(row["key"], row["offered"]) for row in found["rows"]] == [("2026-03-29", 2)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"from": "2026-02-30"}, "isn’t a date"),
        ({"from": "2026-03-11"}, "comes after"),
        ({"from": "1000-01-01"}, "out of range"),
        ({"from": "2001-01-01"}, "at most"),
        ({"by": "moon"}, "Choose one of"),
        ({"group": "Nowhere"}, "no group called Nowhere"),
        ({"group": "a\0b"}, "no group called"),
        ({"operator": "999999999999"}, "no operator called"),
        ({"entry": "telegram"}, "no such entry"),
    ],
)
def test_a_bad_question_is_answered_in_words(golden: World, supervisor: Browser, query: dict[str, str], words: str) -> None:
    answer = supervisor.get(reverse("reports"), DAY | query)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert words in supervisor.get(reverse("reports"), DAY | query | {"format": "json"}).json()["text"]


def test_an_empty_period_says_so_and_divides_by_nothing(world: World, supervisor: Browser) -> None:
    page = asked(supervisor).content.decode()
    assert "No sessions entered the queue" in page
    assert json_of(supervisor)["total"]["service_level"] is None


def test_names_are_text_on_the_page_and_no_formula_in_csv(golden: World, supervisor: Browser) -> None:
    Session.objects.filter(state="closed").update(result="=1+1<script>")
    assert (
        "<script>"
        not in re.sub(r"<script[^>]*\bsrc=[^>]*>", "", asked(supervisor, by="result").content.decode()).split("<main", 1)[-1]
    )
    assert "'=1+1<script>" in asked(supervisor, by="result", format="csv").content.decode()


def test_an_operator_and_a_stranger_see_no_report(golden: World) -> None:
    assert Browser().get(reverse("reports")).status_code == 302
    operator = Browser()
    operator.login(username="anna", password="Anna")
    assert operator.get(reverse("reports")).status_code == 302
    User.objects.create_user("emil", password="Emil", is_staff=True)
    staff = Browser()
    staff.login(username="emil", password="Emil")
    assert staff.get(reverse("reports")).status_code == 403


def test_occupancy_is_the_share_of_time_online_with_somebody(world: World, supervisor: Browser) -> None:
    day = NOON.replace(hour=8)
    for state, hours in (("online", (0, 4)), ("away", (4, 5)), ("busy", (5, 6)), ("offline", (6, 7))):
        since, until = (day + timedelta(hours=hour) for hour in hours)
        StateSpan.objects.create(operator_id=world.anna.pk, state=state, since=since, until=until, role="operator")
    for begin in (0, 0.5, 4.5):  # two at once for half an hour, and one that goes on from away into a call
        at = day + timedelta(hours=begin)
        times = {"created_at": at, "accepted_at": at, "ended_at": at + timedelta(hours=1), "closed_at": at + timedelta(hours=1)}
        world.session(state="closed", operator_id=world.anna.pk, **times)
    by_operator = json_of(supervisor, by="operator")
    assert [row["occupancy"] for row in by_operator["rows"]] == [pytest.approx(2 / 5)]
    assert by_operator["total"]["occupancy"] == json_of(supervisor, by="day")["total"]["occupancy"]
    assert json_of(supervisor, operator="Boris")["total"]["occupancy"] is None
    for filters in ({"group": "Support"}, {"group": str(world.group.pk)}, {"operator": str(world.anna.pk)}):
        assert json_of(supervisor, **filters)["total"]["occupancy"] == by_operator["total"]["occupancy"]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)])
def test_the_hours_of_one_day_are_those_on_the_clock_and_each_leads_to_its_sessions(
    world: World, supervisor: Browser, settings: Any, day: str, hours: int
) -> None:
    settings.TIME_ZONE = "Europe/Prague"
    prague = ZoneInfo("Europe/Prague")
    with timezone.override(prague):
        midnight = datetime.fromisoformat(day).replace(tzinfo=prague).astimezone(UTC)
        for number in range(-1, hours + 1):
            arrive(world, midnight + timedelta(hours=number, minutes=59), accepted=1)
        query = {"from": day, "to": day, "by": "hour"}
        found = supervisor.get(reverse("reports"), query | {"format": "json"}).json()
        page = supervisor.get(reverse("reports"), query).context["rows"]
        counts = [supervisor.get(line["row"].link).context["cl"].result_count for line in page]
    assert [row["offered"] for row in found["rows"]] == [1] * hours
    assert len({row["key"] for row in found["rows"]}) == hours
    assert counts == [1] * hours


def test_an_hour_that_comes_twice_has_two_rows_with_names_of_their_own(world: World, supervisor: Browser, settings: Any) -> None:
    with timezone.override(ZoneInfo("Europe/Prague")):
        settings.TIME_ZONE = "Europe/Prague"
        answer = supervisor.get(reverse("reports"), {"from": "2026-10-25", "to": "2026-10-25", "by": "hour"})
    names = [(line["row"].key, line["row"].name) for line in answer.context["rows"]][1:5]
    assert names == [("1", "01:00"), ("2A", "02:00 CEST"), ("2B", "02:00 CET"), ("3", "03:00")]


@pytest.mark.parametrize(("by", "count"), [("day", 28), ("week", 5), ("weekday", 7), ("hour", 24)])
def test_a_report_over_time_has_a_row_for_every_time_also_without_sessions(
    world: World, supervisor: Browser, by: str, count: int
) -> None:
    arrive(world, accepted=1)
    found = supervisor.get(reverse("reports"), {"from": "2026-02-25", "to": "2026-03-24", "by": by, "format": "json"}).json()
    assert len(found["rows"]) == count
    assert sum(row["offered"] for row in found["rows"]) == 1


def test_each_measure_stands_beside_what_it_was_before(golden: World, supervisor: Browser) -> None:
    arrive(golden, NOON - timedelta(days=1), accepted=5)
    summary = {one["name"]: one for one in asked(supervisor).context["summary"]}
    assert (summary["offered"]["value"], summary["offered"]["before"], summary["offered"]["trend"]) == ("10", "1", "up")
    assert (summary["service_level"]["before"], summary["service_level"]["trend"]) == ("100%", "down")
    assert (summary["satisfaction"]["before"], summary["satisfaction"]["trend"]) == ("–", "")


def test_satisfaction_says_how_many_answered(golden: World, supervisor: Browser) -> None:
    def note() -> str:
        return next(str(one["note"]) for one in asked(supervisor).context["summary"] if one["name"] == "rated")

    assert note() == "0% of 8 conversations"
    Session.objects.filter(pk__in=Session.objects.filter(state="closed").values("pk")[:2]).update(rating=5)
    assert note() == "25% of 8 conversations"
    assert "25% of 8 conversations" in asked(supervisor).content.decode()
    Session.objects.update(state="abandoned", accepted_at=None)
    assert note() == ""


def test_the_chart_is_drawn_over_time_only_and_its_columns_lead_to_the_sessions(golden: World, supervisor: Browser) -> None:
    chart = asked(supervisor, by="day").context["chart"]
    assert [(column["offered"], column["accepted"]) for column in chart["columns"]] == [(10, 8)]
    assert supervisor.get(chart["columns"][0]["link"]).context["cl"].result_count == 10
    assert asked(supervisor, by="entry").context["chart"] is None


def test_calls_are_the_same_on_the_page_in_json_and_in_csv(golden: World, supervisor: Browser) -> None:
    session = Session.objects.filter(state="closed").latest("pk")
    times = dict.fromkeys(("created_at", "accepted_at", "allowed_at", "connected_at"), NOON)
    Call.objects.create(session=session, operator_id=golden.anna.pk, state="failed", reason="connection-lost", ended_by="system",
                        ended_at=NOON, good_seconds=40, **times)  # fmt: skip
    total = json_of(supervisor)["calls"]["total"]
    assert (total["call_offered"], total["good"], total["ended_by_person"], total["dropped_connection_lost"]) == (1, 1, 0, 1)
    lines = list(csv.DictReader(io.StringIO(asked(supervisor, format="csv", about="calls").content.decode("utf-8-sig"))))
    assert lines[-1] == {"key": "total"} | {name: "" if value is None else str(value) for name, value in total.items()}
    assert "Connection lost" in asked(supervisor).content.decode()


def test_without_calls_the_page_has_no_funnel(golden: World, supervisor: Browser) -> None:
    assert asked(supervisor).context["video"] is None


def test_numbers_follow_a_session_that_is_rated_anew_redirected_or_erased(golden: World, supervisor: Browser) -> None:
    last = Session.objects.filter(state="closed").latest("pk")
    Session.objects.filter(pk=last.pk).update(rating=2)
    assert json_of(supervisor)["total"]["satisfaction"] == 0
    Session.objects.filter(pk=last.pk).update(rating=5, group=golden.other_group)
    assert json_of(supervisor)["total"]["satisfaction"] == 1
    assert json_of(supervisor, group="Elsewhere")["total"]["offered"] == 1
    last.delete()
    assert (json_of(supervisor)["total"]["rated"], json_of(supervisor)["total"]["offered"]) == (0, 9)
