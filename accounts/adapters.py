"""What django-allauth asks of the product about accounts and second factors. Single sign-on has its own adapter (accounts/oidc)."""

from __future__ import annotations

import base64
import secrets
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import known_browser, limits
from accounts.second_factor import may_remove
from accounts.views.refusals import too_many
from contactcenter.realtime.network_address import of_request
from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; after the password comes the second factor and nothing else."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        return of_request(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing(request.user)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Remember the browser of whoever has just signed in, by whatever way."""
        response = super().post_login(request, user, **kwargs)
        known_browser.remember(request, response, limits.normalised(user.get_username()))
        return response

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Check the password of somebody who is signed in, with the limit of the sign-in pages."""
        request = context.request
        try:
            attempt = limits.begin(request, limits.normalised(user.get_username()))
            right = bool(user.check_password(password))
        except Fault as fault:
            raise ImmediateHttpResponse(too_many(request, fault)) from None
        if right:
            attempt.refund()
        return right


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: encrypted secrets, our name in authenticator apps, passkeys for our host."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "That code isn’t right. Codes change every 30 seconds, and each works once: try the next one."
        ),
        "cannot_delete_authenticator": gettext_lazy(
            "A second factor is required here. Set up another one before you remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; a useless one if the key it was encrypted with is gone, so that no code fits."""
        try:
            return _seal().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove(authenticator)

    def get_totp_issuer(self) -> str:
        return f"{_('Contact centre')} {urlsplit(settings.PUBLIC_URL).netloc}"

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": _("Contact centre")}


def _seal() -> MultiFernet:
    """Encrypts with the secret key, decrypts with former ones as well."""
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"contactcenter second factor").derive(str(secret).encode())
    return Fernet(base64.urlsafe_b64encode(key))


def landing(user: Any) -> str:
    """Return the page somebody works with who named none: operators the console, the others of staff the admin."""
    is_operator = isinstance(user, User) and selectors.operator_of(user) is not None
    return reverse("console" if is_operator or not getattr(user, "is_staff", False) else "admin:index")
