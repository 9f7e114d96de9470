"""The audit's page (A8): filters, words for bad questions, CSV that is itself told, its term, and who may read it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group as Permissions
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from sessions_app.models import Group, Operator, Retention, User
from supervision.models import AuditEntry
from supervision.services import audit
from supervision.services.audit_retention import expire_audit
from supervision.views.audit import PAGE
from tests.world import World, row_of

Verb = AuditEntry.Verb
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def browser(db: None) -> Browser:
    found = Browser()
    found.force_login(User.objects.create_superuser("root"))
    AuditEntry.objects.expire(timezone.now() + timedelta(days=1))
    return found


def line(verb: Verb = Verb.CHANGE, **columns: Any) -> AuditEntry:
    return AuditEntry.objects.create(**{"verb": verb, "user_name": "sofia", "at": NOON} | columns)


def shown(browser: Browser, **query: Any) -> list[AuditEntry]:
    answer = browser.get(reverse("audit"), query)
    assert answer.status_code == 200
    return [entry for entry, _kind, _link in answer.context["lines"]]


def written(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_it_is_at_its_address_and_shows_the_newest_first(browser: Browser) -> None:
    assert reverse("audit") == "/admin/audit/"
    old, new = line(), line(Verb.EXPORT)
    assert shown(browser) == [new, old]


def test_filters_narrow_by_person_act_days_and_words(browser: Browser) -> None:
    one = line(Verb.REDIRECT, user_name="Boris", target_name="10042", detail="to Anna\nreason: she knows the boiler")
    line()
    line(at=NOON + timedelta(days=1))
    assert shown(browser, user="boris") == [one]
    assert shown(browser, verb="redirect") == [one]
    assert shown(browser, q="10042 BOILER") == [one]
    assert shown(browser, q="10042 pump") == []
    assert len(shown(browser, **{"from": "2026-03-10", "to": "2026-03-10"})) == 2
    assert len(shown(browser, **{"from": "2026-03-11"})) == 1


def test_days_are_cut_in_the_places_zone(browser: Browser, settings: Any) -> None:
    line(at=datetime(2026, 3, 28, 23, 30, tzinfo=UTC))  # half past midnight of the 29th in Prague
    settings.TIME_ZONE = "Europe/Prague"
    timezone.deactivate()
    assert len(shown(browser, **{"from": "2026-03-29"})) == 1
    assert len(shown(browser, to="2026-03-28")) == 0


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"from": "2026-02-30"}, "isn’t a date"),
        ({"from": "2026-03-11", "to": "2026-03-10"}, "comes after"),
        ({"to": "0001-01-01"}, "out of range"),
        ({"verb": "loved"}, "no such act"),
        ({"q": "a\0b"}, "at most 200"),
        ({"q": "a" * 201}, "at most 200"),
        ({"user": "\0"}, "at most 200"),
    ],
)
def test_a_bad_question_is_answered_in_words_and_kept(browser: Browser, query: dict[str, str], words: str) -> None:
    for more in ({}, {"format": "csv"}):
        answer = browser.get(reverse("audit"), query | more)
        assert answer.status_code == 400
        assert words in answer.content.decode()
    assert not AuditEntry.objects.exists()


def test_a_wild_page_number_is_the_first_page(browser: Browser) -> None:
    entry = line()
    for before in ("-1", "x", "9" * 99):
        assert shown(browser, before=before) == [entry]


def test_pages_go_on_without_gap_or_repetition(browser: Browser) -> None:
    for number in range(PAGE + 5):
        line(target_name=str(number))
    first = browser.get(reverse("audit"))
    second = browser.get(reverse("audit") + first.context["older"])
    names = [entry.target_name for page in (first, second) for entry, _kind, _link in page.context["lines"]]
    assert names == [str(number) for number in reversed(range(PAGE + 5))]
    assert second.context["older"] == ""


def test_the_csv_has_every_line_that_is_asked_for_and_no_formula(browser: Browser) -> None:
    line(user_name="=1+1", detail="@x\n+y")
    line(Verb.EXPORT)
    found = written(browser.get(reverse("audit"), {"verb": "change", "format": "csv"}))
    assert [(row["user"], row["verb"], row["detail"]) for row in found] == [("'=1+1", "change", "'@x; '+y")]


def test_an_export_of_the_audit_is_in_the_audit_but_not_in_itself(browser: Browser) -> None:
    line()
    assert len(written(browser.get(reverse("audit"), {"q": "sofia", "format": "csv"}))) == 1
    entry = AuditEntry.objects.get(verb="export")
    assert (entry.user_name, entry.kind, entry.detail, entry.rows) == ("root", "audit", "q=…", 1)


def test_what_it_shows_is_text(browser: Browser) -> None:
    line(user_name="<script>x</script>", target_name="<b>", detail="<i>")
    words = browser.get(reverse("audit")).content.decode()
    assert "&lt;script&gt;x" in words
    assert "<i>" not in words


def test_it_is_only_read(browser: Browser) -> None:
    line()
    for method in ("post", "put", "patch", "delete"):
        assert getattr(browser, method)(reverse("audit")).status_code == 405


def test_operators_strangers_and_staff_without_the_right_read_nothing(world: World) -> None:
    User.objects.create_user("emil", password="Emil", is_staff=True)
    browser = Browser()
    assert browser.get("/admin/audit/").status_code == 302
    browser.login(username="anna", password="Anna")
    assert browser.get("/admin/audit/").status_code == 302
    browser.login(username="emil", password="Emil")
    assert browser.get("/admin/audit/").status_code == 403
    User.objects.get(username="emil").user_permissions.add(Permission.objects.get(codename="view_auditentry"))
    assert browser.get("/admin/audit/").status_code == 200


def test_a_bound_supervisor_reads_what_they_did_and_what_happened_in_their_groups(world: World) -> None:
    sofia = User.objects.create_user("sofia", is_staff=True, all_groups=False)
    sofia.supervised_groups.add(world.group)
    sofia.user_permissions.add(Permission.objects.get(codename="view_auditentry"))
    browser = Browser()
    browser.force_login(sofia)
    AuditEntry.objects.expire(timezone.now() + timedelta(days=1))
    own, elsewhere = row_of(world.active()), row_of(world.session(world.david, group=world.other_group))
    for target in (own, elsewhere, world.group, world.other_group, Operator.objects.get(pk=world.oskar.pk)):
        audit.record(None, Verb.READ, target)
    audit.record(None, Verb.SIGN_IN_FAILED, tried="anna")
    audit.record(sofia, Verb.EXPORT, kind="report", name="/admin/reports/", rows=1)
    assert [(entry.kind, entry.target_id) for entry in shown(browser)] == [
        ("report", None),
        ("group", world.group.pk),
        ("session", own.pk),
    ]
    assert len(written(browser.get("/admin/audit/", {"format": "csv"}))) == 3


def test_sets_of_permissions_are_not_taken_for_groups(world: World) -> None:
    audit.record(None, Verb.RIGHTS, Permissions.objects.create(name="Leads"))
    audit.record(None, Verb.CHANGE, Group.objects.get(pk=world.group.pk))
    assert list(AuditEntry.objects.order_by("pk").values_list("kind", flat=True)) == ["auth.group", "group"]


def test_lines_are_kept_for_a_year_unless_retention_says_otherwise(db: None) -> None:
    for days in (366, 364, 10):
        line(at=timezone.now() - timedelta(days=days))
    assert expire_audit(timezone.now()) == 1
    Retention.objects.create(kind="audit", days=7)
    assert expire_audit(timezone.now()) == 2
