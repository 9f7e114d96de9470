"""The admin's sections, its first page, and lists without rows."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.contrib import admin
from django.test import Client as Browser
from django.utils import timezone
from django.utils.formats import date_format

from contactcenter.admin_sections import PURPOSES
from sessions_app.models import Group, Operator, Session, User, Widget
from tests.world import World

STEP = re.compile(r'data-test="checklist-step" data-name="(\w+)" data-state="(\w+)"')


@pytest.fixture
def root(db: None) -> Browser:
    browser = Browser()
    browser.force_login(User.objects.create_superuser("root"))
    return browser


def page(browser: Browser, address: str = "/admin/") -> str:
    return unescape(browser.get(address).content.decode())


def steps(browser: Browser) -> dict[str, str]:
    return dict(STEP.findall(page(browser)))


def test_the_checklist_follows_the_facts(root: Browser) -> None:
    names = ("group", "operator", "widget", "code", "chat")
    assert steps(root) == dict.fromkeys(names, "open")
    group = Group.objects.create(name="Support")
    assert steps(root) == dict.fromkeys(names, "open") | {"group": "done"}
    operator = Operator.objects.create(user=User.objects.create_user("eva"), name="Eva")
    assert steps(root)["operator"] == "open"  # in no group
    operator.groups.add(group)
    widget = Widget.objects.create(name="Shop", group=group)
    assert (steps(root)["operator"], steps(root)["widget"]) == ("done", "open")  # on no website
    Widget.objects.update(origins=["https://shop.example"])
    assert (steps(root)["widget"], steps(root)["code"]) == ("done", "open")
    Browser().get(f"/widget.js?key={widget.key}", headers={"referer": "https://shop.example/page"})
    assert (steps(root)["code"], steps(root)["chat"]) == ("done", "open")


def test_the_checklist_disappears_when_everything_is_done(root: Browser, world: World) -> None:
    Widget.objects.update(origins=["https://shop.example"], seen_at=timezone.now())
    world.active()
    assert "checklist" not in page(root)


def test_the_code_counts_as_seen_once_and_on_allowed_websites_only(world: World) -> None:
    Widget.objects.update(origins=["https://shop.example"])
    browser, address = Browser(), f"/widget.js?key={world.widget.key}"
    for referer in (
        "",
        "https://evil.example/",
        "http://shop.example/",
        "https://shop.example.evil.example/",
        "https://[",
        "shop.example",
    ):
        browser.get(address, headers={"referer": referer})
    assert Widget.objects.get().seen_at is None
    browser.get(address, headers={"referer": "https://shop.example/some/page?x=1"})
    first = Widget.objects.get().seen_at
    assert first is not None
    browser.get(address, headers={"referer": "https://shop.example/"})
    assert Widget.objects.get().seen_at == first


def test_the_code_is_there_when_a_client_came_from_a_website_that_sends_no_referer(root: Browser, world: World) -> None:
    world.session(entry="invitation")
    assert steps(root)["code"] == "open"
    world.session()
    assert steps(root)["code"] == "done"


def test_sections_have_the_products_names_in_order(root: Browser) -> None:
    shown = re.findall(r"<h2>([^<]+)</h2>", page(root).split('id="sections"')[1].split("</nav>")[0])
    wanted = ["Live", "Reports", "Conversations", "People", "Website", "At hand", "Integration", "Administration"]
    assert [name for name in wanted if name in shown] == shown
    assert {"Reports", "Conversations", "People", "Administration"} <= set(shown)


def test_every_list_of_the_admin_is_in_the_navigation(root: Browser) -> None:
    """A model that isn't listed in the sections is shown under *Administration*."""
    shown = page(root)
    for model in admin.site._registry:
        assert f'href="/admin/{model._meta.app_label}/{model._meta.model_name}/"' in shown, model


def test_sections_show_what_a_person_may_open_and_nothing_else(db: None) -> None:
    User.objects.create_user("looker", is_staff=True)
    browser = Browser()
    browser.force_login(User.objects.get(username="looker"))
    shown = page(browser)
    assert "/admin/sessions_app/" not in shown
    assert "/admin/reports/" not in shown
    assert "have no rights yet" in shown
    assert "checklist" not in shown


@pytest.mark.parametrize("model", [model for model in admin.site._registry if model._meta.label_lower in PURPOSES], ids=str)
def test_a_list_without_rows_says_what_it_is_for(root: Browser, model: type) -> None:
    opts = model._meta  # type: ignore[attr-defined]
    if opts.label_lower in ("sessions_app.user", "auth.group"):
        return  # never empty
    shown = page(root, f"/admin/{opts.app_label}/{opts.model_name}/")
    assert str(PURPOSES[opts.label_lower]) in shown
    assert ('class="button" href' in shown) == ('class="addlink"' in shown)


def test_a_filter_without_rows_leads_back_to_all(root: Browser, world: World) -> None:
    shown = page(root, "/admin/sessions_app/operator/?q=nobody")
    assert "Nothing matches." in shown
    assert 'href="?"' in shown


FORMS = ["group", "operator", "widget", "cannedresponse", "result", "awayreason", "libraryitem"]
OBVIOUS = {
    "group/name",
    "group/hours",
    "operator/name",
    "operator/email",
    "operator/password_choice",
    "libraryitem/upload",
    "libraryitem/url",
}
"""Fields whose label says everything."""


@pytest.mark.parametrize("model", FORMS)
def test_every_field_of_the_set_up_has_a_help_text(root: Browser, model: str) -> None:
    form = root.get(f"/admin/sessions_app/{model}/add/").context["adminform"].form
    assert {f"{model}/{name}" for name, field in form.fields.items() if not field.help_text} <= OBVIOUS


@pytest.mark.parametrize("path", ["", "overview/", "sessions_app/"])
def test_operators_and_strangers_see_no_page_of_it(world: World, path: str) -> None:
    browser = Browser()
    assert browser.get(f"/admin/{path}").status_code == 302
    browser.force_login(User.objects.get(username="anna"))
    assert browser.get(f"/admin/{path}").status_code == 302


def test_the_page_of_an_app_shows_all_sections(root: Browser) -> None:
    assert 'data-test="overview"' in page(root, "/admin/sessions_app/")


def test_breadcrumbs_name_the_section(root: Browser, world: World) -> None:
    shown = page(root, f"/admin/sessions_app/operator/{world.anna.pk}/change/")
    crumbs = re.sub(r"<[^>]+>", "", shown.split('class="breadcrumbs">')[1].split("</div>")[0])
    assert crumbs == "Home › People › Operators › Anna"
    for rest in ("delete/", "history/"):
        assert "› People ›" in re.sub(r"<[^>]+>", "", page(root, f"/admin/sessions_app/operator/{world.anna.pk}/{rest}"))


def test_the_sessions_of_a_set_up_centre_stay(root: Browser, world: World) -> None:
    world.active()
    assert steps(root)["chat"] == "done"
    assert Session.objects.count() == 1


def test_dates_are_read_the_same_everywhere() -> None:
    moment = datetime(2026, 11, 1, 14, 5, tzinfo=UTC)
    assert [date_format(moment, name) for name in ("DATETIME_FORMAT", "SHORT_DATE_FORMAT")] == ["1 Nov 2026, 14:05", "1 Nov 2026"]
