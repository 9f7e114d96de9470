"""Numbers from outside that no column holds find nothing, in every kind of comparison."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.forms import ModelMultipleChoiceField, ValidationError

HUGE = 10**30


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"pk__in": [HUGE]}, {"pk__in": [-HUGE]}, {"pk": HUGE}, {"pk__in": {str(HUGE)}}])
def test_no_row_has_a_number_beyond_every_column(asked: dict[str, object]) -> None:
    Group.objects.create(name="Shop")
    assert not Group.objects.filter(**asked).exists()


@pytest.mark.django_db
def test_the_others_of_a_list_are_found() -> None:
    group = Group.objects.create(name="Shop")
    assert list(Group.objects.filter(pk__in=[HUGE, group.pk])) == [group]
    assert list(Group.objects.filter(pk__in=Group.objects.values("pk"))) == list(Group.objects.all())


@pytest.mark.django_db
def test_a_form_refuses_such_a_choice_in_words() -> None:
    with pytest.raises(ValidationError, match="Select a valid choice"):
        ModelMultipleChoiceField(Group.objects.all()).clean([str(HUGE)])
