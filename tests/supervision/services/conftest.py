"""Sofia, a supervisor with every right to act, and ways to take some of them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from sessions_app.actor import Actor, supervisor
from sessions_app.models import User
from tests.world import World

RIGHTS = ("steer_session", "steer_operator", "view_board")


def make_supervisor(name: str, *rights: str) -> Actor:
    user = User.objects.create_user(name.lower(), first_name=name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return supervisor(user)


def bind(actor: Actor, *groups: object) -> None:
    """Let this supervisor see these groups and no others."""
    User.objects.filter(pk=actor.pk).update(all_groups=False)
    User.objects.get(pk=actor.pk).supervised_groups.set(groups)


@pytest.fixture
def sofia(world: World) -> Actor:
    return make_supervisor("Sofia", *RIGHTS)


@pytest.fixture
def petr(world: World) -> Actor:
    return make_supervisor("Petr", *RIGHTS)


@pytest.fixture
def looker(world: World) -> Actor:
    """A supervisor who may see the board and nothing else."""
    return make_supervisor("Lara", "view_board")
