"""Changes to an account close its consoles and HTTP sessions at once, without a traceback."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session as HttpSession
from django.test import Client as Browser
from django.utils import timezone

from contactcenter.realtime.db_reads import read
from sessions_app.models import Operator, User
from sessions_app.services import presence
from sessions_app.services.accounts import http_sessions_clear
from tests.sessions_app.admin import form_data
from tests.world import World, run
from tests.world.tabs import SECONDS, Tab, Tabs

NEW = "an entirely new password"


@pytest.fixture
def root(committed_world: World) -> Browser:
    """A superuser's browser."""
    browser = Browser()
    browser.force_login(User.objects.create_superuser("root", password="Root"))
    return browser


def operator_form(user: User, **fields: Any) -> dict[str, Any]:
    group = user.operator.groups.get().pk
    return form_data.operator(group, name="Anna", username="anna", password_choice="keep") | fields


def account_form(**fields: Any) -> dict[str, Any]:
    return {"username": "anna", "date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"} | fields


CLOSED_BY = {
    "operator signed out": lambda root, user: root.post(
        "/admin/sessions_app/operator/",
        {
            "action": "sign_operators_out",
            "_selected_action": [user.operator.pk],
            "confirmed": "yes",
            "reason": "Laptop left open",
        },
    ),
    "operator deactivated": lambda root, user: root.post(
        f"/admin/sessions_app/operator/{user.operator.pk}/change/", operator_form(user, active="")
    ),
    "operator deleted": lambda root, user: root.post(f"/admin/sessions_app/operator/{user.operator.pk}/delete/", {"post": "yes"}),
    "operators deleted": lambda root, user: root.post(
        "/admin/sessions_app/operator/", {"action": "delete_selected", "_selected_action": [user.operator.pk], "post": "yes"}
    ),
    "account deactivated": lambda root, user: root.post(f"/admin/sessions_app/user/{user.pk}/change/", account_form()),
    "account deleted": lambda root, user: root.post(f"/admin/sessions_app/user/{user.pk}/delete/", {"post": "yes"}),
    "accounts deleted": lambda root, user: root.post(
        "/admin/sessions_app/user/", {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
    ),
    "password changed": lambda root, user: root.post(
        f"/admin/sessions_app/user/{user.pk}/password/", {"password1": NEW, "password2": NEW, "usable_password": "true"}
    ),
}


def signed_in(name: str) -> Browser:
    browser = Browser()
    browser.force_login(User.objects.get(username=name))
    return browser


async def close_code(tab: Tab) -> int:
    """Return the code with which the server closes this tab; skip what it sends before."""
    async with asyncio.timeout(SECONDS):
        while (said := await tab.communicator.receive_output(SECONDS))["type"] != "websocket.close":
            assert json.loads(said["text"])["type"] != "fault"
    return int(said["code"])


@pytest.mark.parametrize("what", CLOSED_BY)
async def test_administrative_changes_close_consoles_and_http_sessions_at_once(
    committed_world: World, root: Browser, tabs: Tabs, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    anna, boris = await tabs.operator(committed_world.anna), await tabs.operator(committed_world.boris)
    browser, other = await read(signed_in, "anna"), await read(signed_in, "boris")
    user = await read(User.objects.select_related("operator").get, username="anna")
    done = await read(CLOSED_BY[what], root, user)
    assert done.status_code == 302, done.content.decode()
    assert await close_code(anna) == 4401
    assert (await read(browser.get, "/console/")).status_code == 302
    assert (await read(other.get, "/console/")).status_code == 200
    assert (await boris.do("presence.set", state="away"))["type"] == "ack"
    assert (await read(root.get, "/admin/")).status_code == 200
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_changed_operator_who_stays_active_is_not_signed_out(committed_world: World, root: Browser, tabs: Tabs) -> None:
    anna = await tabs.operator(committed_world.anna)
    user = await read(User.objects.select_related("operator").get, username="anna")
    form = await read(operator_form, user, chat_limit=4)
    assert (await read(root.post, f"/admin/sessions_app/operator/{user.operator.pk}/change/", form)).status_code == 302
    assert (await anna.do("presence.set", state="away"))["type"] == "ack"


async def test_a_deleted_operator_with_an_open_console_is_refused_in_words(
    committed_world: World, tabs: Tabs, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await tabs.operator(committed_world.anna)
    await read(Operator.objects.filter(pk=committed_world.anna.pk).delete)
    assert (await anna.do("presence.set", state="away"))["code"] == "operator.unknown"
    await read(run, presence.presence_set, committed_world.boris, state="away")
    assert await close_code(anna) == 4401
    assert not [record for record in caplog.records if record.exc_info]


def test_changing_the_own_password_signs_out_every_other_browser(committed_world: World) -> None:
    user = User.objects.create_user("sofia", password="an old password", is_staff=True)
    mine, theirs = signed_in("sofia"), signed_in("sofia")
    form = {"old_password": "an old password", "new_password1": NEW, "new_password2": NEW}
    assert mine.post("/admin/password_change/", form | {"old_password": "wrong"}).status_code == 200
    assert theirs.get("/admin/").status_code == 200
    assert mine.post("/admin/password_change/", form).status_code == 302
    assert mine.get("/admin/").status_code == 200
    assert theirs.get("/admin/").status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert HttpSession.objects.count() == 1


def test_the_password_page_needs_a_signed_in_user(committed_world: World) -> None:
    assert Browser().get("/admin/password_change/").headers["Location"].startswith("/admin/login/")


def test_changing_the_own_password_in_the_account_list_keeps_the_session(root: Browser) -> None:
    user = User.objects.get(username="root")
    form = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert root.post(f"/admin/sessions_app/user/{user.pk}/password/", form).status_code == 302
    assert root.get("/admin/").status_code == 200


def test_only_expired_http_sessions_are_cleared(committed_world: World) -> None:
    anna = signed_in("anna")
    signed_in("boris")
    HttpSession.objects.exclude(session_key=anna.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    assert http_sessions_clear(now=timezone.now()) == 1
    assert anna.get("/console/").status_code == 200
