"""Supervisors signed in to the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group as Role
from django.test import Client as Browser

from contactcenter.supervisors import NAME
from sessions_app.models import Group, User

SignIn = Callable[..., Browser]


@pytest.fixture
def signed_in(db: None) -> SignIn:
    """Return what signs a supervisor in: ``signed_in("sofia")``; bound to ``groups`` if there are any."""

    def sign_in(name: str, *groups: Group, **columns: Any) -> Browser:
        user = User.objects.create_user(name, is_staff=True, all_groups=not groups, **columns)
        user.groups.add(Role.objects.get(name=NAME))
        user.supervised_groups.set(groups)
        browser = Browser()
        browser.force_login(user)
        return browser

    return sign_in


@pytest.fixture
def led(signed_in: SignIn) -> Browser:
    """Sofia's browser: staff, in the role *Supervisors*, no superuser."""
    return signed_in("sofia")
