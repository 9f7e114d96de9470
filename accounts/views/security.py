"""The Security page of one's own account: second factors, the password, and where one is signed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.stagekit import unstash_login
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import second_factor, sessions
from accounts.adapters import landing
from accounts.oidc.providers import offered
from accounts.services.sessions import sessions_end
from accounts.views.refusals import refused, too_many
from accounts.views.sign_in import sign_in_url
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.network_address import of_request
from contactcenter.realtime.rate_limit import hit
from contactcenter.realtime.wire import Fault
from sessions_app import rate_limits
from sessions_app.auth import signing_out
from sessions_app.auth.password_forms import OwnPasswordForm
from sessions_app.models import User


@method_decorator(never_cache, name="dispatch")
class Security(IndexView):
    """Everything about one's own sign-in, and the way back to work."""

    template_name = "accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        factors = Authenticator.objects.filter(user=user).order_by("created_at")
        codes = next((each.wrap() for each in factors if each.type == Authenticator.Type.RECOVERY_CODES), None)
        names = {provider.id: provider.name for provider in offered().values()}
        linked = SocialAccount.objects.filter(user=user).values_list("provider", flat=True)
        return {
            **super().get_context_data(**kwargs),
            "app": next((each for each in factors if each.type == Authenticator.Type.TOTP), None),
            "passkeys": [each for each in factors if each.type == Authenticator.Type.WEBAUTHN],
            "codes": None if codes is None else len(codes.get_unused_codes()),
            "missing": second_factor.is_missing(user),
            "required": second_factor.is_required(user),
            "linked": [names.get(provider, provider) for provider in linked],
            "sessions": sessions.list_of(user, self.request.session.session_key),
            "back": landing(user),
            "languages": settings.STAFF_LANGUAGES,
        }


security = Security.as_view()


@require_POST
@login_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out one other browser, or all others."""
    assert isinstance(request.user, User)
    keys = sessions.keys_with(request.user, request.POST.get("session", ""), current=request.session.session_key)
    perform(sessions_end, by=request.user, keys=keys, request=request)
    words = ngettext("One browser is signed out.", "%(count)d browsers are signed out.", len(keys)) % {"count": len(keys)}
    messages.success(request, words if keys else _("That browser was signed out already."))
    return redirect("security")


@method_decorator(never_cache, name="dispatch")
@method_decorator(login_required, name="dispatch")
class OwnPassword(PasswordChangeView):
    """A new password for one's own account; its other browsers are signed out."""

    template_name = "accounts/password.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("security")

    def form_valid(self, form: Any) -> HttpResponse:
        form.user.changed_in = self.request
        response = super().form_valid(form)
        signing_out.sign_out(form.user.pk, but=self.request.session.session_key)
        messages.success(self.request, _("Your password is changed. All other browsers are signed out."))
        return response


own_password = OwnPassword.as_view()


def admin_password(request: HttpRequest) -> HttpResponseBase:
    """The same on the admin's own page."""
    before = getattr(request.user, "password", "")
    response = admin.site.admin_view(_change_in_admin, cacheable=True)(request)
    if isinstance(request.user, User) and request.user.password != before:
        signing_out.sign_out(request.user.pk, but=request.session.session_key)
    return response


def _change_in_admin(request: HttpRequest) -> HttpResponseBase:
    request.user.changed_in = request  # type: ignore[union-attr]
    request.current_app = admin.site.name
    view = PasswordChangeView.as_view(
        form_class=OwnPasswordForm,
        success_url=reverse("admin:password_change_done"),
        extra_context=admin.site.each_context(request),
    )
    return view(request)


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class AddPasskey(AddWebAuthnView):
    """A passkey that can sign in by itself: allauth's page asks for a weaker one first."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "options": auth.begin_registration(self.request.user, True)}


add_passkey = AddPasskey.as_view()


class PasskeySignIn(LoginWebAuthnView):
    """A passkey in place of name and password, from either sign-in page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return what the browser is to ask for. It's kept in an http session, so there's a limit on asking."""
        try:
            hit(rate_limits.SIGN_INS, address=of_request(request))
        except Fault as fault:
            return too_many(request, fault)
        return super().get(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        words = _("This passkey wasn’t accepted. Sign in with name and password, or try another passkey.")
        messages.error(self.request, words)
        return redirect(sign_in_url(self.request.POST.get("next")))


passkey_sign_in = never_cache(PasskeySignIn.as_view())


@require_safe
def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Where allauth sends somebody who must sign in first."""
    after = request.GET.get("next", "")
    return redirect(f"{sign_in_url(after)}?{urlencode({'next': after})}" if after else sign_in_url(after))


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Give up a sign-in halfway."""
    login = unstash_login(request)
    request.session.flush()
    return redirect(sign_in_url(login.redirect_url if login else None))


@require_safe
def switched_off(request: HttpRequest) -> HttpResponse:
    """The account is deactivated."""
    return refused(request, _("Your account is switched off"), _("Ask a supervisor to switch it on again."))
