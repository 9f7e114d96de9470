"""Connect Share to sessions, which know nothing about files: views of a session's files, retention, the admin's list."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShareConfig(AppConfig):
    """Its models belong to ``sessions_app``: files and sessions refer to each other's tables."""

    name = "sessions_app.share"
    label = "share"
    verbose_name = _("Share")

    def ready(self) -> None:
        from sessions_app import hooks, housekeeping
        from sessions_app.share import personal_data, present
        from sessions_app.share.admin import ShareInline
        from sessions_app.share.services import erasure, retention

        hooks.file_views = present.file_views
        hooks.session_inlines.append(ShareInline)
        hooks.personal_data.append(personal_data.PERSONAL_DATA)
        hooks.kept_in_log.update(personal_data.KEPT_IN_LOG)
        housekeeping.TERMS.extend(retention.TERMS)
        housekeeping.CLEANUPS.extend((*retention.CLEANUPS, erasure.CLEANUP))
