"""Accounts in the admin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test import Client as Browser

from sessions_app.admin import accounts
from sessions_app.models import User


@pytest.mark.django_db(transaction=True)
def test_an_account_is_added_without_waiting_for_its_password_inside_the_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    @contextmanager
    def permit() -> Iterator[None]:
        asked.append(connection.in_atomic_block)
        yield

    monkeypatch.setattr(accounts, "permit", permit)
    browser = Browser()
    browser.force_login(User.objects.create_superuser("root", password="x"))
    page = "/admin/sessions_app/user/add/"
    assert browser.get(page).status_code == 200
    assert asked == []
    form: dict[str, Any] = {"username": "petra", "usable_password": "true", "password1": "Nettle-and-9-owls", "all_groups": "on"}
    answer = browser.post(page, form | {"password2": "Nettle-and-9-owls"})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert asked == [False]
    browser.force_login(User.objects.create_user("sofia", is_staff=True))
    assert browser.post(page, form).status_code == 403
    assert asked == [False], "whoever may add nobody doesn't wait"
    assert check_password("Nettle-and-9-owls", User.objects.get(username="petra").password)
