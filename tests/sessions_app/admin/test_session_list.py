"""The admin's list of sessions: full text search with filters, a bounded count, filters by result, rating and tag."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.urls import reverse

from sessions_app.admin import session_list
from sessions_app.models import Group, Result, Session, Tag, User
from sessions_app.selectors.search import found
from sessions_app.services import search
from tests.world import World, run


@pytest.fixture
def supervisor(db: None) -> Browser:
    User.objects.create_superuser("sofia", password="Sofia")
    browser = Browser()
    browser.login(username="sofia", password="Sofia")
    return browser


def listed(browser: Browser, **query: str) -> Any:
    return browser.get(reverse("admin:sessions_app_session_changelist"), query).context["cl"]


def test_the_list_finds_what_the_search_finds_together_with_filters(world: World, supervisor: Browser) -> None:
    first = world.closed(world.carla, message="Der Brenner geht nicht")
    world.active(world.david, message="The burner (Brenner) is hot")
    assert listed(supervisor, q="brenner").result_count == found(Session.objects.all(), "brenner").count() == 2
    assert [row.public_id for row in listed(supervisor, q="brenner", state__exact="closed").result_list] == [first]
    assert listed(supervisor, q="  ").result_count == 2
    assert listed(supervisor, q="***").result_count == 0


def test_a_bound_supervisor_finds_nothing_of_another_group(world: World) -> None:
    world.closed(world.carla, message="Der Brenner geht nicht")
    user = User.objects.create_user("emil", password="Emil", is_staff=True, all_groups=False)
    user.supervised_groups.add(Group.objects.get(name="Elsewhere"))
    user.user_permissions.add(Permission.objects.get(codename="view_session", content_type__app_label="sessions_app"))
    browser = Browser()
    browser.login(username="emil", password="Emil")
    assert listed(browser, q="brenner").result_count == 0
    user.supervised_groups.add(world.group)
    assert listed(browser, q="brenner").result_count == 1


def test_what_is_found_is_counted_up_to_a_bound(world: World, supervisor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_list, "COUNTED", 2)
    rows = [world.session(state="closed", topic="Chimney") for _ in range(3)]
    run(lambda: search.index(list(Session.objects.filter(public_id__in=rows).values_list("pk", flat=True))))
    answer = supervisor.get(reverse("admin:sessions_app_session_changelist"), {"q": "chimney"})
    assert answer.context["cl"].result_count == 2
    assert "2+ " in answer.content.decode()
    assert listed(supervisor).result_count == 3


def test_filters_by_result_rating_and_tag(world: World, supervisor: Browser) -> None:
    Result.objects.create(name="Solved")
    Tag.objects.create(name="heat")
    world.session(state="closed", result="Solved", rating=5, tags=["heat"])
    world.session(state="closed", result="", rating=None, tags=["heat pump"])
    for query, count in (
        ({"result__exact": "Solved"}, 1), ({"result__exact": ""}, 1), ({"result__exact": "Gone"}, 0), ({"rating__exact": "5"}, 1),
        ({"rating__exact": "x"}, None), ({"tag": "heat"}, 1), ({"tag": "heat pump"}, 1), ({"tag": "pump"}, 0),
    ):  # fmt: skip
        answer = supervisor.get(reverse("admin:sessions_app_session_changelist"), query)
        assert answer.status_code in (200, 302)
        assert count is None or answer.context["cl"].result_count == count, query


def test_the_list_reads_no_column_of_the_whole_table(
    world: World, supervisor: Browser, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30) as queries:
        listed(supervisor)
    assert [query["sql"] for query in queries.captured_queries if "DISTINCT" in query["sql"]] == []
