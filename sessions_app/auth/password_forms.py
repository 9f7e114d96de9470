"""Forms for a new password, one's own and another account's: it's saved together with its line in the audit.

The password is hashed before the transaction begins: hashing takes long, and nobody waits for a lock meanwhile.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin.forms import AdminPasswordChangeForm as OwnPassword
from django.contrib.auth.forms import AdminPasswordChangeForm as AnyPassword
from django.db import transaction

from sessions_app.models import User
from sessions_app.signals import audited


class _Audited:
    def set_password_and_save(self, user: User, *args: Any, commit: bool = True, **kwargs: Any) -> User:
        super().set_password_and_save(user, *args, commit=False, **kwargs)  # type: ignore[misc]
        if commit:
            request = getattr(user, "changed_in", None)
            with transaction.atomic():
                user.save()
                audited.send(User, user=request.user if request else user, verb="password", target=user, request=request)
        return user


class OwnPasswordForm(_Audited, OwnPassword):
    """The old password and a new one."""


class PasswordForm(_Audited, AnyPassword):  # type: ignore[type-arg]
    """A new password for another account, or none at all."""
