"""Forms of second factors: allauth's, with the limit of the sign-in pages, and codes that work once over all processes."""

from __future__ import annotations

import struct
from datetime import timedelta
from typing import Any, Final

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import limits
from accounts.services.attempts import Counter, TooManyAttempts, attempt_count
from accounts.views.refusals import too_many
from contactcenter.realtime.group_commit import perform
from contactcenter.realtime.wire import Fault
from contactcenter.web.keyed_hash import keyed_hash
from sessions_app.signals import audited

CODE_LIFE: Final = timedelta(minutes=2)
"""Longer than any code of an authenticator app is valid."""


class _Limited:
    """Counts what is checked in ``clean_<field>`` as an attempt to sign in."""

    user: Any

    def limited(self, check: Any) -> Any:
        """Return what ``check`` returns. Raises ValidationError for a wrong one, and answers with 429 after too many."""
        request, name = context.request, self.user.get_username() if self.user else ""
        try:
            attempt = limits.begin(request, limits.normalised(name))
        except Fault as fault:
            raise ImmediateHttpResponse(too_many(request, fault)) from None
        try:
            checked = check()
        except ValidationError:
            audited.send(type(self), user=None, verb="sign_in_failed", tried=name, detail="second factor", request=request)
            raise
        attempt.refund()
        return checked


class _Code(_Limited):
    def clean_code(self) -> str:
        return self.limited(self._checked_code)

    def _checked_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            _use_once(self.user.pk, code)
        return str(code)


def _use_once(user: int, code: str) -> None:
    """Note that this code was used, in any process and with any dashes. Raises ValidationError for the second time."""
    source = keyed_hash("accounts.used_code", f"{user} {normalize_user_code(code)}")
    try:
        perform(attempt_count, counters=[Counter(source, "code", 1)], window=CODE_LIFE)
    except TooManyAttempts:
        raise get_adapter().validation_error("incorrect_code") from None


class CodeForm(_Code, AuthenticateForm):
    """The code of an authenticator app, or a recovery code, after the password."""


class ConfirmCodeForm(_Code, ReauthenticateForm):
    """The same, of somebody who is signed in already."""


class AppForm(_Limited, ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def clean_code(self) -> str:
        return self.limited(self._checked_code)

    def _checked_code(self) -> str:
        code = super().clean_code()
        _use_once(self.user.pk, code)
        return str(code)


MALFORMED: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError, InvalidSignature, struct.error)
"""What fido2 raises for an answer no browser would give."""


class _Passkey(_Limited):
    def clean_credential(self) -> Authenticator:
        return self.limited(lambda: _well_formed(super(_Passkey, self).clean_credential))  # type: ignore[misc]


def _well_formed(check: Any) -> Any:
    """Return what ``check`` returns. Raises ValidationError for an answer that can't be read, or whose signature is wrong."""
    try:
        return check()
    except MALFORMED:
        raise _not_accepted() from None


def _not_accepted() -> ValidationError:
    return ValidationError(_("This passkey wasn’t accepted. Try again, or use another one."), code="passkey")


class PasskeyFactorForm(_Passkey, AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeySignInForm(_Passkey, LoginWebAuthnForm):
    """A passkey in place of name and password."""


class ConfirmPasskeyForm(_Passkey, ReauthenticateWebAuthnForm):
    """A passkey of somebody who is signed in already."""


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey: it names its account and asks for a finger or a PIN, so that it can replace name and password."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        required=False,
        max_length=60,
        help_text=_("So that you know it again, such as “Work laptop”."),
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        return True

    def clean_credential(self) -> Any:
        """Refuse what isn't an object. Of zero or ``false`` allauth checks nothing, and would keep it as a passkey."""
        if not isinstance(self.cleaned_data["credential"], dict):
            raise _not_accepted()
        return self.cleaned_data["credential"]

    def clean(self) -> Any:
        return _well_formed(super().clean)
