"""The account's part of the operators' admin: its fields, saving it, and the page that shows a generated password once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sessions_app.admin import field_changes
from sessions_app.admin.forms.operator import ACCOUNT_FIELDS, NewPassword, OperatorForm, may_change_account, new_password
from sessions_app.admin.supervised import SupervisedAdmin
from sessions_app.auth.signing_out import sign_out
from sessions_app.models import Operator

WORK = ("groups", "chat_limit", "takes_chat", "takes_video", "active")


class OperatorAccount(SupervisedAdmin):
    """Operators with their account in one form."""

    form = OperatorForm
    readonly_fields = ("state", "account")

    def get_readonly_fields(self, request: HttpRequest, obj: Operator | None = None) -> Any:
        """Make *active* read-only without the right to change the account: the operator may serve other supervisors' groups."""
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None or may_change_account(request.user, obj) else (*fields, "active")

    def has_delete_permission(self, request: HttpRequest, obj: Operator | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or may_change_account(request.user, obj))

    @admin.display(description=_("account"))
    def account(self, operator: Operator) -> str:
        words = _(
            "%(name)s belongs to the administration, or serves groups of others: only superusers change its user name, e-mail"
            " and password."
        )
        return str(words % {"name": operator.user.get_username()})

    def get_fieldsets(self, request: HttpRequest, obj: Operator | None = None) -> Any:
        account: tuple[str, ...] = ACCOUNT_FIELDS
        if obj and not (self.has_change_permission(request, obj) and may_change_account(request.user, obj)):
            account = ("account",)
        elif obj is None and request.user.is_superuser:
            account = (*ACCOUNT_FIELDS, "user")
        return (
            (None, {"fields": ("name",)}),
            (_("Account"), {"fields": account}),
            (_("Work"), {"fields": (*WORK, "state") if obj else WORK}),
        )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **{"widget": CheckboxSelectMultiple} | kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        form.new_password = getattr(request, "new_password", NewPassword())
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST":
            request.new_password = new_password(request.POST)  # type: ignore[attr-defined]
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Operator, form: Any, change: bool) -> None:
        self._save_account(request, obj, form)
        super().save_model(request, obj, form, change)
        if not obj.active:
            sign_out(obj.user_id)

    def _save_account(self, request: HttpRequest, operator: Operator, form: Any) -> None:
        """Save the account, tell the audit what changed, and end its http sessions if the password did."""
        before = field_changes.values(operator.user) if operator.pk else {}
        operator.user = user = form.save_account()
        after = field_changes.values(user)
        if "username" not in form.fields:
            return
        if form.cleaned_data.get("user"):
            return
        if form.new_password.generated:
            request.shown_password = form.new_password.text  # type: ignore[attr-defined]
        if not operator.pk:
            self.announce(request, "add", user, field_changes.as_added(after))
        for verb, detail in field_changes.by_verb(before, after):
            self.announce(request, verb, user, detail)
        if operator.pk and form.new_password.hashed:
            self.announce(request, "password", user, "")
            own = user == request.user
            if own:
                update_session_auth_hash(request, user)
            sign_out(user.pk, but=request.session.session_key if own else None)

    def response_add(self, request: HttpRequest, obj: Operator, post_url_continue: str | None = None) -> HttpResponse:
        return self._password_page(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Operator) -> HttpResponse:
        return self._password_page(request, obj) or super().response_change(request, obj)

    def _password_page(self, request: HttpRequest, operator: Operator) -> HttpResponse | None:
        """Show a generated password. It goes into this answer only: nothing stores it, and a reload asks before it posts again."""
        password = getattr(request, "shown_password", None)
        if password is None:
            return None
        context = self.admin_site.each_context(request) | {
            "title": _("Password of %(name)s") % {"name": operator.name},
            "opts": self.opts,
            "operator": operator,
            "password": password,
            "console": request.build_absolute_uri(reverse("console-login")),
        }
        return TemplateResponse(request, "admin/sessions_app/operator/password.html", context)
