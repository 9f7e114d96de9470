"""Signing in to the console and out of it."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from sessions_app.models import Group, Operator, User

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"


@pytest.fixture
def anna() -> Operator:
    user = User.objects.create_user("anna", password=PASSWORD)
    operator = Operator.objects.create(user=user, name="Anna Keller")
    operator.groups.add(Group.objects.create(name="Service desk"))
    return operator


def sign_in(client: Client, name: str = "anna", password: str = PASSWORD, **more: str):
    return client.post("/console/login/", {"username": name, "password": password, **more})


def test_a_stranger_is_sent_to_the_login_page_and_back(client: Client, anna: Operator) -> None:
    assert client.get("/console/").headers["Location"] == "/console/login/?next=/console/"
    assert sign_in(client, next="/console/").headers["Location"] == "/console/"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_next_url_on_another_site_is_not_followed(client: Client, anna: Operator, address: str) -> None:
    assert sign_in(client, next=address).headers["Location"] == "/console/"


def test_the_page_starts_with_the_groups_name_and_without_inline_script(client: Client, anna: Operator) -> None:
    sign_in(client)
    page = client.get("/console/")
    data = json.loads(page.content.decode().split('id="console-data" type="application/json">')[1].split("</script>")[0])
    assert data["group"] == "Service desk"
    assert data["csrf"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_a_user_without_an_operator_is_told_so(client: Client) -> None:
    User.objects.create_user("sofia", password=PASSWORD, is_staff=True)
    page = sign_in(client, "sofia").content.decode()
    assert "not set up as an operator" in page
    assert 'href="/admin/"' in page
    assert client.get("/console/").status_code == 302


def test_a_supervisor_without_an_operator_gets_a_link_to_the_admin(client: Client) -> None:
    client.force_login(User.objects.create_user("sofia", is_staff=True))
    page = client.get("/console/", follow=True).content.decode()
    assert "not set up as an operator" in page
    assert 'href="/admin/"' in page


@pytest.mark.parametrize("name", ["emil", "anna", "nobody"])
def test_nobody_else_gets_the_link_to_the_admin(client: Client, anna: Operator, name: str) -> None:
    User.objects.create_user("emil", password=PASSWORD)
    assert "/admin/" not in sign_in(client, name, password="wrong").content.decode()
    assert "/admin/" not in sign_in(client, "emil").content.decode()
    assert "/admin/" not in client.get("/console/login/").content.decode()


@pytest.mark.parametrize("staff", [True, False])
def test_supervisors_find_the_admin_on_the_console(client: Client, anna: Operator, staff: bool) -> None:
    User.objects.update(is_staff=staff)
    sign_in(client)
    assert ('"admin": "/admin/"' in client.get("/console/").content.decode()) is staff


def test_signing_out_needs_a_post_and_ends_the_lease(client: Client, anna: Operator) -> None:
    sign_in(client)
    Operator.objects.update(lease_until=timezone.now() + timezone.timedelta(minutes=1))
    assert client.get("/console/logout/").status_code == 405
    assert client.post("/console/logout/").headers["Location"] == "/console/login/"
    anna.refresh_from_db()
    assert anna.lease_until is None
    assert client.get("/console/").status_code == 302
