"""The role *Supervisors*: all rights of the product, none over accounts, and what was taken away stays away."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group as Role
from django.contrib.auth.models import Permission
from django.utils import translation

from contactcenter.supervisors import NAME, grant


@pytest.fixture
def role(db: None) -> Role:
    return Role.objects.get(name=NAME)


def names(role: Role) -> set[str]:
    return {f"{right.content_type.app_label}.{right.codename}" for right in role.permissions.select_related("content_type")}


def test_migrate_makes_it_with_the_products_rights(role: Role) -> None:
    assert {"sessions_app.add_widget", "sessions_app.steer_operator", "sessions_app.export_session", "videocall.view_call",
        "supervision.view_board", "supervision.view_report"} <= names(role)  # fmt: skip


def test_it_has_no_rights_over_accounts_roles_and_raw_entries(role: Role) -> None:
    assert not [name for name in names(role) if name.endswith(("_user", "_logentry")) or name.startswith(("auth.", "admin."))]


def test_a_right_that_was_taken_away_stays_away_and_a_new_one_is_given(role: Role) -> None:
    away = Permission.objects.get(codename="export_session")
    role.permissions.remove(away)
    new = Permission.objects.get(codename="view_board", content_type__app_label="supervision")
    new.delete()  # as before the version that brings it
    grant(apps.get_app_config("sessions_app"), "default")
    grant(apps.get_app_config("supervision"), "default")
    assert "sessions_app.export_session" not in names(role)
    assert "supervision.view_board" in names(role)


def test_a_deleted_role_comes_back_whole(role: Role) -> None:
    before = names(role)
    role.delete()
    grant(apps.get_app_config("videocall"), "default")
    assert names(Role.objects.get(name=NAME)) == before


def test_it_is_called_so_in_the_readers_language_and_others_as_they_were_named(role: Role) -> None:
    other = Role(name="Night shift")
    for language, name in (("en", "Supervisors"), ("cs", "Vedoucí"), ("de", "Teamleitung")):
        with translation.override(language):
            assert (str(role), str(other)) == (name, "Night shift")
    assert role.name == NAME
