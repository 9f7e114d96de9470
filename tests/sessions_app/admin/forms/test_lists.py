"""Holidays, origins, entries, colour, time zone and country as form elements."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client as Browser

from sessions_app.admin.forms.choices import CountryField, TimezoneField, country_choices
from sessions_app.admin.forms.colour import contrast_on_white
from sessions_app.models import Group, Widget
from sessions_app.models.checks import check_timezone
from tests.sessions_app.admin import form_data
from tests.world import World


@pytest.fixture
def group_form(led: Browser, world: World) -> Any:
    """Send the group's form; return the page's text, empty when it's saved."""
    return _sender(led, f"/admin/sessions_app/group/{world.group.pk}/change/", form_data.group())


@pytest.fixture
def widget_form(led: Browser, world: World) -> Any:
    return _sender(led, f"/admin/sessions_app/widget/{world.widget.pk}/change/", form_data.widget(world.group.pk))


def _sender(browser: Browser, address: str, form: form_data.Form) -> Any:
    def send(**changes: Any) -> str:
        answer = browser.post(address, form | changes)
        return "" if answer.status_code == 302 else unescape(answer.content.decode())

    return send


def test_holidays_are_stored_in_order_and_once(group_form: Any) -> None:
    assert not group_form(holidays=["2026-12-25", "", "2026-12-24", "2026-12-25"])
    assert Group.objects.get(name="Support").holidays == ["2026-12-24", "2026-12-25"]


def test_the_last_holiday_can_be_removed(group_form: Any, world: World) -> None:
    Group.objects.filter(pk=world.group.pk).update(holidays=["2026-12-24"])
    assert not group_form(holidays=[])
    assert Group.objects.get(name="Support").holidays == []


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "24.12.2026"])
def test_what_is_no_date_is_named_and_kept(group_form: Any, day: str) -> None:
    page = group_form(holidays=["2026-12-24", day])
    assert f"“{day}” is not a date. Write it like 2026-12-24." in page
    assert f'type="text" name="holidays" value="{day}"' in page
    assert 'type="date" name="holidays" value="2026-12-24"' in page


def test_origins_are_one_a_line_as_browsers_write_them(widget_form: Any) -> None:
    assert not widget_form(origins="https://Shop.example\n\n  https://www.shop.example:443 \r\nhttps://shop.example")
    assert Widget.objects.get().origins == ["https://shop.example", "https://www.shop.example"]


def test_each_wrong_origin_is_named_and_the_text_kept(widget_form: Any) -> None:
    page = widget_form(origins="https://shop.example\nshop.example\nhttps://*.shop.example")
    for wrong in ("shop.example", "https://*.shop.example"):
        assert f"“{wrong}” is not an origin." in page
    assert "https://shop.example\nshop.example\nhttps://*.shop.example</textarea>" in page


def test_a_widget_needs_a_website_and_an_entry(widget_form: Any) -> None:
    page = widget_form(origins=" \n", entries=[])
    assert "Write at least one website, such as https://www.example.com." in page
    assert "Offer at least one entry." in page


def test_a_new_row_begins_with_the_models_defaults(led: Browser) -> None:
    page = led.get("/admin/sessions_app/widget/add/").content.decode()
    assert re.search(r'value="chat"[^>]* checked', page)
    assert len(re.findall(r'name="entries"[^>]* checked', page)) == 1
    assert '<option value="CZ" selected>' in page
    assert 'value="#2a66bd"' in page
    page = led.get("/admin/sessions_app/group/add/").content.decode()
    assert '<option value="Europe/Prague" selected>' in page
    assert 'value="always" data-test="hours-mode" checked' in page


def test_too_many_origins_are_refused(widget_form: Any) -> None:
    assert "at most 100 origins" in widget_form(origins="\n".join(f"https://shop{number}.example" for number in range(101)))


def test_entries_are_stored_in_the_order_of_the_page(widget_form: Any, led: Browser, world: World) -> None:
    assert not widget_form(entries=["invitation", "chat", "invitation"])
    assert Widget.objects.get().entries == ["invitation", "chat"]
    page = led.get(f"/admin/sessions_app/widget/{world.widget.pk}/change/").content.decode()
    places = [page.index(f'data-value="{entry}"') for entry in ("invitation", "chat", "videocall", "callback")]
    assert places == sorted(places)


def test_an_unknown_entry_is_refused(widget_form: Any) -> None:
    assert "admin is not one of the available choices" in widget_form(entries=["chat", "admin"])


@pytest.mark.parametrize("colour", ["red;}", "#12345", "", "#12345g"])
def test_only_a_colour_is_one(widget_form: Any, colour: str) -> None:
    assert widget_form(accent=colour)
    assert Widget.objects.get().accent == "#2a66bd"


@pytest.mark.parametrize(("colour", "warned"), [("#ffee88", True), ("#2a66bd", False), ("#000000", False)])
def test_a_colour_that_stands_out_little_is_taken_with_a_warning(led: Browser, world: World, colour: str, warned: bool) -> None:
    Widget.objects.update(accent="#111111")
    address = f"/admin/sessions_app/widget/{world.widget.pk}/change/"
    page = led.post(address, form_data.widget(world.group.pk, accent=colour), follow=True).content.decode()
    assert ("stands out little" in page) is warned
    assert Widget.objects.get().accent == colour


def test_contrast_is_that_of_wcag() -> None:
    assert round(contrast_on_white("#000000"), 2) == 21
    assert round(contrast_on_white("#ffffff"), 2) == 1
    assert round(contrast_on_white("#767676"), 2) == 4.54


def test_every_time_zone_offered_is_one_the_model_takes() -> None:
    zones = [name for _, options in TimezoneField().choices for name, _ in options]
    assert "Europe/Prague" in zones
    assert "UTC" in zones
    for name in zones:
        check_timezone(name)


def test_an_unknown_zone_and_country_are_refused_in_words(group_form: Any, widget_form: Any) -> None:
    assert "“Nowhere” is not a time zone such as Europe/Prague." in group_form(timezone="Nowhere")
    assert "“XX” is not a country of the list." in widget_form(country="XX")


def test_countries_have_names_and_phone_numbers() -> None:
    names = dict(country_choices())
    assert names["CZ"] == "Czechia"
    assert "AQ" not in names  # nobody has a phone number of Antarctica
    assert CountryField().clean("DE") == "DE"
