"""The board's pages: who may open them, and what the server draws before any script runs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from sessions_app.models import Operator, User
from supervision.board import NAMES
from tests.supervision.supervisors import supervisor
from tests.world import World

PAGES = ["board", "board-wall"]


def opened(user: User | None, page: str = "board") -> Any:
    browser = Browser()
    if user is not None:
        browser.force_login(user)
    return browser.get(reverse(page))


@pytest.mark.parametrize("page", PAGES)
def test_a_supervisor_with_the_right_opens_it(world: World, page: str) -> None:
    answer = opened(supervisor("sofia"), page)
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.parametrize("page", PAGES)
def test_everybody_else_is_refused(world: World, page: str) -> None:
    assert opened(supervisor("karla", right=None), page).status_code == 403
    assert opened(Operator.objects.get(pk=world.anna.pk).user, page).status_code == 403
    answer = opened(None, page)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('admin:login')}?next={reverse(page)}"


def test_the_right_to_see_whiteboards_is_another_one(world: World) -> None:
    assert opened(supervisor("karla", right="sessions_app.view_board")).status_code == 403


def test_the_server_draws_every_number_and_row(world: World) -> None:
    session = world.enter()
    page = opened(supervisor("sofia")).content.decode()
    drawn = dict(re.findall(r'data-test="measure" data-name="(\w+)" data-value="([^"]*)"', page))
    assert tuple(drawn) == NAMES
    assert (drawn["waiting"], drawn["offered"], drawn["service_level"], drawn["satisfaction"]) == ("1", "1", "", "")
    assert f'data-session="{session}"' in page
    assert page.count('data-test="operator-row"') == 3
    assert 'data-test="refresh"' in page


def test_a_bound_supervisors_page_has_nothing_of_other_groups(world: World) -> None:
    world.enter()
    page = opened(supervisor("sofia", world.other_group)).content.decode()
    assert "Oskar" in page
    for foreign in ("Anna", "Boris", "Carla", "Support"):
        assert foreign not in page


def test_names_are_text_wherever_they_stand(world: World) -> None:
    world.operator("</script><script>alert(1)</script>")
    page = opened(supervisor("sofia")).content.decode()
    assert "<script>alert" not in page
    data = json.loads(re.findall(r'<script id="board-data" type="application/json">(.*?)</script>', page)[0])
    assert "</script><script>alert(1)</script>" in {row["name"] for row in data["board"]["operators"]}


def test_numbers_are_plain_in_every_language(world: World, settings: Any) -> None:
    """A language with a comma for decimals or a space for thousands mustn't get into ``data-value``."""
    world.session(rating=5, state="closed", operator=world.anna)
    world.session(rating=5, state="closed", operator=world.anna)
    world.session(rating=1, state="closed", operator=world.anna)
    browser = Browser(headers={"accept-language": "de"})
    browser.force_login(supervisor("sofia"))
    page = browser.get(reverse("board")).content.decode()
    value = re.findall(r'data-name="satisfaction" data-value="([^"]*)"', page)[0]
    assert float(value) == pytest.approx(2 / 3)
