"""Supervisors reset the second factor of operators who lost theirs, superusers that of any account: an action of the admin's lists."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.services.second_factors import second_factors_reset
from contactcenter.realtime.group_commit import perform
from sessions_app.admin.forms.operator import may_change_account
from sessions_app.admin.one_line import OneLineField
from sessions_app.auth.signing_out import sign_out
from sessions_app.models import Operator, User

REASON_LENGTH: Final = 200


class ResetForm(forms.Form):
    reason = OneLineField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        help_text=_("How you know that it’s them who ask. It’s recorded in the audit."),
        widget=AdminTextInputWidget,
    )


@admin.action(description=_("Reset the second factor…"), permissions=["change"])
def reset_second_factors(model_admin: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
    """Ask for the reason, then delete the factors and end the sessions of these people."""
    allowed = [row for row in rows if _may_reset(request.user, row)]
    if len(allowed) < rows.count():
        words = _(
            "Only superusers reset the second factor of supervisors and of operators in groups of others; nobody their own."
        )
        model_admin.message_user(request, words, messages.WARNING)
        return None
    form = ResetForm(request.POST if "confirmed" in request.POST else None)
    if form.is_bound and form.is_valid():
        users = [_account(row).pk for row in allowed]
        count = perform(
            second_factors_reset, by=request.user, users=users, reason=form.cleaned_data["reason"], request=request
        )  # fmt: skip
        for user in users:
            sign_out(user)
        done = ngettext("One second factor is reset.", "%(count)d second factors are reset.", count) % {"count": count}
        model_admin.message_user(request, done)
        return None
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Reset the second factor"),
        "button": _("Reset"),
        "form": form,
        "rows": [(row, "", "") for row in allowed],
        "opts": model_admin.opts,
        "action": "reset_second_factors",
        "checkbox": ACTION_CHECKBOX_NAME,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "supervision/act.html", context)


def _account(row: Operator | User) -> User:
    return row.user if isinstance(row, Operator) else row


def _may_reset(user: Any, row: Operator | User) -> bool:
    """Return whether this person may: never for themselves, since a stolen session could get rid of the factor that way."""
    if _account(row).pk == user.pk:
        return False
    return bool(user.is_superuser or (isinstance(row, Operator) and may_change_account(user, row)))
