"""Accounts: for superusers only. Supervisors don't see them, since whoever can change accounts can become anyone."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from contactcenter.web.password_hashing import permit
from sessions_app import hooks
from sessions_app.admin.supervised import SupervisedAdmin
from sessions_app.auth.password_forms import PasswordForm
from sessions_app.auth.signing_out import sign_out
from sessions_app.models import User


@admin.register(User)
class AccountAdmin(SupervisedAdmin, UserAdmin):
    """Django's account admin; a deactivated, deleted or changed-password account is signed out.

    A supervisor is an account of staff with the role *Supervisors* (contactcenter/supervisors.py), bound to groups or not (A9).
    """

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("Rights"),
            {
                "fields": ("is_active", "is_staff", "groups", "is_superuser", "user_permissions"),
                "description": _("A supervisor is staff, and has the role Supervisors. An operator needs nothing here."),
            },
        ),
        (_("Supervision"), {"fields": ("all_groups", "supervised_groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        *UserAdmin.add_fieldsets,
        (_("Supervision"), {"fields": ("is_staff", "groups", "all_groups", "supervised_groups")}),
    )
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined")
    change_password_form = PasswordForm

    @property
    def actions(self) -> tuple[Any, ...]:  # type: ignore[override]
        return tuple(hooks.account_actions)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name in ("groups", "supervised_groups"):
            field.widget, field.help_text = CheckboxSelectMultiple(choices=field.choices), db_field.help_text
        if db_field.name == "groups":
            field.label, field.help_text = _("Roles"), _("Rights given together. Supervisors has all that is needed.")
        return field

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Wait to hash the password before Django's transaction begins: on SQLite it keeps everybody else from writing."""
        hashes = request.method == "POST" and self.has_add_permission(request)
        with permit() if hashes else nullcontext():
            return super().add_view(request, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """End the account's http sessions when it loses a right, so that no open page offers what is no longer allowed."""
        before = self._rights(object_id)
        response = super().changeform_view(request, object_id, *args, **kwargs)
        if before - self._rights(object_id):
            own = object_id is not None and unquote(object_id) == str(request.user.pk)
            sign_out(int(unquote(str(object_id))), but=request.session.session_key if own else None)
        return response

    @staticmethod
    def _rights(object_id: str | None) -> set[str]:
        """Return what the account is and what roles it has."""
        user = User.objects.filter(pk=unquote(object_id)).first() if object_id and unquote(object_id).isdecimal() else None
        if user is None:
            return set()
        names = {name for name in ("is_active", "is_staff", "is_superuser") if getattr(user, name)}
        return names | {f"role {pk}" for pk in user.groups.values_list("pk", flat=True)}

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        sign_out(obj.pk)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            sign_out(user.pk)
        super().delete_queryset(request, queryset)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        before = self._password(request, id)
        response = super().user_change_password(request, id, form_url)
        user, now = self.get_object(request, unquote(id)), self._password(request, id)
        if user is not None and now != before:
            own = request.session.session_key if user == request.user else None
            sign_out(user.pk, but=own)
        return response

    def _password(self, request: HttpRequest, id: str) -> str:
        user = self.get_object(request, unquote(id))
        return user.password if user else ""
