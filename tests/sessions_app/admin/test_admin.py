"""The supervisors' pages: their rights, read-only sessions, and clients' words shown as text."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client as Browser

from sessions_app.models import Client, LogEntry, Session, User, Widget
from sessions_app.services import closing, messages
from tests.sessions_app.admin import form_data
from tests.sessions_app.texts import TEXTS
from tests.world import World, row_of, run

SHOWN = {name: text for name, text in TEXTS.items() if "\n" not in text}


@pytest.fixture
def supervisor(world: World) -> Browser:
    """Sofia with the demo's rights: staff, everything except accounts and raw log entries."""
    sofia = User.objects.create_user("sofia", is_staff=True)
    rights = Permission.objects.filter(content_type__app_label__in=["sessions_app", "videocall"])
    sofia.user_permissions.set(rights.exclude(content_type__model__in=["user", "logentry"]))
    browser = Browser()
    browser.force_login(sofia)
    return browser


def page(browser: Browser, session: str) -> Any:
    return browser.get(f"/admin/sessions_app/session/{row_of(session).pk}/change/")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "session/",
        "client/",
        "libraryitem/",
        "libraryitem/add/",
        "retention/",
        "retention/add/",
        "widget/",
        "operator/",
        "group/",
        "cannedresponse/",
        "result/",
        "widget/add/",
    ],
)
def test_a_supervisor_opens_every_list(supervisor: Browser, path: str) -> None:
    assert supervisor.get(f"/admin/sessions_app/{path}").status_code == 200


@pytest.mark.parametrize("path", ["user/", "user/add/", "user/1/change/", "event/"])
def test_a_supervisor_reaches_no_accounts_and_no_raw_events(supervisor: Browser, path: str) -> None:
    assert supervisor.get(f"/admin/sessions_app/{path}").status_code in (403, 404)


@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_an_operator_does_not_enter(world: World, name: str) -> None:
    browser = Browser()
    browser.force_login(User.objects.get_or_create(username=name)[0])
    for path in ("/admin/", "/admin/sessions_app/session/", "/admin/sessions_app/widget/1/change/"):
        assert browser.get(path).status_code == 302


def test_a_supervisor_changes_a_widget(supervisor: Browser, world: World) -> None:
    address = f"/admin/sessions_app/widget/{world.widget.pk}/change/"
    form = form_data.widget(world.group.pk, name="Shop 2")
    assert supervisor.post(address, form).status_code == 302
    assert Widget.objects.get().name == "Shop 2"
    for field, wrong in (
        ("origins", "https://shop.example/x"),
        ("entries", ["admin"]),
        ("accent", "red;}"),
        ("origins", '["https://shop.example"]'),
    ):
        assert supervisor.post(address, form | {field: wrong}).status_code == 200
    assert Widget.objects.get().accent == "#112233"


@pytest.mark.parametrize("path", ["change", "delete"])
def test_a_row_is_opened_although_the_address_names_an_empty_field(supervisor: Browser, world: World, path: str) -> None:
    address = f"/admin/sessions_app/widget/{world.widget.pk}/{path}/"
    assert supervisor.get(f"{address}?_to_field=").status_code == 200
    assert supervisor.get(f"{address}?_to_field=password").status_code == 400


def test_a_widget_sends_its_calls_through_the_relay_only_where_there_is_one(
    supervisor: Browser, world: World, settings: Any
) -> None:
    address = f"/admin/sessions_app/widget/{world.widget.pk}/change/"
    form = form_data.widget(world.group.pk, relay_only="on")
    settings.TURN_URLS = []
    refused = supervisor.post(address, form)
    assert "There is no relay yet" in refused.content.decode()
    assert not Widget.objects.get().relay_only
    settings.TURN_URLS = ["turn:turn.example:3478"]
    assert supervisor.post(address, form).status_code == 302
    assert Widget.objects.get().relay_only


def test_a_session_is_read_only_for_everybody(supervisor: Browser, world: World) -> None:
    session = world.ended()
    root = Browser()
    root.force_login(User.objects.create_superuser("root"))
    for browser in (supervisor, root):
        assert page(browser, session).status_code == 200
        address = f"/admin/sessions_app/session/{row_of(session).pk}"
        assert browser.post(f"{address}/change/", {"state": "active"}).status_code == 403
        assert browser.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
        assert browser.get("/admin/sessions_app/session/add/").status_code == 403
        action = {"action": "delete_selected", "_selected_action": [row_of(session).pk], "post": "yes"}
        browser.post("/admin/sessions_app/session/", action)
    assert Session.objects.get().state == "wrapup"


@pytest.mark.parametrize("text", SHOWN.values(), ids=SHOWN)
def test_a_clients_words_are_shown_as_text(supervisor: Browser, world: World, text: str) -> None:
    session = world.active(message=text, topic="<b>topic</b>")
    Client.objects.filter(pk=world.carla.pk).update(name="<script>name</script>")
    run(messages.note_post, world.anna, session=session, text=text)
    shown = page(supervisor, session).content.decode()
    assert unescape(shown).count(text) >= 2
    assert "<script>name" not in shown
    assert "<b>topic" not in shown
    for danger in ("<script>window", "<img src=x", "<svg/onload", "<iframe srcdoc", "</textarea></script>"):
        assert danger not in shown
    assert "<script>name" not in supervisor.get("/admin/sessions_app/session/").content.decode()


def test_the_transcript_has_words_for_every_kind_of_entry(supervisor: Browser, world: World) -> None:
    session = world.active(message="It is cold")
    run(messages.note_post, world.anna, session=session, text="Old boiler")
    run(closing.session_end, world.anna, session=session)
    shown = page(supervisor, session).content.decode()
    for words in ("It is cold", "Note: Old boiler", "The conversation started.", "The conversation ended."):
        assert words in shown
    assert LogEntry.objects.count() == 5


def test_sessions_are_found_by_text_and_name(supervisor: Browser, world: World) -> None:
    world.active(message="Pressure is low")
    for query, found in (("Pressure", True), ("Carla", True), ("nobody", False), ("%27%20OR%201=1", False)):
        assert ("1 session" in supervisor.get(f"/admin/sessions_app/session/?q={query}").content.decode()) is found
