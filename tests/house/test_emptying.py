"""What one test commits, the next doesn't see; what ``migrate`` makes, every test has."""

from __future__ import annotations

from django.contrib.auth.models import Group as Role
from django.test import TransactionTestCase

from contactcenter import supervisors
from sessions_app.models import Client, LogEntry
from tests import emptying
from tests.world import World


def empty() -> None:
    emptying.empty(TransactionTestCase("__init__"))


def test_only_what_migrate_makes_is_left(committed_world: World) -> None:
    empty()
    made = emptying._with_rows()
    world = World()
    world.closed(message="words")
    assert LogEntry.objects.exists()
    empty()
    assert emptying._with_rows() == made
    assert not Client.objects.exists()
    assert Role.objects.get(name=supervisors.NAME).permissions.exists()


def test_a_changed_role_is_made_again(committed_world: World) -> None:
    role = Role.objects.get(name=supervisors.NAME)
    granted = set(role.permissions.values_list("codename", flat=True))
    role.permissions.clear()
    empty()
    role = Role.objects.get(name=supervisors.NAME)
    assert set(role.permissions.values_list("codename", flat=True)) == granted
