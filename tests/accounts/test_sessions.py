"""Where one is signed in: the list, and signing other browsers out. And who resets whose lost second factor."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group as Role
from django.test import Client as Browser
from django.urls import reverse

from sessions_app.models import Operator, User
from supervision.models import AuditEntry
from tests.world import World

LIST = "/account/security/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(name: str = "anna", agent: str = FIREFOX) -> Browser:
    browser = Browser(headers={"user-agent": agent})
    browser.post("/console/login/", {"username": name, "password": name.title()}, REMOTE_ADDR="192.0.2.7")
    return browser


def rows(browser: Browser) -> list[tuple[str, str]]:
    page = browser.get(LIST).content.decode()
    return re.findall(r'data-test="session" data-state="(\w+)"><div><b>([^<]+)</b>', page)


def test_the_page_lists_where_one_is_signed_in(world: World) -> None:
    mine = sign_in()
    sign_in(agent="")
    sign_in("boris")
    assert rows(mine) == [("current", "Firefox 140 · Linux"), ("other", "Unknown browser")]
    page = mine.get(LIST).content.decode()
    assert "192.0.2.7" in page
    assert mine.session.session_key not in page


@pytest.mark.parametrize(("language", "line"), [("en", "other browsers: 1"), ("cs", "ostatní prohlížeče: 1")])
def test_all_others_are_signed_out_and_this_one_stays(world: World, settings: Any, language: str, line: str) -> None:
    settings.HOUSE_LANGUAGE = language
    mine, other, boris = sign_in(), sign_in(), sign_in("boris")
    mine.post("/account/sessions/end/", {"session": "others"})
    assert [browser.get("/console/").status_code for browser in (mine, other, boris)] == [200, 302, 200]
    assert AuditEntry.objects.filter(verb="sign_out", detail=line).count() == 1


def test_one_of_them_is_signed_out(world: World) -> None:
    mine, second, third = sign_in(), sign_in(), sign_in()
    ids = re.findall(r'name="session" value="(\w{32})"', mine.get(LIST).content.decode())
    mine.post("/account/sessions/end/", {"session": ids[0]})
    assert sorted(browser.get("/console/").status_code for browser in (second, third)) == [200, 302]


def test_nobody_signs_out_the_browser_of_another(world: World) -> None:
    anna, boris, _second = sign_in(), sign_in("boris"), sign_in("boris")
    ids = re.findall(r'name="session" value="(\w{32})"', boris.get(LIST).content.decode())
    anna.post("/account/sessions/end/", {"session": ids[0]})
    assert len(rows(boris)) == 2


@pytest.mark.parametrize("address", [LIST, "/account/password/", "/account/app/", "/account/passkeys/add/"])
def test_the_pages_are_for_people_who_are_signed_in(db: None, address: str) -> None:
    assert Browser().get(address).status_code == 302


def test_a_password_changed_there_signs_out_all_other_browsers(world: World, django_capture_on_commit_callbacks: Any) -> None:
    mine, other = sign_in(), sign_in()
    new = {"old_password": "Anna", "new_password1": "correct horse battery", "new_password2": "correct horse battery"}
    with django_capture_on_commit_callbacks(execute=True):
        assert mine.post("/account/password/", new)["Location"] == LIST
    assert [browser.get("/console/").status_code for browser in (mine, other)] == [200, 302]


# A lost second factor


@pytest.fixture
def anna_with_app(world: World) -> User:
    anna = User.objects.get(username="anna")
    Authenticator.objects.create(user=anna, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return anna


def reset(browser: Browser, rows: list[int], kind: str = "operator") -> None:
    form = {"action": "reset_second_factors", "_selected_action": rows, "confirmed": "yes", "reason": "She called me"}
    browser.post(reverse(f"admin:sessions_app_{kind}_changelist"), form)


def supervisor(name: str = "sofia") -> Browser:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Role.objects.get(name="Supervisors"))
    browser = Browser()
    browser.force_login(user)
    return browser


def test_a_supervisor_resets_a_lost_factor(world: World, anna_with_app: User) -> None:
    reset(supervisor(), [anna_with_app.operator.pk])
    assert not Authenticator.objects.exists()
    line = AuditEntry.objects.get(verb="factor_reset")
    assert (line.user_name, line.target_id, line.detail) == ("sofia", anna_with_app.pk, "She called me")


def test_but_not_one_of_staff_nor_their_own(world: World, anna_with_app: User) -> None:
    browser = supervisor()
    User.objects.filter(pk=anna_with_app.pk).update(is_staff=True)
    reset(browser, [anna_with_app.operator.pk])
    sofia = User.objects.get(username="sofia")
    own = Operator.objects.create(user=sofia, name="Sofia")
    Authenticator.objects.create(user=sofia, type=Authenticator.Type.TOTP, data={"secret": "x"})
    reset(browser, [own.pk])
    assert Authenticator.objects.count() == 2


def test_a_superuser_resets_any_but_their_own(world: World, anna_with_app: User) -> None:
    root = User.objects.create_superuser("root")
    Authenticator.objects.create(user=root, type=Authenticator.Type.TOTP, data={"secret": "x"})
    browser = Browser()
    browser.force_login(root)
    reset(browser, [root.pk], "user")
    reset(browser, [anna_with_app.pk], "user")
    assert list(Authenticator.objects.values_list("user", flat=True)) == [root.pk]


def test_who_may_not_change_operators_resets_nothing(world: World, anna_with_app: User) -> None:
    User.objects.create_user("looker", is_staff=True)
    browser = Browser()
    browser.force_login(User.objects.get(username="looker"))
    reset(browser, [anna_with_app.operator.pk])
    assert Authenticator.objects.exists()


# Rights taken away


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lost", ["is_staff", "role"])
def test_a_lost_role_ends_the_accounts_sessions(lost: str) -> None:
    browser = supervisor()
    sofia = User.objects.get(username="sofia")
    root = Browser()
    root.force_login(User.objects.create_superuser("root"))
    form = {"username": "sofia", "is_active": "on", "is_staff": "on", "groups": [sofia.groups.get().pk], "all_groups": "on",
            "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}  # fmt: skip
    address = reverse("admin:sessions_app_user_change", args=[sofia.pk])
    assert root.post(address, form).status_code == 302
    assert browser.get("/account/security/").status_code == 200
    form.pop("is_staff" if lost == "is_staff" else "groups")
    root.post(address, form)
    assert browser.get("/account/security/").status_code == 302
