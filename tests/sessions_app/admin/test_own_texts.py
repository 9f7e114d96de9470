"""Supervisors write their own texts in each language, beside the one they wrote first."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from sessions_app.models import AwayReason, CannedResponse, Group, Operator, Result, Tag, Widget
from tests.sessions_app.admin import form_data
from tests.sessions_app.admin.conftest import SignIn
from tests.world import World


@pytest.fixture(autouse=True)
def languages(settings: Any) -> None:
    settings.LANGUAGES = settings.STAFF_LANGUAGES = [("en", "English"), ("cs", "Czech"), ("de", "German")]


def page_of(row: Any) -> str:
    return reverse(f"admin:sessions_app_{row._meta.model_name}_change", args=[row.pk])


def canned(**texts: str) -> CannedResponse:
    return CannedResponse.objects.create(shortcut="hello", text="Hello", translations={"text": texts} if texts else {})


def saved(browser: Browser, row: Any, **fields: Any) -> Any:
    """Send the form with these fields and return the row as it is then."""
    answer = browser.post(page_of(row), fields)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    return type(row).objects.get(pk=row.pk)


def test_each_language_has_a_box_and_the_page_says_which_are_missing(led: Browser) -> None:
    page = led.get(page_of(canned(cs="Dobrý den"))).content.decode()
    assert all(f'name="{name}"' in page for name in ("text", "text-cs", "text-de"))
    assert "Dobrý den" in page
    assert "Not written in: German." in page


def test_texts_are_kept_by_language(led: Browser) -> None:
    fields = {"shortcut": "hello", "text": "Hello", "text-cs": "Dobrý den", "text-de": "Guten Tag"}
    row = saved(led, canned(), **fields)
    assert (row.text, row.translations) == ("Hello", {"text": {"cs": "Dobrý den", "de": "Guten Tag"}})


def test_a_new_row_can_have_all_its_languages_at_once(led: Browser) -> None:
    led.post(reverse("admin:sessions_app_result_add"), {"name": "Solved", "name-cs": "Vyřešeno", "name-de": "", "order": 1})
    assert Result.objects.get().translations == {"name": {"cs": "Vyřešeno"}}


@pytest.mark.parametrize("kind", [Result, Tag, AwayReason])
def test_names_are_one_line_in_every_language(led: Browser, kind: Any) -> None:
    row = kind.objects.create(name="Lunch")
    row = saved(led, row, **{"name": "Lunch", "name-cs": "  Oběd\u202e ", "name-de": "\u200b", "order": 1})
    assert row.translations == {"name": {"cs": "Oběd"}}


def test_an_emptied_box_takes_the_translation_away(led: Browser) -> None:
    row = saved(led, canned(cs="Dobrý den"), **{"shortcut": "hello", "text": "Hello", "text-cs": "", "text-de": ""})
    assert row.translations == {}


def test_texts_of_a_language_that_is_no_longer_offered_stay(led: Browser, settings: Any) -> None:
    row = canned(cs="Dobrý den", pl="Dzień dobry")
    row = saved(led, row, **{"shortcut": "hello", "text": "Hello", "text-cs": "Ahoj", "text-de": ""})
    assert row.translations == {"text": {"pl": "Dzień dobry", "cs": "Ahoj"}}


def test_a_text_that_is_refused_says_in_which_language_and_loses_nothing(led: Browser) -> None:
    fields = {"shortcut": "hello", "text": "Hello", "text-cs": "O" * 4001, "text-de": "Guten Tag"}
    answer = led.post(page_of(canned()), fields)
    assert "Czech: Ensure this value has at most 4000 characters" in answer.context["adminform"].form.errors["text"][0]
    page = answer.content.decode()
    assert "Guten Tag" in page
    assert "O" * 4001 in page
    assert page.count('aria-invalid="true"') == 1
    assert CannedResponse.objects.get().translations == {}


def test_the_widget_asks_for_each_of_its_texts(led: Browser, world: World) -> None:
    form = form_data.widget(
        world.group.pk,
        **{
            "greeting": "Hello", "greeting-cs": "Dobrý den", "launcher-cs": "Napište nám", "consent_text": "May we?",
            "consent_text-cs": "Smíme?", "privacy_url": "https://shop.example/privacy", "privacy_url-cs": "shop.example/soukromi",
        },
    )  # fmt: skip
    widget = saved(led, world.widget, **form)
    assert widget.translations == {
        "greeting": {"cs": "Dobrý den"},
        "launcher": {"cs": "Napište nám"},
        "consent_text": {"cs": "Smíme?"},
        "privacy_url": {"cs": "https://shop.example/soukromi"},
    }


def test_an_address_that_is_none_is_refused_in_every_language(led: Browser, world: World) -> None:
    form = form_data.widget(world.group.pk, **{"privacy_url-de": "javascript:alert(1)"})
    errors = led.post(page_of(world.widget), form).context["adminform"].form.errors
    assert errors["privacy_url"] == ["German: Enter a valid URL."]


def test_consent_is_asked_in_every_language_or_in_none(led: Browser, world: World) -> None:
    form = form_data.widget(world.group.pk, **{"consent_text-cs": "Smíme?"})
    errors = led.post(page_of(world.widget), form).context["adminform"].form.errors
    assert "Write the first text, too" in errors["consent_text"][0]
    assert Widget.objects.get(pk=world.widget.pk).translations == {}


def test_lists_say_what_is_not_translated(led: Browser) -> None:
    canned(cs="Dobrý den")
    assert "German" in led.get(reverse("admin:sessions_app_cannedresponse_changelist")).content.decode()


def test_with_one_language_the_form_is_as_it_was(led: Browser, settings: Any) -> None:
    settings.LANGUAGES = settings.STAFF_LANGUAGES = [("en", "English")]
    row = canned()
    page = led.get(page_of(row)).content.decode()
    assert "own-texts" not in page
    assert saved(led, row, shortcut="hello", text="Good day").text == "Good day"


def test_a_bound_supervisor_translates_no_text_that_all_groups_share(signed_in: SignIn, world: World) -> None:
    bound, row = signed_in("bound", world.group), canned()
    assert bound.post(page_of(row), {"shortcut": "hello", "text": "Hello", "text-cs": "Ahoj"}).status_code == 403
    assert CannedResponse.objects.get().translations == {}


def test_a_bound_supervisor_reaches_no_widget_of_another_group(signed_in: SignIn, world: World) -> None:
    far = Widget.objects.create(key="far", name="Far", group=Group.objects.get(name="Elsewhere"), greeting="Far away")
    form = form_data.widget(world.group.pk, **{"greeting-cs": "Mine now"})
    assert signed_in("bound", world.group).post(page_of(far), form).status_code == 404
    assert Widget.objects.get(pk=far.pk).translations == {}


def test_an_operator_translates_nothing(world: World) -> None:
    browser, row = Browser(), canned()
    browser.force_login(Operator.objects.get(pk=world.anna.pk).user)
    assert browser.post(page_of(row), {"shortcut": "hello", "text": "Hello", "text-cs": "Ahoj"}).status_code == 302
    assert CannedResponse.objects.get().translations == {}
