"""Supervisors with one right each."""

from __future__ import annotations

from django.contrib.auth.models import Permission

from sessions_app.models import Group, User


def supervisor(name: str, *groups: Group, right: str | None = "supervision.view_board", superuser: bool = False) -> User:
    """Create a supervisor, bound to these groups if any are given; the password is the name."""
    user = User.objects.create_user(name, password=name, is_staff=True, is_superuser=superuser, all_groups=not groups)
    user.supervised_groups.set(groups)
    if right:
        app, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(codename=codename, content_type__app_label=app))
    return user
