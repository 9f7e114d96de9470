"""Privacy as an app of its own: its commands. Its models belong to ``sessions_app``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "sessions_app.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from django.db.models import Q

        from sessions_app import hooks, housekeeping
        from sessions_app.models import Consent, ConsentText
        from sessions_app.privacy.admin import ConsentInline
        from sessions_app.privacy.services import erasure, terms, traces
        from sessions_app.selectors import supervised

        hooks.session_inlines.append(ConsentInline)
        supervised.RULES[ConsentText] = lambda user: Q(
            pk__in=Consent.objects.filter(session__group__in=supervised.groups_for(user).order_by()).order_by().values("text")
        )
        housekeeping.CLEANUPS.extend((erasure.CLEANUP, terms.CLEANUP, traces.CLEANUP))
        housekeeping.TERMS.extend(terms.TERMS)
