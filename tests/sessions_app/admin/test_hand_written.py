"""What nobody enters by hand: numbers that can't be reckoned with, filters that find out secrets, rows that change while they're saved."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from sessions_app.admin.supervised import WORDS, SupervisedAdmin
from sessions_app.models import Operator, Retention, User
from tests.sessions_app.admin import form_data
from tests.sessions_app.admin.conftest import SignIn
from tests.world import World

MOST_COLUMNS = 2_000
"""Of a query on SQLite; PostgreSQL takes 1,664."""


def list_of(model: str) -> str:
    return reverse(f"admin:sessions_app_{model}_changelist")


@pytest.mark.parametrize("column", ["answer_seconds", "short_seconds", "longest_wait"])
def test_a_time_no_date_can_be_reckoned_with_is_refused(world: World, led: Browser, column: str) -> None:
    address = reverse("admin:sessions_app_group_change", args=[world.group.pk])
    answer = led.post(address, form_data.group(**{column: 10**15}))
    assert "less than or equal to" in str(answer.context["adminform"].form.errors[column])
    assert led.get(reverse("reports")).status_code == led.get(reverse("board")).status_code == 200


def test_a_term_that_would_stop_the_cleanup_is_refused(world: World, led: Browser) -> None:
    answer = led.post(reverse("admin:sessions_app_retention_add"), {"kind": "audit", "days": 10**6})
    assert "less than or equal to" in str(answer.context["adminform"].form.errors["days"])


def test_terms_of_all_groups_are_not_set_by_a_supervisor_of_some(world: World, signed_in: SignIn) -> None:
    term = Retention.objects.create(kind=Retention.AUDIT, days=365)
    bound = signed_in("petr", world.group)
    for name, args in (("add", []), ("change", [term.pk]), ("delete", [term.pk])):
        address = reverse(f"admin:sessions_app_retention_{name}", args=args)
        assert bound.post(address, {"kind": "audit", "days": 1, "post": "yes"}).status_code == 403, name
    assert bound.get(list_of("retention")).status_code == 200
    assert Retention.objects.get().days == 365


def test_a_list_whose_filter_has_more_choices_than_a_query_columns_is_shown_without_counts(world: World, led: Browser) -> None:
    names = [f"operator-{number}" for number in range(MOST_COLUMNS)]
    users = User.objects.bulk_create(User(username=name, password="!") for name in names)
    Operator.objects.bulk_create(Operator(user=user, name=user.username) for user in users)
    answer = led.get(list_of("libraryitem"), {"_facets": "True", "owner__id__exact": world.anna.pk})
    assert answer.status_code == 200
    assert names[-1] in answer.content.decode()


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        ("client", "token_hash__startswith"),
        ("invitation", "code_hash__startswith"),
        ("invitation", "token_hash__gt"),
        ("widget", "identity_secret__startswith"),
        ("client", "name__regex"),
        ("operator", "name__iregex"),
    ],
)
def test_filters_by_secrets_and_by_patterns_are_refused(world: World, led: Browser, model: str, lookup: str) -> None:
    assert led.get(list_of(model), {lookup: "((a+)+)+$"}).status_code == 400


def test_a_search_of_many_words_looks_for_the_first_ones(world: World, led: Browser) -> None:
    words = " ".join(f"w{number}" for number in range(2000))
    answer = led.get(list_of("client"), {"q": words})
    assert answer.status_code == 200
    assert str(answer.context["cl"].queryset.query).count("LIKE") <= len(answer.context["cl"].model_admin.search_fields) * WORDS


@pytest.mark.parametrize("model", ["client", "operator", "widget", "ban"])
@pytest.mark.parametrize("query", [{"id__gt": "1e400"}, {"pk": "9" * 30}, {"p": "9" * 30}, {"id": "nan"}])
def test_an_invalid_value_in_an_address_is_no_error(world: World, led: Browser, model: str, query: dict[str, str]) -> None:
    assert led.get(list_of(model), query).status_code in (200, 302)


def test_a_state_that_changes_while_a_form_is_saved_stays(world: World, led: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row is read, the operator goes away, the form is written."""
    before: Any = SupervisedAdmin.save_model

    def save(self: Any, request: Any, obj: Any, form: Any, change: bool) -> None:
        Operator.objects.filter(pk=obj.pk).update(chosen="away", away_reason="Lunch", lease_until=timezone.now())
        before(self, request, obj, form, change)

    monkeypatch.setattr(SupervisedAdmin, "save_model", save)
    data = form_data.operator(world.group.pk, name="Anne", username="anna", password_choice="keep")
    address = reverse("admin:sessions_app_operator_change", args=[world.anna.pk])
    assert led.post(address, data).status_code == 302
    anna = Operator.objects.get(pk=world.anna.pk)
    assert (anna.name, anna.chosen, anna.away_reason) == ("Anne", "away", "Lunch")


@pytest.mark.parametrize("key", ["<svg onload=alert(1)>", "", "99999999999999999999", "1e3"])
def test_an_action_on_what_can_be_no_row_shows_the_list(world: World, led: Browser, key: str) -> None:
    answer = led.post(list_of("invitation"), {"action": "revoke", "_selected_action": key})
    assert answer.status_code == 302


@pytest.mark.parametrize("value", ["\0", "five"])
def test_a_filter_that_can_match_no_row_shows_the_list_before_an_action_begins(world: World, led: Browser, value: str) -> None:
    address = f"{list_of('session')}?{urlencode({'rating__exact': value})}"
    for answer in (led.get(address), led.post(address, "{", content_type="application/json")):
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{list_of('session')}?e=1")
