"""The ways in for people with an account, of operators and of supervisors, with the same limits; and the way out.

The password is Django's own affair; what follows it (a second factor, the start of the http session) is django-allauth's.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.forms import OperatorForm, SupervisorForm
from accounts.oidc.providers import offered
from contactcenter.realtime.group_commit import perform
from sessions_app import selectors
from sessions_app.actor import Actor
from sessions_app.services.presence import operator_sign_out


class SignIn(LoginView):
    """Name and password. ``next`` is followed only within this site: Django checks it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The password was right: continue with the second factor, if the account has one."""
        user = form.get_user()
        record_authentication(self.request, user, "password", username=user.get_username(), reauthenticated=True)
        return perform_login(self.request, Login(user=user, redirect_url=self.get_success_url()))

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if form.refusal is not None:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(form.retry_after)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = self.get_redirect_url() or self.get_default_redirect_url()
        return {**super().get_context_data(**kwargs), REDIRECT_FIELD_NAME: after, "providers": offered().values()}


class OperatorSignIn(SignIn):
    """The operators' page."""

    template_name = "console/login.html"
    authentication_form = OperatorForm
    next_page = "console"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``supervisor``: the person signed in, or trying to, belongs to the admin and isn't an operator."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        user = form.get_user() if form.is_bound and form.has_error("__all__", "no_operator") else self.request.user
        return {**context, "supervisor": bool(user and user.is_active and user.is_staff and selectors.operator_of(user) is None)}


class SupervisorSignIn(SignIn):
    """The admin's page: what Django's own shows, with our form and our way in."""

    template_name = "admin/login.html"
    authentication_form = SupervisorForm
    next_page = "admin:index"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.current_app = admin.site.name
        if request.method == "GET" and admin.site.has_permission(request):
            return redirect("admin:index")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {
            "title": _("Sign in"),
            "subtitle": None,
            "app_path": self.request.get_full_path(),
            "username": self.request.user.get_username(),
        }
        return {**admin.site.each_context(self.request), **super().get_context_data(**kwargs), **more}


operator = method_decorator(never_cache, name="dispatch")(OperatorSignIn).as_view()
supervisor = method_decorator(never_cache, name="dispatch")(SupervisorSignIn).as_view()


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the http session; the operator is offline at once, and all their consoles close."""
    operator = selectors.operator_of(request.user)
    if operator is not None:
        perform(operator_sign_out, by=Actor("operator", operator.pk, operator.name))
    logout(request)
    return redirect("console-login")


def sign_in_url(after: str | None) -> str:
    """Return the sign-in page that belongs to where somebody wants to go."""
    after = after or ""
    return reverse("admin:login" if after.startswith(reverse("admin:index")) else "console-login")
