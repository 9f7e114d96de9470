"""The ways in for people with an account, of operators and of supervisors, with the same limits; the way out; one's own new password.

Signing in is Django's own. Tries are counted by the name as it is looked up, before any password is checked.
"""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.network_address import network, of_request
from contactcenter.realtime.rate_limit import hit
from contactcenter.realtime.wire import Fault
from sessions_app import rate_limits, selectors
from sessions_app.actor import Actor
from sessions_app.auth import known_browser, signing_out
from sessions_app.auth.password_forms import OwnPasswordForm
from sessions_app.models import User
from sessions_app.services.presence import operator_sign_out
from sessions_app.signals import audited


def normalised(name: str) -> str:
    """A name as its tries are counted: blanks around it, full-width letters and capitals make no other account of it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).strip().casefold())


def count_try(request: HttpRequest, name: str) -> None:
    """Count one attempt. Raises Fault ``rate.exceeded`` in words.

    A browser that has signed in with this name before has its own limit: strangers can't use it up.
    """
    address = of_request(request)
    if browser := known_browser.known(request, name):
        hit(rate_limits.KNOWN_SIGN_INS, person=f"{browser} {name}")
        return
    hit(rate_limits.SIGN_INS, person=f"{name} {network(address)}" if name else "", address=address)
    try:
        hit(rate_limits.ACCOUNT_SIGN_INS, person=name)
    except Fault as fault:
        words = _("Too many attempts on this account. Sign in with a browser you’ve used before, or try again later.")
        raise Fault(fault.code, words, retry=True) from None


class LimitedForm(AuthenticationForm):
    """Name and password with a limit on attempts."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": gettext_lazy("Wrong name or password. Check both: capital letters count."),
    }

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username", "")
        try:
            if self.request is not None:
                count_try(self.request, normalised(name))
            return super().clean()
        except Fault as fault:
            self.tell_seldom(name, fault.code)
            raise ValidationError(fault.text) from None
        except ValidationError as refusal:
            self.tell(name, refusal.code or "")
            raise

    def tell(self, name: str, why: str) -> None:
        """Announce a failure for the audit, with the name as it was typed."""
        audited.send(type(self), user=None, verb="sign_in_failed", tried=name, detail=why, request=self.request)

    def tell_seldom(self, name: str, why: str) -> None:
        """Announce that somebody was refused for too many attempts, but not every time."""
        with contextlib.suppress(Fault):
            address = of_request(self.request) if self.request else ""
            hit(rate_limits.REFUSED_SIGN_INS, person=f"{normalised(name)} {network(address)}", address=address)
            self.tell(name, why)


class OperatorForm(LimitedForm):
    """Name and password of an operator."""

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if selectors.operator_of(user) is None:
            raise ValidationError(_("You’re not set up as an operator."), code="no_operator")


class SupervisorForm(LimitedForm, AdminAuthenticationForm):
    """Name and password of a supervisor."""


class OperatorSignIn(LoginView):
    """The operators' page. ``next`` is followed only within this site: Django checks it."""

    template_name = "console/login.html"
    authentication_form = OperatorForm
    next_page = "console"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``supervisor``: the person signed in, or trying to, belongs to the admin and isn't an operator."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        user = form.get_user() if form.is_bound and form.has_error("__all__", "no_operator") else self.request.user
        return {**context, "supervisor": bool(user and user.is_active and user.is_staff and selectors.operator_of(user) is None)}


def _remembering(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap the view to remember the browser of whoever has just signed in."""

    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response = view(request, **kwargs)
        if request.method == "POST" and response.status_code == 302 and request.user.is_authenticated:
            known_browser.remember(request, response, normalised(request.user.get_username()))
        return response

    return answer


operator = _remembering(method_decorator(never_cache, name="dispatch")(OperatorSignIn).as_view())


def _supervisor(request: HttpRequest) -> HttpResponse:
    return admin.site.login(request)


supervisor = _remembering(_supervisor)


def own_password(request: HttpRequest) -> HttpResponseBase:
    """The admin's page for changing one's own password; other browsers of the account are signed out."""
    before = getattr(request.user, "password", "")
    response = admin.site.admin_view(_change_own_password, cacheable=True)(request)
    if isinstance(request.user, User) and request.user.password != before:
        signing_out.sign_out(request.user.pk, but=request.session.session_key)
    return response


def _change_own_password(request: HttpRequest) -> HttpResponseBase:
    """The same page as the admin's own view, with our form."""
    request.user.changed_in = request  # type: ignore[union-attr]
    request.current_app = admin.site.name
    view = PasswordChangeView.as_view(
        form_class=OwnPasswordForm,
        success_url=reverse("admin:password_change_done"),
        extra_context=admin.site.each_context(request),
    )
    return view(request)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the http session; the operator is offline at once, and all their consoles close."""
    operator = selectors.operator_of(request.user)
    if operator is not None:
        perform(operator_sign_out, by=Actor("operator", operator.pk, operator.name))
    logout(request)
    return redirect("console-login")
