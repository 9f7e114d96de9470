"""Connect the whiteboard to sessions and files: it closes with the conversation, and with the file it shows."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WhiteboardConfig(AppConfig):
    """Its models belong to ``sessions_app``."""

    name = "sessions_app.whiteboard"
    label = "whiteboard"
    verbose_name = _("Whiteboard")

    def ready(self) -> None:
        from sessions_app import hooks
        from sessions_app.signals import file_deleted, session_closing, session_redirecting
        from sessions_app.whiteboard import personal_data
        from sessions_app.whiteboard.present import boards_shown
        from sessions_app.whiteboard.services.board import file_over, session_over

        hooks.board_views = boards_shown
        hooks.personal_data.append(personal_data.PERSONAL_DATA)
        hooks.kept_in_log.update(personal_data.KEPT_IN_LOG)
        session_closing.connect(session_over, dispatch_uid="board")
        session_redirecting.connect(session_over, dispatch_uid="board")
        file_deleted.connect(file_over, dispatch_uid="board")
