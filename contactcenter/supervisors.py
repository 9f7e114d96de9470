"""The ready group of rights *Supervisors*: whoever is staff and in it runs the contact centre, but changes no accounts (A9).

Made by ``migrate``. Later runs add the rights of new models only, so that a right somebody took away stays away.
"""

from __future__ import annotations

from typing import Final

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.utils.translation import pgettext

NAME: Final = "Supervisors"
APPS: Final = ("sessions_app", "videocall", "supervision", "api", "webhooks")
NOT_THEIRS: Final = ("user", "logentry")
"""Accounts are superusers' alone; raw entries of the log are for nobody."""


def shown(role: Group) -> str:
    """Return a role's name for people: that of ours in their language, others as they were called. Rows keep the English one."""
    return pgettext("role", "Supervisors") if role.name == NAME else role.name


def rights(label: str, using: str = "default") -> QuerySet[Permission]:
    """Return the rights that supervisors have in an app."""
    found = Permission.objects.using(using).filter(content_type__app_label=label)
    return found.exclude(content_type__model__in=NOT_THEIRS)


def grant(app: AppConfig, using: str) -> None:
    """Give the group the rights of an app that didn't exist before."""
    if app.label not in APPS:
        return
    known = list(rights(app.label, using).values_list("pk", flat=True))
    create_permissions(app, verbosity=0, using=using)
    group, new = Group.objects.using(using).get_or_create(name=NAME)
    if new:
        known = []
        for label in APPS:
            group.permissions.add(*rights(label, using))
    group.permissions.add(*rights(app.label, using).exclude(pk__in=known))
