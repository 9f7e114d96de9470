"""Reset the second factors of somebody who has lost them (A8: told in the audit, with the reason)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from sessions_app.models import User
from sessions_app.signals import audited


def second_factors_reset(*, by: User, users: list[int], reason: str, request: Any) -> int:
    """Delete all factors of these accounts, which the caller may change; returns how many accounts had any."""
    had = User.objects.filter(pk__in=users, authenticator__isnull=False).distinct()
    for user in had:
        Authenticator.objects.filter(user=user).delete()
        audited.send(second_factors_reset, user=by, verb="factor_reset", target=user, detail=reason, request=request)
    return len(had)
