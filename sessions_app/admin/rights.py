"""Django's sets of permissions, with their changes in the audit; and deletions of lists in one transaction with their lines."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.actions import delete_selected
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sessions_app.admin.supervised import SupervisedAdmin

admin.site.unregister(Group)


@admin.register(Group)
class PermissionsAdmin(SupervisedAdmin, GroupAdmin):
    """Sets of permissions. Bound supervisors don't see them."""


@admin.action(permissions=["delete"], description=_("Delete selected %(verbose_name_plural)s"))
def delete_in_one_transaction(modeladmin: Any, request: HttpRequest, rows: QuerySet[Any]) -> Any:
    with transaction.atomic():
        return delete_selected(modeladmin, request, rows)


admin.site.add_action(delete_in_one_transaction, "delete_selected")
