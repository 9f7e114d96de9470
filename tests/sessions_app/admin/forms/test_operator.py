"""An operator and the account in one form, and what nobody gets by it: a right, a staff account, somebody else's password."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client as Browser

from sessions_app.models import Group, Operator, User
from tests.sessions_app.admin import form_data
from tests.sessions_app.admin.conftest import SignIn
from tests.world import World

ADD = "/admin/sessions_app/operator/add/"


def change(operator: Any) -> str:
    return f"/admin/sessions_app/operator/{operator.pk}/change/"


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.fixture
def root(db: None) -> Browser:
    browser = Browser()
    browser.force_login(User.objects.create_superuser("root"))
    return browser


def test_a_supervisor_makes_an_operator_with_an_account(led: Browser, world: World) -> None:
    page = led.post(ADD, form_data.operator(world.group.pk, email="eva@example.com"))
    operator = Operator.objects.get(name="Eva")
    assert (operator.user.username, operator.user.email) == ("eva", "eva@example.com")
    assert list(operator.groups.all()) == [world.group]
    password = re.search(r'data-test="new-password">([a-z2-9-]+)<', text(page))
    assert password
    assert operator.user.check_password(password[1])


def test_the_generated_password_is_shown_once_and_kept_nowhere(led: Browser, world: World) -> None:
    page = led.post(ADD, form_data.operator(world.group.pk))
    password = re.search(r'data-test="new-password">([a-z2-9-]+)<', text(page))
    assert password
    assert "no-store" in page["Cache-Control"]
    assert password[1] not in str(led.cookies) + str(dict(led.session))
    for address in (ADD, change(Operator.objects.get(name="Eva")), "/admin/sessions_app/operator/"):
        assert password[1] not in text(led.get(address))


def test_a_password_can_be_written(led: Browser, world: World) -> None:
    form = form_data.operator(world.group.pk, password_choice="set", password="correct horse battery")
    assert led.post(ADD, form).status_code == 302
    assert User.objects.get(username="eva").check_password("correct horse battery")


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Write a password, or let one be generated."),
        ("k7#", "too short"),
        ("12345678901", "too common"),
        ("evaevaeva1", "similar"),
    ],
)
def test_a_weak_password_is_refused_beside_its_field(led: Browser, world: World, password: str, words: str) -> None:
    username = "evaevaeva" if words == "similar" else "eva"
    page = text(led.post(ADD, form_data.operator(world.group.pk, username=username, password_choice="set", password=password)))
    assert words in page
    assert password == "" or password not in page
    assert not User.objects.filter(username=username).exists()


@pytest.mark.parametrize("name", ["anna", "ANNA", "root2", "sofia", "", "two words", "a" * 151])
def test_a_user_name_that_is_taken_or_none_is_refused(led: Browser, world: World, name: str) -> None:
    User.objects.create_superuser("root2")
    before = User.objects.count()
    assert led.post(ADD, form_data.operator(world.group.pk, username=name)).status_code == 200
    assert (User.objects.count(), Operator.objects.filter(name="Eva").count()) == (before, 0)


def test_posting_rights_gives_none(led: Browser, world: World) -> None:
    """A supervisor makes operators, never staff: neither on adding nor on changing."""
    rights = {"is_staff": "on", "is_superuser": "on", "user_permissions": [Permission.objects.all()[0].pk], "all_groups": "on",
        "user-is_staff": "on"}  # fmt: skip
    led.post(ADD, form_data.operator(world.group.pk) | rights)
    eva = Operator.objects.get(name="Eva")
    led.post(change(eva), form_data.operator(world.group.pk, password_choice="keep") | rights)
    eva.user.refresh_from_db()
    assert (eva.user.is_staff, eva.user.is_superuser) == (False, False)
    assert (eva.user.user_permissions.count(), eva.user.groups.count()) == (0, 0)


@pytest.mark.parametrize("rank", ["is_staff", "is_superuser"])
def test_a_supervisor_takes_over_no_account_of_the_administration(led: Browser, world: World, rank: str) -> None:
    """Its operator can be changed, its user name, e-mail and password can't, whatever is posted."""
    anna = Operator.objects.get(pk=world.anna.pk)
    User.objects.filter(pk=anna.user_id).update(**{rank: True})
    before = User.objects.get(pk=anna.user_id)
    page = text(led.get(change(anna)))
    assert "anna belongs to the administration" in page
    assert 'name="username"' not in page
    attack = form_data.operator(world.group.pk, name="Anna B.", username="mine", email="me@example.com",
        password_choice="set", password="correct horse battery")  # fmt: skip
    assert led.post(change(anna), attack).status_code == 302
    after = User.objects.get(pk=anna.user_id)
    assert (after.username, after.email, after.password) == (before.username, before.email, before.password)
    assert Operator.objects.get(pk=anna.pk).name == "Anna B."


def test_a_supervisor_turns_no_existing_account_into_an_operator(led: Browser, world: World) -> None:
    other = User.objects.create_user("other", is_staff=True)
    assert "Instead of a new one" not in text(led.get(ADD))
    led.post(ADD, form_data.operator(world.group.pk, user=other.pk))
    assert not Operator.objects.filter(user=other).exists()
    assert led.post(ADD, form_data.operator(world.group.pk, user=other.pk, username="")).status_code == 200


def test_an_operators_account_cannot_be_replaced(led: Browser, root: Browser, world: World) -> None:
    other = User.objects.create_user("other")
    for browser in (led, root):
        form = form_data.operator(world.group.pk, name="Anna", username="anna", password_choice="keep", user=other.pk)
        assert browser.post(change(world.anna), form).status_code == 302
        assert Operator.objects.get(pk=world.anna.pk).user.username == "anna"


def test_a_superuser_may_choose_an_existing_account(root: Browser, world: World) -> None:
    other = User.objects.create_user("other", password="kept")  # whatever the choice of a password says
    assert root.post(ADD, form_data.operator(world.group.pk, user=other.pk, username="")).status_code == 302
    assert Operator.objects.get(name="Eva").user.check_password("kept")
    assert "Write a user name for a new account" in text(root.post(ADD, form_data.operator(world.group.pk, username="")))


def test_a_new_password_signs_the_operator_out(led: Browser, world: World, django_capture_on_commit_callbacks: Any) -> None:
    anna = Operator.objects.get(pk=world.anna.pk)
    browser = Browser()
    browser.force_login(anna.user)
    form = form_data.operator(world.group.pk, name="Anna", username="anna", password_choice="keep")
    with django_capture_on_commit_callbacks(execute=True):
        led.post(change(anna), form)
    assert browser.get("/console/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        led.post(change(anna), form | {"password_choice": "generate"})
    assert browser.get("/console/").status_code == 302
    assert led.get("/admin/sessions_app/operator/").status_code == 200


def test_a_superuser_who_changes_their_own_password_stays_signed_in(
    root: Browser, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    operator = Operator.objects.create(user=User.objects.get(username="root"), name="Root")
    operator.groups.add(world.group)
    with django_capture_on_commit_callbacks(execute=True):
        root.post(change(operator), form_data.operator(world.group.pk, name="Root", username="root"))
    assert root.get("/admin/sessions_app/operator/").status_code == 200


def test_a_bound_supervisor_chooses_own_groups_only(signed_in: SignIn, world: World) -> None:
    bound = signed_in("olga", world.other_group)
    page = text(bound.get(ADD))
    assert f'value="{world.other_group.pk}"' in page
    assert f'name="groups" value="{world.group.pk}"' not in page
    assert bound.post(ADD, form_data.operator(world.group.pk)).status_code == 200
    assert not Operator.objects.filter(name="Eva").exists()
    assert bound.post(ADD, form_data.operator(world.other_group.pk)).status_code == 200
    assert list(Operator.objects.get(name="Eva").groups.all()) == [world.other_group]


def test_a_bound_supervisor_takes_nobody_out_of_a_foreign_group(signed_in: SignIn, world: World) -> None:
    oskar = Operator.objects.get(pk=world.oskar.pk)
    oskar.groups.add(world.group)
    third = Group.objects.create(name="Third")
    bound = signed_in("olga", world.other_group, third)
    form = form_data.operator(third.pk, name="Oskar", username="oskar", password_choice="keep")
    assert bound.post(change(oskar), form).status_code == 302
    assert set(oskar.groups.all()) == {world.group, third}


def test_a_bound_supervisor_gives_no_widget_to_a_foreign_group(signed_in: SignIn, world: World) -> None:
    bound = signed_in("olga", world.other_group)
    add = "/admin/sessions_app/widget/add/"
    assert "Select a valid choice" in text(bound.post(add, form_data.widget(world.group.pk)))
    assert bound.post(add, form_data.widget(world.other_group.pk)).status_code == 302
    assert bound.get("/admin/sessions_app/group/add/").status_code == 403


def test_an_operator_makes_nobody(world: World) -> None:
    browser = Browser()
    browser.force_login(User.objects.get(username="anna"))
    assert browser.post(ADD, form_data.operator(world.group.pk)).status_code == 302
    assert not User.objects.filter(username="eva").exists()
