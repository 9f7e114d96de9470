"""Privacy as an app of its own: its commands. Its models belong to ``sessions_app``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "sessions_app.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from sessions_app import housekeeping
        from sessions_app.privacy.services import erasure

        housekeeping.CLEANUPS.append(erasure.CLEANUP)
