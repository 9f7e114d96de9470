"""Alerts (A7): evaluated once however many processes watch, mailed once, and left as they were by a restart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.utils import timezone

from contactcenter.realtime.group_commit import perform
from sessions_app import mail
from sessions_app.models import Session, User
from supervision import alert_watch, board
from supervision.models import Alert, AlertRule
from supervision.rules.measures import LIVE, NAMES
from supervision.services import alerts
from tests.catalogues import speak
from tests.world import World


@pytest.fixture
def clock(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Time stands still until a round is run."""
    monkeypatch.setattr(timezone, "now", lambda: world.now)
    monkeypatch.setattr(mail, "send_later", mail.post)
    return world


def rule(**columns: Any) -> AlertRule:
    return AlertRule.objects.create(**{"name": "Queue", "measure": "waiting", "threshold": 1, "cooldown": 0} | columns)


def rounds(world: World, seconds: float = 2, count: int = 1) -> list[tuple[str, bool]]:
    """Let time pass and evaluate; return the alerts there are, and whether they are over."""
    for _round in range(count):
        world.now += timedelta(seconds=seconds)
        alert_watch.evaluate(world.now)
    return [(alert.rule.name, alert.resolved_at is not None) for alert in Alert.objects.order_by("pk")]


def wait(world: World, count: int, group: Any = None) -> None:
    for _client in range(count):
        world.session(**({"group": group} if group else {}))


def test_an_alert_fires_once_resolves_once_and_both_are_mailed_once(clock: World) -> None:
    rule(emails="lead@shop.example\nboss@shop.example")
    assert rounds(clock) == []
    wait(clock, 2)
    assert rounds(clock, count=3) == [("Queue", False)]
    assert sorted(letter.to[0] for letter in outbox.outbox) == ["boss@shop.example", "lead@shop.example"]
    assert outbox.outbox[0].subject == "Alert: Queue"
    assert "Waiting above 1, in all groups" in outbox.outbox[0].body
    clear()
    assert rounds(clock, count=3) == [("Queue", True)]
    assert [letter.subject for letter in outbox.outbox] == ["Alert: Queue"] * 2 + ["Resolved: Queue"] * 2


def test_everybody_is_told_in_the_language_of_their_account(clock: World, settings: Any, tmp_path: Path) -> None:
    settings.LANGUAGES = [("en", "English"), ("cs", "Czech")]
    speak(settings, tmp_path, "cs", {"Alert: {name}": "Upozornění: {name}", "in all groups": "ve všech skupinách"})
    User.objects.create(username="lead", email="lead@shop.example", language="cs")
    rule(emails="lead@shop.example\nboss@shop.example")
    wait(clock, 2)
    rounds(clock)
    told = {letter.to[0]: (letter.subject, "ve všech skupinách" in letter.body) for letter in outbox.outbox}
    assert told == {"lead@shop.example": ("Upozornění: Queue", True), "boss@shop.example": ("Alert: Queue", False)}


def clear() -> None:
    Session.objects.update(state="missed")


def test_it_fires_within_five_seconds_and_not_before_its_time(clock: World) -> None:
    rule(seconds=30)
    wait(clock, 2)
    assert rounds(clock, count=15) == []
    assert rounds(clock, count=2) == [("Queue", False)]


def test_a_rule_of_a_group_hears_of_no_other(clock: World) -> None:
    rule(group=clock.group)
    wait(clock, 3, clock.other_group)
    assert rounds(clock) == []
    wait(clock, 2)
    assert rounds(clock) == [("Queue", False)]


def test_two_processes_evaluate_a_rule_once(clock: World) -> None:
    rule()
    wait(clock, 2)
    clock.now += timedelta(seconds=2)
    first = perform(alerts.alerts_claim, now=clock.now)
    assert perform(alerts.alerts_claim, now=clock.now) == []
    assert perform(alerts.alert_evaluated, rule=first[0], claimed=clock.now, value=2.0) == []
    perform(alerts.alert_evaluated, rule=first[0], claimed=clock.now, value=2.0)
    assert Alert.objects.count() == 1


def test_many_threads_at_once_fire_one_alert(
    committed_world: World, connections_closed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[mail.Letter] = []
    monkeypatch.setattr(mail, "send_later", sent.append)
    rule(emails="lead@shop.example")
    wait(committed_world, 2)

    def one(_number: int) -> None:
        try:
            alert_watch.evaluate(timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(one, range(12)))
    assert Alert.objects.count() == 1
    assert [letter.subject for letter in sent] == ["Alert: Queue"]


def test_an_evaluation_of_a_rule_that_was_changed_meanwhile_counts_for_nothing(clock: World) -> None:
    watched = rule()
    clock.now += timedelta(seconds=2)
    claimed = perform(alerts.alerts_claim, now=clock.now)[0]
    AlertRule.objects.filter(pk=watched.pk).update(measure="longest_wait")
    alerts.rule_changed(watched)
    perform(alerts.alert_evaluated, rule=claimed, claimed=clock.now, value=2.0)
    assert not Alert.objects.exists()


def test_a_restart_neither_repeats_nor_loses_an_alert(clock: World) -> None:
    rule(emails="lead@shop.example")
    wait(clock, 2)
    rounds(clock)
    assert rounds(clock, seconds=3_600) == [("Queue", False)]
    clear()
    assert rounds(clock, seconds=3_600) == [("Queue", True)]
    assert len(outbox.outbox) == 2


def test_a_rule_that_cannot_be_evaluated_never_fires_and_says_so(clock: World, monkeypatch: pytest.MonkeyPatch) -> None:
    watched, strange = rule(), rule(name="Strange", measure="moon", threshold=0)
    wait(clock, 2)
    with monkeypatch.context() as broken:
        broken.setattr(board, "now_in", lambda *_: 1 / 0)
        assert rounds(clock) == []
    watched.refresh_from_db()
    assert "couldn’t be read" in watched.trouble
    assert rounds(clock) == [("Queue", False)]
    watched.refresh_from_db()
    strange.refresh_from_db()
    assert watched.trouble == ""
    rounds(clock, seconds=20)
    strange.refresh_from_db()
    assert "no measure of this name" in strange.trouble


def test_nothing_to_divide_fires_nothing(clock: World) -> None:
    rule(measure="service_level", comparison="below", threshold=0.8)
    assert rounds(clock, seconds=20, count=3) == []


def test_a_rule_that_is_off_is_not_evaluated_and_its_alert_ends(clock: World) -> None:
    watched = rule(emails="lead@shop.example")
    wait(clock, 2)
    rounds(clock)
    AlertRule.objects.update(active=False)
    assert [letter.subject for letter in alerts.rule_changed(watched)] == ["Resolved: Queue"]
    assert rounds(clock, count=3) == [("Queue", True)]


@pytest.mark.parametrize("measure", [*LIVE, *NAMES])
def test_every_measure_can_be_watched(clock: World, measure: str) -> None:
    watched = rule(measure=measure, threshold=0)
    wait(clock, 1)
    clock.accept(clock.enter())
    rounds(clock, seconds=20)
    watched.refresh_from_db()
    assert watched.trouble == ""
    assert watched.seen == clock.now


def test_nothing_is_done_while_nothing_is_due(clock: World, django_assert_num_queries: Any) -> None:
    rule(active=False)
    with django_assert_num_queries(1):
        alert_watch.watch(clock.now)


def test_a_mail_that_fails_disturbs_nobody(clock: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_letter: mail.Letter) -> None:
        raise OSError("no mail server")

    monkeypatch.setattr(mail, "post", fails)
    mail._post_quietly(mail.Letter("lead@shop.example", "Alert", "alert", {}))


def test_a_rule_that_fails_holds_no_other_up(clock: World, caplog: pytest.LogCaptureFixture) -> None:
    broken = rule(name="Broken", firing=False)
    Alert.objects.create(rule=broken, fired_at=clock.now, value=2)  # only one can fire at a time
    rule()
    wait(clock, 2)
    assert rounds(clock) == [("Broken", False), ("Queue", False)]
    assert f"alert rule {broken.pk} could not be evaluated" in caplog.text
