"""Buttons in the admin: find, export and erase a client, with what is said before and what is refused."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client as Browser

from sessions_app.models import Client, Consent, Retention, Session, User, Widget
from supervision.models import AuditEntry
from tests.sessions_app.sample_files import use_folder
from tests.supervision.supervisors import supervisor
from tests.world import World, row_of

RIGHTS = ("sessions_app.view_client", "sessions_app.export_client", "sessions_app.erase_client")


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    return use_folder(settings, tmp_path)


def browser_of(user: User, *rights: str) -> Browser:
    for right in rights:
        app, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(codename=codename, content_type__app_label=app))
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def sofia(world: World) -> Browser:
    return browser_of(supervisor("sofia", right=None, superuser=True))


def page_of(world: World, part: str = "change") -> str:
    return f"/admin/sessions_app/client/{world.carla.pk}/{part}/"


def test_a_client_is_found_by_name_mail_or_phone(world: World, sofia: Browser) -> None:
    Client.objects.filter(pk=world.carla.pk).update(email="carla@example.com", phone="601 123 456")
    for words in ("carl", "carla@example", "601 123"):
        found = sofia.get("/admin/sessions_app/client/", {"q": words}).content.decode()
        assert page_of(world) in found
        assert f"/client/{world.david.pk}/" not in found


def test_export_is_a_zip_and_in_the_audit(world: World, sofia: Browser) -> None:
    world.closed(message="It leaks")
    answer = sofia.post(page_of(world, "export"))
    content = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert json.loads(archive.read("client.json"))["browsers"][0]["name"] == "Carla"
    assert answer["Content-Disposition"] == f'attachment; filename="client-{world.carla.pk}.zip"'
    line = AuditEntry.objects.get(verb="export")
    assert (line.user_name, line.target_name, line.rows) == ("sofia", f"#{world.carla.pk}", 1)


def test_erasing_says_first_what_goes_and_what_stays(world: World, sofia: Browser) -> None:
    session = world.closed(message="It leaks")
    shown = sofia.get(page_of(world, "erase")).content.decode()
    assert "1 conversation:" in shown
    assert "What stays" in shown
    assert row_of(session).client.name == "Carla"
    answer = sofia.post(page_of(world, "erase"), {"reason": "Ticket 4711"}, follow=True)
    assert "The client is erased." in answer.content.decode()
    assert row_of(session).client.erased_at is not None
    line = AuditEntry.objects.get(verb="erase")
    assert (line.user_name, line.detail.splitlines()[0]) == ("sofia", "Ticket 4711")
    page = sofia.get(page_of(world)).content.decode()
    assert "client-erase" not in page
    assert f"Erased client #{world.carla.pk}" in page


def test_an_erased_conversation_says_so(world: World, sofia: Browser) -> None:
    session = world.closed(message="It leaks")
    sofia.post(page_of(world, "erase"), {"reason": ""})
    page = sofia.get(f"/admin/sessions_app/session/{row_of(session).pk}/change/").content.decode()
    assert "<td>Erased</td>" in page
    assert "It leaks" not in page


def test_a_client_in_a_conversation_is_not_erased(world: World, sofia: Browser) -> None:
    session = world.active()
    shown = sofia.get(page_of(world, "erase")).content.decode()
    assert "erase-running" in shown
    assert f">{row_of(session).number}</a>" in shown
    answer = sofia.post(page_of(world, "erase"), {"reason": ""}, follow=True)
    assert "isn’t over" in answer.content.decode()
    assert row_of(session).client.name == "Carla"


def test_a_reason_that_names_the_client_is_refused_beside_the_field(world: World, sofia: Browser) -> None:
    answer = sofia.post(page_of(world, "erase"), {"reason": "Carla wants it"})
    assert "without the client’s name" in answer.content.decode()
    assert Client.objects.get(pk=world.carla.pk).erased_at is None


@pytest.mark.parametrize("part", ["export", "erase"])
def test_without_the_right_there_is_no_button_and_no_way(world: World, part: str) -> None:
    world.closed()
    user = browser_of(supervisor("petra", right=None), "sessions_app.view_client")
    assert f"client-{part}" not in user.get(page_of(world)).content.decode()
    assert user.post(page_of(world, part)).status_code == 403
    assert Client.objects.get(pk=world.carla.pk).erased_at is None


@pytest.mark.parametrize("part", ["export", "erase"])
def test_a_client_of_another_group_is_not_there(world: World, part: str) -> None:
    world.closed()
    user = browser_of(supervisor("petra", world.other_group, right=None), *RIGHTS)
    assert user.post(page_of(world, part)).status_code == 404


def test_a_client_who_was_elsewhere_too_is_not_erased_by_one_group(world: World) -> None:
    world.closed()
    other = world.session(world.carla, state="closed", group=world.other_group)
    user = browser_of(supervisor("petra", world.other_group, right=None), *RIGHTS)
    answer = user.post(page_of(world, "erase"), {"reason": ""}, follow=True)
    assert "groups you don’t supervise" in answer.content.decode()
    assert row_of(other).erased_at is None


def test_a_session_shows_what_was_agreed_to(world: World, sofia: Browser) -> None:
    Widget.objects.update(consent_text="We keep this chat.")
    session = world.closed(consent=True)
    page = sofia.get(f"/admin/sessions_app/session/{row_of(session).pk}/change/").content.decode()
    assert Consent.objects.get().text.sha256[:8] in page
    assert "We keep this chat." in sofia.get("/admin/sessions_app/consenttext/").content.decode()


def test_terms_say_what_the_next_cleanup_deletes(world: World, sofia: Browser) -> None:
    assert "Nothing is due." in sofia.get("/admin/sessions_app/retention/").content.decode()
    Retention.objects.create(kind="messages", days=1)
    world.closed()
    Session.objects.update(closed_at="2020-01-01T00:00Z")
    assert "Transcripts: 1" in sofia.get("/admin/sessions_app/retention/").content.decode()
