"""Connect accounts: the audit of second factors, the facts of a new session, the question who lacks a second factor, the cleanup."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
        from django.contrib.auth.signals import user_logged_in

        from accounts import admin_reset, second_factor, sessions
        from sessions_app import hooks, housekeeping

        hooks.lacks_second_factor = second_factor.is_missing
        hooks.operator_actions.append(admin_reset.reset_second_factors)
        hooks.account_actions.append(admin_reset.reset_second_factors)
        housekeeping.CLEANUPS.append(housekeeping.Cleanup(clear_attempts, first=900, interval=3600))
        user_logged_in.connect(sessions.begin, dispatch_uid="accounts")
        for signal, verb in ((authenticator_added, "factor_added"), (authenticator_removed, "factor_removed"),
                             (authenticator_reset, "factor_added")):  # fmt: skip
            signal.connect(_teller(verb), weak=False, dispatch_uid=f"accounts {verb} {id(signal)}")


def clear_attempts(now: Any) -> None:
    """Delete counters of attempts whose window is over."""
    from accounts.services.attempts import attempts_clear
    from contactcenter.realtime.group_commit import perform

    perform(attempts_clear, now=now)


def _teller(verb: str) -> Any:
    def tell(*, request: Any, user: Any, authenticator: Any, **_: Any) -> None:
        from contactcenter.languages.house import in_house_language
        from sessions_app.signals import audited

        by = getattr(request, "user", None) or user
        with in_house_language():
            kind = str(authenticator.get_type_display())
        audited.send(tell, user=by, verb=verb, target=user, detail=kind, request=request)

    return tell
