"""Groups a supervisor is bound to (A9)."""

import pytest

from sessions_app.models import User
from sessions_app.selectors import supervised
from tests.world import row_of


@pytest.fixture
def bound(world):
    """A supervisor of the shop's group only, beside Oskar's group with a session of its own."""
    user = User.objects.create_user("sofia", is_staff=True, all_groups=False)
    user.supervised_groups.add(world.group)
    return user


def elsewhere(world):
    return row_of(world.session(world.david, group=world.other_group))


def test_a_supervisor_of_all_groups_sees_everything(world):
    sofia = User.objects.create_user("sofia", is_staff=True)
    assert elsewhere(world) in supervised.sessions_for(sofia)
    assert world.other_group in supervised.groups_for(sofia)
    assert supervised.operators_for(sofia).count() == 3


def test_a_bound_supervisor_sees_the_sessions_operators_and_clients_of_these_groups_only(world, bound):
    own, foreign = row_of(world.session(world.carla)), elsewhere(world)
    assert list(supervised.groups_for(bound)) == [world.group]
    assert list(supervised.sessions_for(bound)) == [own]
    assert [operator.name for operator in supervised.operators_for(bound)] == ["Anna", "Boris"]
    assert [client.name for client in supervised.clients_for(bound)] == ["Carla"]
    assert foreign.widget in supervised.widgets_for(bound)


def test_an_operator_of_two_groups_is_there_once(world, bound):
    bound.supervised_groups.add(world.other_group)
    supervised.operators_for(bound).get(name="Anna").groups.add(world.other_group)
    assert supervised.operators_for(bound).count() == 3


def test_whoever_is_bound_to_no_group_sees_nothing(world):
    nobody = User.objects.create_user("nina", is_staff=True, all_groups=False)
    world.session(world.carla)
    assert not supervised.sessions_for(nobody).exists()
    assert not supervised.operators_for(nobody).exists()
    assert not supervised.widgets_for(nobody).exists()


def test_a_deleted_group_widens_no_rights(world, bound):
    bound.supervised_groups.clear()
    assert not supervised.groups_for(bound).exists()


def test_a_superuser_is_never_bound(world):
    root = User.objects.create_superuser("root", all_groups=False)
    assert supervised.groups_for(root).count() == 2
