"""Rules of alerts in the admin (A7): checks in words, bound supervisors, and a rule that is changed begins anew."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail as outbox
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from sessions_app import mail
from sessions_app.models import User
from supervision import present
from supervision.models import Alert, AlertRule, AuditEntry
from tests.world import World

ADD = "admin:supervision_alertrule_add"
RULE = {
    "name": "Queue",
    "measure": "waiting",
    "comparison": "above",
    "threshold": "5",
    "seconds": "0",
    "cooldown": "300",
    "active": "on",
}


def browser_of(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def root(world: World) -> Browser:
    return browser_of(User.objects.create_superuser("root"))


@pytest.fixture
def bound(world: World) -> Browser:
    sofia = User.objects.create_user("sofia", is_staff=True, all_groups=False)
    sofia.supervised_groups.add(world.group)
    sofia.user_permissions.set(Permission.objects.filter(content_type__app_label="supervision"))
    return browser_of(sofia)


def errors(browser: Browser, **fields: Any) -> dict[str, list[str]]:
    answer = browser.post(reverse(ADD), {name: value for name, value in (RULE | fields).items() if value is not None})
    return {} if answer.status_code == 302 else dict(answer.context["adminform"].form.errors)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"threshold": ""}, "threshold", "Enter the number"),
        ({"threshold": "many"}, "threshold", "Enter a number"),
        ({"threshold": "nan"}, "threshold", "Enter a number"),
        ({"threshold": "inf"}, "threshold", "Enter a number"),
        ({"threshold": "-1"}, "threshold", "below 0"),
        ({"measure": "service_level", "threshold": "80"}, "threshold", "0.8 for 80"),
        ({"measure": "service_level", "threshold": "1"}, "threshold", "never fire"),
        ({"comparison": "below", "threshold": "0"}, "threshold", "never fire"),
        ({"measure": "moon"}, "measure", "valid choice"),
        ({"comparison": "beside"}, "comparison", "valid choice"),
        ({"seconds": "-1"}, "seconds", "greater than or equal to 0"),
        ({"cooldown": "999999"}, "cooldown", "less than or equal to"),
        ({"emails": "lead@shop.example\nBcc: x@evil.example"}, "emails", "isn’t an e-mail address"),
        ({"emails": "lead@shop.example\r\n\r\nEvil"}, "emails", "isn’t an e-mail address"),
        ({"emails": "lead@shop.example boss@shop.example"}, "emails", "one on each line"),
        ({"emails": "\n".join(f"a{number}@shop.example" for number in range(21))}, "emails", "At most 20"),
        ({"name": ""}, "name", "required"),
    ],
)
def test_a_bad_rule_is_refused_in_words_beside_its_field(root: Browser, fields: dict[str, str], field: str, words: str) -> None:
    found = errors(root, **fields)
    assert words in " ".join(found[field])
    assert not AlertRule.objects.exists()


def test_a_good_rule_is_kept_and_told_to_the_audit(root: Browser) -> None:
    assert (
        errors(
            root, emails=" lead@shop.example \r\nboss@shop.example\r\nlead@shop.example", measure="abandon_rate", threshold="0.1"
        )
        == {}
    )
    rule = AlertRule.objects.get()
    assert rule.addresses == ["lead@shop.example", "boss@shop.example"]
    assert AuditEntry.objects.filter(verb="add", kind="alertrule", target_id=rule.pk).count() == 1
    words = root.get(reverse("admin:supervision_alertrule_changelist")).content.decode()
    assert "Abandon rate above 10%, in all groups" in words


def test_a_rule_that_cannot_be_evaluated_says_so_in_the_list(root: Browser) -> None:
    AlertRule.objects.create(name="Strange", measure="moon", threshold=0, trouble="There’s no measure of this name any more.")
    words = root.get(reverse("admin:supervision_alertrule_changelist")).content.decode()
    assert "There’s no measure of this name any more." in words


def test_a_bound_supervisor_makes_rules_for_own_groups_only(world: World, bound: Browser) -> None:
    assert "group" in errors(bound)
    assert "group" in errors(bound, group=world.other_group.pk)
    assert errors(bound, group=world.group.pk) == {}


def test_rules_on_all_groups_are_not_for_bound_supervisors(world: World, bound: Browser) -> None:
    rule = AlertRule.objects.create(name="All", measure="waiting", threshold=5)
    assert bound.get(reverse("admin:supervision_alertrule_change", args=[rule.pk])).status_code == 404


def test_a_changed_rule_begins_anew_and_says_that_its_alert_is_over(
    world: World, root: Browser, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr("supervision.admin.send_later", mail.post)
    rule = AlertRule.objects.create(name="Queue", measure="waiting", threshold=5, emails="lead@shop.example", firing=True)
    alert = Alert.objects.create(rule=rule, fired_at=timezone.now(), value=6)
    change = reverse("admin:supervision_alertrule_change", args=[rule.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert root.post(change, RULE | {"emails": rule.emails, "cooldown": "10"}).status_code == 302
    alert.refresh_from_db()
    assert (alert.resolved_at, outbox.outbox) == (None, [])
    with django_capture_on_commit_callbacks(execute=True):
        assert root.post(change, RULE | {"emails": rule.emails, "threshold": "50"}).status_code == 302
    alert.refresh_from_db()
    rule.refresh_from_db()
    assert alert.resolved_at is not None
    assert not rule.firing
    assert [letter.subject for letter in outbox.outbox] == ["Resolved: Queue"]


def test_a_board_shows_alerts_of_its_groups_and_those_just_over(world: World) -> None:
    mine, foreign, every = (
        AlertRule.objects.create(name=name, measure="longest_wait", threshold=90, group=group, seconds=30)
        for name, group in (("Mine", world.group), ("Foreign", world.other_group), ("All", None))
    )
    now = timezone.now()
    for rule in (mine, foreign, every):
        Alert.objects.create(
            rule=rule, fired_at=now - timezone.timedelta(hours=2), resolved_at=now - timezone.timedelta(hours=1), value=1
        )
        Alert.objects.create(rule=rule, fired_at=now, value=100)
    Alert.objects.filter(rule=every, resolved_at=None).update(resolved_at=now)
    shown = present.live_board(frozenset({world.group.pk})).alerts
    assert [(alert.rule, alert.state, alert.value) for alert in shown] == [(mine.pk, "firing", "1:40")]
    assert shown[0].text == "Longest wait above 1:30 for 30 seconds, in Support"
    assert {(alert.name, alert.state) for alert in present.live_board(None).alerts} == {
        ("Mine", "firing"), ("Foreign", "firing"), ("All", "resolved"),
    }  # fmt: skip


def test_a_rule_that_has_fired_can_be_deleted(root: Browser) -> None:
    rule = AlertRule.objects.create(name="Queue", measure="waiting", threshold=5)
    Alert.objects.create(rule=rule, fired_at=timezone.now(), value=6)
    assert root.post(reverse("admin:supervision_alertrule_delete", args=[rule.pk]), {"post": "yes"}).status_code == 302
    assert not AlertRule.objects.exists()
    assert not Alert.objects.exists()
