"""Between django-allauth and the account: who the verified claims let in, as which account, or why not."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts import limits
from accounts.oidc.claims import person_of
from accounts.oidc.discovery import ProviderAwayError
from accounts.oidc.providers import app_of, offered
from accounts.services.single_sign_on import account_from_claims, require_unlinked
from accounts.views.refusals import provider_away, refused, too_many
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from contactcenter.web import concurrency_limit
from sessions_app.auth import signing_out
from sessions_app.models import User
from sessions_app.signals import audited

log = logging.getLogger(__name__)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Accounts are found, made and changed before allauth looks at them: it never signs anybody up by itself."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        return False

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Providers come from the environment alone: no row of the database can add one."""
        return [
            app_of(each) for each in offered().values() if provider in (None, each.id) and client_id in (None, each.client_id)
        ]

    def get_requests_session(self) -> Any:
        """A provider that is slow to answer keeps no place from other requests. Nothing is followed elsewhere."""
        concurrency_limit.leave()
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        claims = sociallogin.claims
        if not secrets.compare_digest(str(claims.get("nonce", "")), str(sociallogin.state.get("nonce") or secrets.token_hex())):
            self.on_authentication_error(request, sociallogin.provider, exception=ValueError("the nonce is of another sign-in"))
        provider = offered()[sociallogin.account.provider]
        person = person_of(claims, provider)
        linked = sociallogin.user.pk if sociallogin.is_existing else None
        try:
            names = {"provider": provider.name, "provider_id": provider.id}
            account, lost = perform(account_from_claims, person=person, linked=linked, **names, request=request)
        except Fault as fault:
            raise ImmediateHttpResponse(self._refused(request, fault, person.user_name)) from None
        if lost:
            signing_out.sign_out(account)
        if not (person.operator or person.supervisor) and not User.objects.filter(pk=account, is_superuser=True).exists():
            words = _("Your provider gives you no role here any more. Ask for access to the contact centre.")
            raise ImmediateHttpResponse(self._refused(request, Fault("sign_in.no_role", words), person.user_name))
        if linked is None:
            self._link(request, sociallogin, User.objects.get(pk=account), provider.name)

    def _link(self, request: HttpRequest, sociallogin: Any, user: User, provider: str) -> None:
        """Note that this person of the provider is this account."""
        try:
            require_unlinked(user, sociallogin.account.provider)  # once more: two persons may have come at once
        except Fault as fault:
            raise ImmediateHttpResponse(self._refused(request, fault, user.get_username())) from None
        sociallogin.connect(request, user)
        audited.send(type(self), user=user, verb="link", target=user, detail=provider, request=request)

    def _refused(self, request: HttpRequest, fault: Fault, name: str) -> HttpResponse:
        audited.send(type(self), user=None, verb="sign_in_failed", tried=name, detail=fault.code, request=request)
        return refused(request, _("You can’t sign in"), fault.text)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Answer in words, count it like a wrong password, and log the reason without anything the provider sent."""
        if error == AuthError.CANCELLED:
            return
        log.warning("single sign-on failed: %s", _reason(exception) if exception is not None else "no such sign-in was begun")
        if isinstance(exception, ProviderAwayError | requests.RequestException):
            raise ImmediateHttpResponse(provider_away(request))
        try:
            limits.begin(request, "")
        except Fault as fault:
            raise ImmediateHttpResponse(too_many(request, fault)) from None
        words = _("Your provider’s answer couldn’t be accepted. Begin again from the sign-in page.")
        raise ImmediateHttpResponse(self._refused(request, Fault("sign_in.provider", words), ""))


def _reason(error: Exception) -> str:
    """Return why an answer wasn't accepted. allauth's own messages may quote it: only ours are known not to."""
    return str(error) if getattr(error, "args", ()) and str(error).startswith("the ") else type(error).__name__
