"""Acts (A4) from the admin's lists: a page between the list and the act asks for the reason, and says what each row came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.actor import supervisor
from sessions_app.admin.one_line import OneLineField
from sessions_app.models import AwayReason, Group, Operator, Session
from sessions_app.selectors import supervised
from supervision.protocol_acts import REASON_LENGTH, Seen
from supervision.services import acts

ROWS: Final = 100
"""Maximum number of rows of one act: each has a reason that fits it."""


class ReasonForm(forms.Form):
    """What every act asks for. Fields before the reason are added by the forms of single acts."""

    reason = OneLineField(
        label=_("Reason"), max_length=REASON_LENGTH, help_text=_("Operators read it, clients don’t."), widget=AdminTextInputWidget
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])

    def values(self) -> dict[str, Any]:
        """Return the arguments of the service beside the reason."""
        return {}


class RedirectForm(ReasonForm):
    operator = forms.ModelChoiceField(Operator.objects.none(), required=False, label=_("To operator"))
    group = forms.ModelChoiceField(Group.objects.none(), required=False, label=_("or to group"))

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["operator"].queryset = supervised.operators_for(user).filter(active=True)  # type: ignore[attr-defined]
        self.fields["group"].queryset = supervised.groups_for(user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("operator")) == bool(data.get("group")) and not {"operator", "group"} & self.errors.keys():
            raise forms.ValidationError(gettext("Choose an operator or a group."))
        return data

    def values(self) -> dict[str, Any]:
        return {name: row.pk for name in ("operator", "group") if (row := self.cleaned_data.get(name))}


class StateForm(ReasonForm):
    state = forms.ChoiceField(label=_("State"))

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        reasons = [
            (f"away {name}", gettext("Away: %(reason)s") % {"reason": name})
            for name in AwayReason.objects.values_list("name", flat=True)
        ]
        self.fields["state"].choices = [("online", gettext("Online")), ("away", gettext("Away")), *reasons]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        state, _space, reason = self.cleaned_data["state"].partition(" ")
        return {"state": state, "away_reason": reason}


@dataclass(frozen=True)
class Act:
    """An act as a page: its service, form and words."""

    service: Callable[..., None]
    title: Any
    button: Any
    done: Any
    form: type[ReasonForm] = ReasonForm


def _page(name: str, act: Act, model_admin: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
    """Show the page that asks for the reason, or perform the act on each row and return to the list."""
    chosen = list(rows[: ROWS + 1])
    if len(chosen) > ROWS:
        words = gettext("Choose up to %(count)s at a time.") % {"count": ROWS}
        model_admin.message_user(request, words, messages.WARNING)
        return None
    confirmed = "confirmed" in request.POST
    form = act.form(request.user, request.POST if confirmed else None)
    if confirmed and form.is_valid():
        for row in chosen:
            _perform(act, form, model_admin, request, row)
        return None
    context = model_admin.admin_site.each_context(request) | {
        "title": act.title,
        "button": act.button,
        "form": form,
        "rows": [(row, _about(row), _seen(row)) for row in chosen],
        "opts": model_admin.opts,
        "action": name,
        "checkbox": ACTION_CHECKBOX_NAME,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "supervision/act.html", context)


def _perform(act: Act, form: ReasonForm, model_admin: Any, request: HttpRequest, row: Session | Operator) -> None:
    fields: dict[str, Any] = {"reason": form.cleaned_data["reason"], **form.values()}
    if isinstance(row, Session):
        fields["session"] = row.public_id
        if act.service is not acts.act_wrapup:
            fields["seen"] = _was(request.POST.get(f"seen-{row.pk}", ""))
    else:
        fields["operator"] = row.pk
    try:
        perform(act.service, by=supervisor(request.user), **fields)
    except Fault as fault:
        model_admin.message_user(request, f"{row}: {fault.text}", messages.WARNING)
    else:
        model_admin.message_user(request, f"{row}: {act.done}")


def _about(row: Session | Operator) -> str:
    """Return what tells the row from others, beside its name."""
    if isinstance(row, Session):
        return " · ".join(str(part) for part in (row.client, row.operator, row.get_state_display()) if part)
    return selectors.operator_state(row, timezone.now())[0]


def _seen(row: Session | Operator) -> str:
    """Return what the page showed of a session, to be sent back with the act."""
    return f"{row.state} {row.operator_id or ''}".strip() if isinstance(row, Session) else ""


def _was(text: str) -> Seen | None:
    state, _space, operator = text.partition(" ")
    if state not in Session.State.values:
        return None
    return Seen(state=state, operator=int(operator) if operator.isdecimal() else None)  # type: ignore[arg-type]


@admin.action(description=_("Redirect…"), permissions=["steer"])
def redirect_sessions(model_admin: Any, request: HttpRequest, rows: QuerySet[Session]) -> HttpResponse | None:
    act = Act(acts.act_redirect, _("Redirect sessions"), _("Redirect"), _("Redirected."), RedirectForm)
    return _page("redirect_sessions", act, model_admin, request, rows)


@admin.action(description=_("End…"), permissions=["steer"])
def end_sessions(model_admin: Any, request: HttpRequest, rows: QuerySet[Session]) -> HttpResponse | None:
    return _page("end_sessions", Act(acts.act_end, _("End sessions"), _("End"), _("Ended.")), model_admin, request, rows)


@admin.action(description=_("End the wrap-up…"), permissions=["steer"])
def end_wrapups(model_admin: Any, request: HttpRequest, rows: QuerySet[Session]) -> HttpResponse | None:
    act = Act(acts.act_wrapup, _("End the wrap-up of sessions"), _("End the wrap-up"), _("Closed."))
    return _page("end_wrapups", act, model_admin, request, rows)


@admin.action(description=_("Set the state…"), permissions=["steer"])
def set_states(model_admin: Any, request: HttpRequest, rows: QuerySet[Operator]) -> HttpResponse | None:
    act = Act(acts.act_state, _("Set the state of operators"), _("Set the state"), _("State set."), StateForm)
    return _page("set_states", act, model_admin, request, rows)


@admin.action(description=_("Sign out…"), permissions=["steer"])
def sign_operators_out(model_admin: Any, request: HttpRequest, rows: QuerySet[Operator]) -> HttpResponse | None:
    act = Act(acts.act_signout, _("Sign operators out"), _("Sign out"), _("Signed out. Their conversations are kept."))
    return _page("sign_operators_out", act, model_admin, request, rows)


SESSION_ACTIONS: Final = (redirect_sessions, end_sessions, end_wrapups)
OPERATOR_ACTIONS: Final = (set_states, sign_operators_out)
