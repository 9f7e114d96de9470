"""Tokens in the admin: made, seen once, revoked; and never with more rights than the supervisor who makes them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group as Role
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session as HttpSession
from django.test import Client as Browser

from api.models import ApiToken
from contactcenter.supervisors import NAME
from sessions_app.models import User
from supervision.models import AuditEntry
from tests.api.program import Program, program, refusal
from tests.world import World

ADD, LIST = "/admin/api/apitoken/add/", "/admin/api/apitoken/"


def supervisor(*, groups: list[Any] | None = None) -> Browser:
    """Sign Sofia in; ``groups``: those she's bound to."""
    sofia = User.objects.create_user(username="sofia", is_staff=True, all_groups=groups is None)
    sofia.groups.add(Role.objects.get(name=NAME))
    sofia.supervised_groups.set(groups or [])
    browser = Browser()
    browser.force_login(sofia)
    return browser


def make(browser: Browser, **fields: Any) -> Any:
    data = {"name": "CRM", "scopes": ["sessions.read", "reports"], "reach": "all", "term": "30"} | fields
    return browser.post(ADD, data)


def secret_in(answer: Any) -> str:
    found = re.search(r"cc_[\w-]{43}", answer.content.decode())
    assert found
    return found[0]


def test_a_token_is_shown_once_and_works(world: World) -> None:
    browser = supervisor()
    answer = make(browser)
    secret, row = secret_in(answer), ApiToken.objects.get()
    assert "no-store" in answer.headers["Cache-Control"]
    assert (row.scopes, row.all_groups) == (["sessions.read", "reports"], True)
    assert row.expires_at is not None
    assert Program(secret, row).get("/board").status_code == 200
    pages = [browser.get(path).content.decode() for path in (LIST, f"{LIST}{row.pk}/change/", "/admin/audit/")]
    stored = " ".join(each.session_data for each in HttpSession.objects.all())
    assert not [page for page in [*pages, stored] if secret[7:] in page]
    lines = AuditEntry.objects.filter(verb="add", kind="apitoken")
    assert [(line.user_name, line.target_name) for line in lines] == [("sofia", "CRM")]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "required"),
        ({"scopes": []}, "required"),
        ({"scopes": ["everything"]}, "not one of the available choices"),
        ({"reach": "some"}, "at least one group"),
    ],
)
def test_an_incomplete_form_is_refused_in_words(world: World, fields: dict[str, Any], words: str) -> None:
    answer = make(supervisor(), **fields)
    assert words in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_name_is_free_again_when_its_token_is_revoked(world: World) -> None:
    browser = supervisor()
    make(browser)
    assert "Revoke it first" in make(browser).content.decode()
    browser.post(LIST, {"action": "revoke", "_selected_action": [ApiToken.objects.get().pk]})
    assert secret_in(make(browser))


def test_a_bound_supervisor_makes_and_sees_tokens_of_their_groups_only(world: World) -> None:
    theirs, mixed = program("theirs", groups=[world.other_group]), program("mixed", groups=[world.group, world.other_group])
    everywhere = program("everywhere")
    browser = supervisor(groups=[world.group])
    assert "available choices" in make(browser, reach="all").content.decode()
    assert "available choices" in make(browser, reach="some", groups=[world.other_group.pk]).content.decode()
    assert secret_in(make(browser, reach="some", groups=[world.group.pk]))
    listed = re.findall(r'field-name"><a[^>]*>([^<]+)', browser.get(LIST).content.decode())
    assert listed == ["CRM"]
    for each in (theirs, mixed, everywhere):
        assert browser.get(f"{LIST}{each.token.pk}/revoke/").status_code == 404
        assert browser.post(f"{LIST}{each.token.pk}/revoke/").status_code == 404
        assert each.get("/groups").status_code == 200


def test_nobody_gives_a_token_rights_they_have_not_got(world: World) -> None:
    browser = supervisor()
    Role.objects.get(name=NAME).permissions.remove(Permission.objects.get(codename="erase_client"))
    assert 'value="clients"' not in browser.get(ADD).content.decode()
    assert "available choices" in make(browser, scopes=["clients"]).content.decode()
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_on_its_page(world: World) -> None:
    found, browser = program(), supervisor()
    page = f"{LIST}{found.token.pk}/revoke/"
    assert f'href="{page}"' in browser.get(f"{LIST}{found.token.pk}/change/").content.decode()
    assert found.get("/groups").status_code == 200
    assert browser.get(page).status_code == 200
    assert browser.post(page).status_code == 302
    assert refusal(found.get("/groups")) == (401, "token.revoked")
    assert f'href="{page}"' not in browser.get(f"{LIST}{found.token.pk}/change/").content.decode()
    assert AuditEntry.objects.get(verb="revoke").user_name == "sofia"


def test_operators_and_staff_without_the_right_get_nothing(world: World) -> None:
    found = program()
    staff = Browser()
    staff.force_login(User.objects.create_user(username="staff", is_staff=True))
    operator = Browser()
    operator.force_login(User.objects.get(username="anna"))
    for browser in (staff, operator):
        for path in (LIST, ADD, f"{LIST}{found.token.pk}/revoke/"):
            assert browser.get(path).status_code in (302, 403)
            assert browser.post(path, {"name": "x"}).status_code in (302, 403)
    assert found.get("/groups").status_code == 200


def test_nobody_deletes_a_token(world: World, admin_client: Browser) -> None:
    found = program()
    assert admin_client.post(f"{LIST}{found.token.pk}/delete/", {"post": "yes"}).status_code == 403
    assert ApiToken.objects.count() == 1
