"""Forms of both sign-in pages: name and password, counted before any password is checked."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import limits
from accounts.services.attempts import TooManyAttempts
from contactcenter.realtime.wire import Fault
from sessions_app import selectors
from sessions_app.models import User
from sessions_app.signals import audited


class LimitedForm(AuthenticationForm):
    """Name and password with a limit on wrong ones. ``refusal``: why no password was checked."""

    refusal: Fault | None = None
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": gettext_lazy("Wrong name or password. Check both: capital letters count."),
    }

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username", "")
        attempt = self.begin(name)
        try:
            data = super().clean()
        except Fault as fault:
            self.tell(name, fault.code)
            if attempt:
                attempt.refund()
            raise ValidationError(fault.text) from None
        except ValidationError as refusal:
            self.tell(name, refusal.code or "")
            raise
        if attempt:
            attempt.refund()
        return data

    def begin(self, name: str) -> limits.Attempt | None:
        """Count the attempt. Raises ValidationError if there were too many."""
        if self.request is None:
            return None
        try:
            return limits.begin(self.request, limits.normalised(name))
        except Fault as fault:
            self.refusal = fault
            raise ValidationError(fault.text, code=fault.code) from None

    def tell(self, name: str, why: str) -> None:
        """Announce a failure for the audit, with the name as it was typed."""
        audited.send(type(self), user=None, verb="sign_in_failed", tried=name, detail=why, request=self.request)

    @property
    def retry_after(self) -> int:
        """Seconds until another attempt makes sense."""
        return self.refusal.seconds if isinstance(self.refusal, TooManyAttempts) else 60


class OperatorForm(LimitedForm):
    """Name and password of an operator."""

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if selectors.operator_of(user) is None:
            raise ValidationError(_("You’re not set up as an operator."), code="no_operator")


class SupervisorForm(LimitedForm, AdminAuthenticationForm):
    """Name and password of a supervisor."""
